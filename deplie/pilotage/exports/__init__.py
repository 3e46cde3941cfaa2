"""What leaves the room: the bilan as text and workbook, the dictionary of indicators."""

from deplie.pilotage.exports.bilan import en_csv, en_texte, en_xlsx
from deplie.pilotage.exports.catalogue import catalogue, dictionnaire

__all__ = ["catalogue", "dictionnaire", "en_csv", "en_texte", "en_xlsx"]
