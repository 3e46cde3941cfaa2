"""What changes the records of participants."""

from deplie.fse.actions.fiche import completer_du_parcours, ouvrir_fiche, ouvrir_fiches, retirer_fiche
from deplie.fse.actions.reponses import noter_six_mois, reentrer, repondre_entree, sortir

__all__ = [
    "completer_du_parcours",
    "noter_six_mois",
    "ouvrir_fiche",
    "ouvrir_fiches",
    "reentrer",
    "repondre_entree",
    "retirer_fiche",
    "sortir",
]
