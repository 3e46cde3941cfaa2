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

__all__ = [
    "ajouter_colonne",
    "completer_du_parcours",
    "creer_correspondance",
    "deplacer_colonne",
    "noter_export",
    "noter_six_mois",
    "ouvrir_fiche",
    "ouvrir_fiches",
    "reentrer",
    "regler_colonne",
    "regler_forme",
    "repondre_entree",
    "retirer_colonne",
    "retirer_correspondance",
    "retirer_fiche",
    "sortir",
]
