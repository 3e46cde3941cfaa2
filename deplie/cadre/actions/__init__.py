"""What changes about the frame of a territory, cut by subject."""

from deplie.cadre.actions.competence import (
    declarer_competence,
    modifier_accord,
    modifier_competence,
    noter_accord,
    passer_competence,
)
from deplie.cadre.actions.objectif import fixer_objectif
from deplie.cadre.actions.part import fixer_parts
from deplie.cadre.actions.partie import ajouter_partie, modifier_partie, retirer_partie
from deplie.cadre.actions.proposition import decider_objectif_en_seance, proposer_objectif, retirer_proposition
from deplie.cadre.actions.protocole import (
    ajouter_avenant,
    creer_protocole,
    decider_avenant,
    modifier_protocole,
    signer_avenant,
)
from deplie.cadre.actions.subvention import (
    ajouter_avenant_subvention,
    corriger_enveloppe,
    declarer_oi,
    enregistrer_subvention,
    fixer_enveloppe,
    modifier_oi,
    modifier_rattachement,
    modifier_subvention,
    rattacher_plan,
)

__all__ = [
    "ajouter_avenant",
    "ajouter_avenant_subvention",
    "ajouter_partie",
    "corriger_enveloppe",
    "creer_protocole",
    "decider_avenant",
    "decider_objectif_en_seance",
    "declarer_competence",
    "declarer_oi",
    "enregistrer_subvention",
    "fixer_enveloppe",
    "fixer_objectif",
    "fixer_parts",
    "modifier_accord",
    "modifier_competence",
    "modifier_oi",
    "modifier_partie",
    "modifier_protocole",
    "modifier_rattachement",
    "modifier_subvention",
    "noter_accord",
    "passer_competence",
    "proposer_objectif",
    "rattacher_plan",
    "retirer_partie",
    "retirer_proposition",
    "signer_avenant",
]
