"""What is decided about a parcours; others import from here."""

from deplie.parcours.actions.accueil import (
    accepter_proposition,
    conclure_etape,
    decliner_proposition,
    noter_assiduite,
    oter_assiduite,
    proposer_etape,
)
from deplie.parcours.actions.atelier import (
    annuler_seance,
    creer_atelier_et_seance,
    deplacer_seance,
    desinscrire_de_l_atelier,
    inscrire_a_l_atelier,
    modifier_atelier,
    relever_presences,
)
from deplie.parcours.actions.contrat import (
    deposer_modele_contrat,
    etablir_contrat,
    retirer_modele_contrat,
    signer_contrat,
)
from deplie.parcours.actions.courrier import (
    demander_courriers,
    deposer_modele,
    effacer_courriers,
    retirer_modele,
)
from deplie.parcours.actions.diagnostic import ecrire_diagnostic
from deplie.parcours.actions.emploi import constater, embaucher, modifier_emploi, rompre_emploi
from deplie.parcours.actions.entree import admettre, corriger_entree
from deplie.parcours.actions.entretien import (
    annuler_entretien,
    deplacer_entretien,
    ecrire_entretien,
    noter_absence,
    planifier_entretien,
    tenir_entretien,
)
from deplie.parcours.actions.etape import ajouter_etape, modifier_etape, rattacher_etape
from deplie.parcours.actions.frein import identifier_frein, lever_frein, reprendre_frein, travailler_frein
from deplie.parcours.actions.fusion import defaire_fusion, fusionner
from deplie.parcours.actions.jalon import modifier_jalon, noter_jalon
from deplie.parcours.actions.lien import (
    ecarter_expirees,
    ecarter_orientation,
    envoyer_lien,
    rattacher_orientation,
    recevoir_orientation,
    revoquer_lien,
)
from deplie.parcours.actions.message import laisser_message, renvoyer_message
from deplie.parcours.actions.passage import corriger_passage, noter_passage, retirer_passage
from deplie.parcours.actions.piece import joindre_piece, retirer_piece
from deplie.parcours.actions.portefeuille import Passage, passer_portefeuille
from deplie.parcours.actions.prescription import (
    admettre_prescription,
    ajourner,
    classer,
    classer_expirees,
    declarer_recevable,
    prescrire,
    presenter,
    refuser,
    relancer,
    retirer,
)
from deplie.parcours.actions.rappel import choisir_les_rappels
from deplie.parcours.actions.referent import changer_referent
from deplie.parcours.actions.sortie import (
    annuler_doublon,
    annuler_sortie,
    prononcer_sortie,
    relever_sixieme_mois,
    valider_sortie,
)
from deplie.parcours.actions.suspension import reprendre, suspendre
from deplie.parcours.actions.trame import regler_trame, retirer_trame

__all__ = [
    "Passage",
    "accepter_proposition",
    "admettre",
    "admettre_prescription",
    "ajourner",
    "ajouter_etape",
    "annuler_doublon",
    "annuler_entretien",
    "annuler_seance",
    "annuler_sortie",
    "changer_referent",
    "choisir_les_rappels",
    "classer",
    "classer_expirees",
    "conclure_etape",
    "constater",
    "corriger_entree",
    "corriger_passage",
    "creer_atelier_et_seance",
    "declarer_recevable",
    "decliner_proposition",
    "defaire_fusion",
    "demander_courriers",
    "deplacer_entretien",
    "deplacer_seance",
    "deposer_modele",
    "deposer_modele_contrat",
    "desinscrire_de_l_atelier",
    "ecarter_expirees",
    "ecarter_orientation",
    "ecrire_diagnostic",
    "ecrire_entretien",
    "effacer_courriers",
    "embaucher",
    "envoyer_lien",
    "etablir_contrat",
    "fusionner",
    "identifier_frein",
    "inscrire_a_l_atelier",
    "joindre_piece",
    "laisser_message",
    "lever_frein",
    "modifier_atelier",
    "modifier_emploi",
    "modifier_etape",
    "modifier_jalon",
    "noter_absence",
    "noter_assiduite",
    "noter_jalon",
    "noter_passage",
    "oter_assiduite",
    "passer_portefeuille",
    "planifier_entretien",
    "prescrire",
    "presenter",
    "prononcer_sortie",
    "proposer_etape",
    "rattacher_etape",
    "rattacher_orientation",
    "recevoir_orientation",
    "refuser",
    "regler_trame",
    "relancer",
    "relever_presences",
    "relever_sixieme_mois",
    "renvoyer_message",
    "reprendre",
    "reprendre_frein",
    "retirer",
    "retirer_modele",
    "retirer_modele_contrat",
    "retirer_passage",
    "retirer_piece",
    "retirer_trame",
    "revoquer_lien",
    "rompre_emploi",
    "signer_contrat",
    "suspendre",
    "tenir_entretien",
    "travailler_frein",
    "valider_sortie",
]
