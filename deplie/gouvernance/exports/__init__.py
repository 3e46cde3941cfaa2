"""What leaves the room: a plan as a workbook, its sheets of action, the bilan of a year."""

from deplie.gouvernance.exports.bilan import bilan_en_pdf, bilan_en_word, champs_du_bilan
from deplie.gouvernance.exports.classeur import ecrire_classeur, ecrire_classeur_vierge, empreinte
from deplie.gouvernance.exports.fiches import fiche_en_pdf, fiches_en_word

__all__ = [
    "bilan_en_pdf",
    "bilan_en_word",
    "champs_du_bilan",
    "ecrire_classeur",
    "ecrire_classeur_vierge",
    "empreinte",
    "fiche_en_pdf",
    "fiches_en_word",
]
