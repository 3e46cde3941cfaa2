"""What is decided about bodies and séances; others import from here."""

from deplie.instances.actions.decision import Choix, DecisionsRefusees, inscrire_decisions, rectifier_decision
from deplie.instances.actions.instance import (
    ajouter_membre,
    creer_instance,
    designer_suppleant,
    modifier_instance,
    retirer_membre,
)
from deplie.instances.actions.modele import deposer_modele, reprendre_modele, retirer_modele
from deplie.instances.actions.seance import (
    annuler_seance,
    convoquer,
    modifier_seance,
    noter_presences,
    planifier_seance,
)
from deplie.instances.actions.suite import demander_suite, modifier_suite, retirer_suite, solder_suite

__all__ = [
    "Choix",
    "DecisionsRefusees",
    "ajouter_membre",
    "annuler_seance",
    "convoquer",
    "creer_instance",
    "demander_suite",
    "deposer_modele",
    "designer_suppleant",
    "inscrire_decisions",
    "modifier_instance",
    "modifier_seance",
    "modifier_suite",
    "noter_presences",
    "planifier_seance",
    "rectifier_decision",
    "reprendre_modele",
    "retirer_membre",
    "retirer_modele",
    "retirer_suite",
    "solder_suite",
]
