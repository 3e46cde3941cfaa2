"""What is decided about the offer; others import from here."""

from deplie.offre.actions.atelier import (
    ajouter_seance,
    annuler_seance,
    creer_atelier,
    deplacer_seance,
    dire_presences_relevees,
    modifier_atelier,
)
from deplie.offre.actions.lieu import creer_lieu, modifier_lieu, poser_permanence, retirer_permanence

__all__ = [
    "ajouter_seance",
    "annuler_seance",
    "creer_atelier",
    "creer_lieu",
    "deplacer_seance",
    "dire_presences_relevees",
    "modifier_atelier",
    "modifier_lieu",
    "poser_permanence",
    "retirer_permanence",
]
