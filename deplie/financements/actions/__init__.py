"""What changes calls, operations and money: one function per decision."""

from deplie.financements.actions.appel import (
    copier_appel,
    modifier_appel,
    preparer_appel,
    prolonger_appel,
    publier_appel,
    rattacher_appel,
    remplacer_liste,
    retirer_appel,
)
from deplie.financements.actions.bilan import (
    accepter_bilan,
    deposer_bilan,
    ouvrir_bilan,
    raconter_bilan,
    rendre_bilan,
)
from deplie.financements.actions.controle import (
    conclure_controle,
    constater,
    notifier_controle,
    ouvrir_controle,
    repondre_au_controle,
    revoir_constat,
)
from deplie.financements.actions.convention import ajouter_avenant, signer_convention
from deplie.financements.actions.cycle import avancer
from deplie.financements.actions.depense import (
    declarer_depense,
    declarer_tableau,
    joindre_a_depense,
    modifier_depense,
    retirer_depense,
)
from deplie.financements.actions.depot import (
    deposer_dossier,
    ecrire_partie,
    ecrire_plan,
    envoyer_lien,
    garder_saisie,
    joindre_au_dossier,
    oublier_saisie,
    ouvrir_dossier,
    purger_brouillons,
    renvoyer_liens,
    repondre_complement,
    repondre_questions,
    retirer_du_dossier,
)
from deplie.financements.actions.echeance import (
    fermer_flux_echeances,
    ouvrir_flux_echeances,
    rappeler_echeances,
)
from deplie.financements.actions.engagement import (
    annuler_engagement,
    engager,
    joindre_a_engagement,
    modifier_engagement,
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
from deplie.financements.actions.modele import deposer_modele, retirer_modele
from deplie.financements.actions.piste import demander_piste, effacer_piste
from deplie.financements.actions.plan import avenant_au_plan, etablir_plan
from deplie.financements.actions.porteur import deposer_bilan_par_lien, repondre_par_lien
from deplie.financements.actions.reprogrammation import (
    decider_reprogrammation,
    demander_reprogrammation,
    rectifier_reprogrammation,
    retirer_reprogrammation,
)
from deplie.financements.actions.reversement import (
    modifier_reversement,
    ordonner_reversement,
    regler_reversement,
    retirer_reversement,
)
from deplie.financements.actions.seance import decider_operation
from deplie.financements.actions.solde import poursuivre, solder
from deplie.financements.actions.versement import (
    modifier_versement,
    payer_versement,
    prevoir_versement,
    retirer_versement,
)

__all__ = [
    "accepter_bilan",
    "ajouter_avenant",
    "annuler_engagement",
    "avancer",
    "avenant_au_plan",
    "conclure_controle",
    "constater",
    "copier_appel",
    "decider_operation",
    "decider_reprogrammation",
    "declarer_depense",
    "declarer_interets",
    "declarer_tableau",
    "demander_complement",
    "demander_piste",
    "demander_reprogrammation",
    "deposer_bilan",
    "deposer_bilan_par_lien",
    "deposer_dossier",
    "deposer_modele",
    "designer_lecteur",
    "ecrire_partie",
    "ecrire_plan",
    "effacer_piste",
    "engager",
    "envoyer_lien",
    "etablir_plan",
    "fermer_flux_echeances",
    "garder_saisie",
    "joindre_a_depense",
    "joindre_a_engagement",
    "joindre_au_dossier",
    "modifier_appel",
    "modifier_depense",
    "modifier_engagement",
    "modifier_reversement",
    "modifier_versement",
    "notifier_controle",
    "ordonner_reversement",
    "oublier_saisie",
    "ouvrir_bilan",
    "ouvrir_controle",
    "ouvrir_dossier",
    "ouvrir_flux_echeances",
    "ouvrir_instruction",
    "payer_versement",
    "poursuivre",
    "preparer_appel",
    "prevenir_porteur",
    "prevoir_versement",
    "prolonger_appel",
    "publier_appel",
    "purger_brouillons",
    "raconter_bilan",
    "rappeler_echeances",
    "rattacher_appel",
    "reconnaitre_porteur",
    "rectifier_reprogrammation",
    "regler_reversement",
    "remplacer_liste",
    "rendre_avis",
    "rendre_bilan",
    "rendre_lecture",
    "renvoyer_liens",
    "repondre_au_controle",
    "repondre_complement",
    "repondre_par_lien",
    "repondre_questions",
    "retirer_appel",
    "retirer_depense",
    "retirer_du_dossier",
    "retirer_modele",
    "retirer_reprogrammation",
    "retirer_reversement",
    "retirer_versement",
    "revoir_constat",
    "signer_convention",
    "solder",
    "statuer_recevabilite",
]
