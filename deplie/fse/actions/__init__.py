"""What changes the records of participants."""

from deplie.fse.actions.correspondance import (
    ajouter_colonne,
    creer_correspondance,
    deplacer_colonne,
    regler_colonne,
    regler_forme,
    retirer_colonne,
    retirer_correspondance,
)
from deplie.fse.actions.export import noter_export
from deplie.fse.actions.fiche import completer_du_parcours, ouvrir_fiche, ouvrir_fiches, retirer_fiche
from deplie.fse.actions.reponses import noter_six_mois, reentrer, repondre_entree, sortir
from deplie.fse.actions.retour import (
    corriger_erreur,
    deposer_retour,
    ecarter_erreur,
    purger_copies,
    rapprocher_retour,
    rattacher_erreur,
    rouvrir_erreur,
)
from deplie.fse.actions.soutien import inscrire_soutien, modifier_soutien, retirer_soutien

__all__ = [
    "ajouter_colonne",
    "completer_du_parcours",
    "corriger_erreur",
    "creer_correspondance",
    "deplacer_colonne",
    "deposer_retour",
    "ecarter_erreur",
    "inscrire_soutien",
    "modifier_soutien",
    "noter_export",
    "noter_six_mois",
    "ouvrir_fiche",
    "ouvrir_fiches",
    "purger_copies",
    "rapprocher_retour",
    "rattacher_erreur",
    "reentrer",
    "regler_colonne",
    "regler_forme",
    "repondre_entree",
    "retirer_colonne",
    "retirer_correspondance",
    "retirer_fiche",
    "retirer_soutien",
    "rouvrir_erreur",
    "sortir",
]
