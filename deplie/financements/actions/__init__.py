"""What changes calls, operations and money: one function per decision."""

from deplie.financements.actions.appel import (
    copier_appel,
    modifier_appel,
    preparer_appel,
    prolonger_appel,
    publier_appel,
    remplacer_liste,
    retirer_appel,
)
from deplie.financements.actions.convention import ajouter_avenant, signer_convention
from deplie.financements.actions.cycle import avancer
from deplie.financements.actions.depot import (
    deposer_dossier,
    ecrire_partie,
    ecrire_plan,
    envoyer_lien,
    garder_saisie,
    joindre_au_dossier,
    ouvrir_dossier,
    purger_brouillons,
    renvoyer_liens,
    repondre_complement,
    repondre_questions,
    retirer_du_dossier,
)
from deplie.financements.actions.instruction import (
    declarer_interets,
    demander_complement,
    designer_lecteur,
    ouvrir_instruction,
    prevenir_porteur,
    reconnaitre_porteur,
    rendre_avis,
    rendre_lecture,
    statuer_recevabilite,
)
from deplie.financements.actions.seance import decider_operation
from deplie.financements.actions.versement import (
    modifier_versement,
    payer_versement,
    prevoir_versement,
    retirer_versement,
)

__all__ = [
    "ajouter_avenant",
    "avancer",
    "copier_appel",
    "decider_operation",
    "declarer_interets",
    "demander_complement",
    "deposer_dossier",
    "designer_lecteur",
    "ecrire_partie",
    "ecrire_plan",
    "envoyer_lien",
    "garder_saisie",
    "joindre_au_dossier",
    "modifier_appel",
    "modifier_versement",
    "ouvrir_dossier",
    "ouvrir_instruction",
    "payer_versement",
    "preparer_appel",
    "prevenir_porteur",
    "prevoir_versement",
    "prolonger_appel",
    "publier_appel",
    "purger_brouillons",
    "reconnaitre_porteur",
    "remplacer_liste",
    "rendre_avis",
    "rendre_lecture",
    "renvoyer_liens",
    "repondre_complement",
    "repondre_questions",
    "retirer_appel",
    "retirer_du_dossier",
    "retirer_versement",
    "signer_convention",
    "statuer_recevabilite",
]
