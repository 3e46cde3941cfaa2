"""Tables: columns declared once, for reading, screen, CSV, workbooks and documentation."""

from deplie.socle.tableaux.champs import MARQUE_VIDE, VIDE, Champ, DescriptionTable, Type, Vide
from deplie.socle.tableaux.codes import Code, ListeDeCodes, Melange, cle_de_code, liste, sans_accent
from deplie.socle.tableaux.documentation import documentation_import
from deplie.socle.tableaux.ecriture import Classeur, ecrire_csv, ecrire_xlsx, neutraliser, texte_csv
from deplie.socle.tableaux.modeles import ecrire_modeles, modele_de
from deplie.socle.tableaux.tableau import Colonne, Tableau

__all__ = [
    "MARQUE_VIDE",
    "VIDE",
    "Champ",
    "Classeur",
    "Code",
    "Colonne",
    "DescriptionTable",
    "ListeDeCodes",
    "Melange",
    "Tableau",
    "Type",
    "Vide",
    "cle_de_code",
    "documentation_import",
    "ecrire_csv",
    "ecrire_modeles",
    "ecrire_xlsx",
    "liste",
    "modele_de",
    "neutraliser",
    "sans_accent",
    "texte_csv",
]
