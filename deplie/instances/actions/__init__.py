"""What is decided about bodies and séances; others import from here."""

from deplie.instances.actions.decision import Choix, DecisionsRefusees, inscrire_decisions, rectifier_decision
from deplie.instances.actions.instance import ajouter_membre, creer_instance, modifier_instance, retirer_membre
from deplie.instances.actions.modele import deposer_modele, reprendre_modele, retirer_modele
from deplie.instances.actions.seance import (
    annuler_seance,
    convoquer,
    modifier_seance,
    noter_presences,
    planifier_seance,
)

__all__ = [
    "Choix",
    "DecisionsRefusees",
    "ajouter_membre",
    "annuler_seance",
    "convoquer",
    "creer_instance",
    "deposer_modele",
    "inscrire_decisions",
    "modifier_instance",
    "modifier_seance",
    "noter_presences",
    "planifier_seance",
    "rectifier_decision",
    "reprendre_modele",
    "retirer_membre",
    "retirer_modele",
]
