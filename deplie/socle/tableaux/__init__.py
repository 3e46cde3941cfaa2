"""Tables: columns declared once, for reading, screen, CSV, workbooks and documentation."""

from deplie.socle.tableaux.champs import MARQUE_VIDE, VIDE, Champ, DescriptionTable, Type, Vide
from deplie.socle.tableaux.codes import Code, ListeDeCodes, Melange, cle_de_code, liste, sans_accent

__all__ = [
    "MARQUE_VIDE",
    "VIDE",
    "Champ",
    "Code",
    "DescriptionTable",
    "ListeDeCodes",
    "Melange",
    "Type",
    "Vide",
    "cle_de_code",
    "liste",
    "sans_accent",
]
