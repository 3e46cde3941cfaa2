"""What changes about the commitments of a scheme, cut by subject."""

from deplie.cadre.actions.objectif import fixer_objectif
from deplie.cadre.actions.protocole import ajouter_avenant, creer_protocole

__all__ = ["ajouter_avenant", "creer_protocole", "fixer_objectif"]
