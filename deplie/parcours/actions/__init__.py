"""What is decided about a parcours; others import from here."""

from deplie.parcours.actions.entree import admettre, corriger_entree
from deplie.parcours.actions.etape import ajouter_etape, modifier_etape, rattacher_etape
from deplie.parcours.actions.sortie import (
    annuler_doublon,
    annuler_sortie,
    prononcer_sortie,
    relever_sixieme_mois,
    valider_sortie,
)

__all__ = [
    "admettre",
    "ajouter_etape",
    "annuler_doublon",
    "annuler_sortie",
    "corriger_entree",
    "modifier_etape",
    "prononcer_sortie",
    "rattacher_etape",
    "relever_sixieme_mois",
    "valider_sortie",
]
