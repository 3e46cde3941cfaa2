"""The file that a layout makes: its kind, its separator, its encoding; what is written is read back the same.

A cell that a spreadsheet would run gets an apostrophe in CSV, which reading takes back. In a workbook every cell is a
text, written as the layout says: days and codes are those of the service, not those of the spreadsheet.
"""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Final

from deplie.socle.erreurs import RefusMetier
from deplie.socle.tableaux.ecriture import neutraliser

CSV: Final = "CSV"
XLSX: Final = "XLSX"
GENRES: Final = {CSV: "CSV (texte)", XLSX: "Excel (.xlsx)"}
SEPARATEURS: Final = {";": "point-virgule", ",": "virgule", "\t": "tabulation", "|": "barre verticale"}
ENCODAGES: Final = {
    "utf-8": "UTF-8",
    "cp1252": "Windows-1252 (Europe de l'Ouest)",
    "iso-8859-15": "ISO 8859-15 (latin 9)",
}
_NEUTRALISE: Final = re.compile("'+[=+\\-@\t\r\n\uff1d\uff0b\uff0d\uff20]")
# Numbers of these countries are written as they are dialled in France, without a sign that a spreadsheet would run.
_INDICATIFS: Final = ("+33", "+262", "+508", "+590", "+594", "+596")


@dataclass(frozen=True)
class Forme:
    """What a file is made of. ``bom``: the mark that tells spreadsheets that a text is in UTF-8."""

    genre: str = CSV
    separateur: str = ";"
    encodage: str = "utf-8"
    bom: bool = True


def refus_de_forme(forme: Forme) -> list[str]:
    """Why a file cannot be made so, one sentence each."""
    trouves = []
    if forme.genre not in GENRES:
        trouves.append("Le fichier est un CSV ou un classeur.")
    if forme.separateur not in SEPARATEURS:
        trouves.append("Le séparateur est un point-virgule, une virgule, une tabulation ou une barre verticale.")
    if forme.encodage not in ENCODAGES:
        trouves.append("L'encodage n'est pas de la liste.")
    if forme.bom not in (True, False):
        trouves.append("La marque d'encodage est écrite ou non.")
    return trouves


def refus_de_texte(forme: Forme, cellules: Iterable[str]) -> list[str]:
    """The characters that the encoding cannot write, one sentence each: they are not replaced by another."""
    if forme.genre == XLSX:
        return []
    perdus = {signe for cellule in cellules for signe in cellule if not _s_ecrit(signe, forme.encodage)}
    return [f"« {signe} » ne s'écrit pas en {ENCODAGES[forme.encodage]}." for signe in sorted(perdus)]


def _s_ecrit(signe: str, encodage: str) -> bool:
    try:
        return signe.encode(encodage).decode(encodage) == signe
    except UnicodeError:
        return False


def ecrire_fichier(forme: Forme, entetes: Sequence[str], lignes: Iterable[Sequence[str]]) -> bytes:
    """The bytes of a CSV file. Check the cells with ``refus_de_texte`` before: an unknown character raises."""
    texte = io.StringIO(newline="")
    ecrivain = csv.writer(texte, delimiter=forme.separateur, lineterminator="\r\n")
    for cellules in (entetes, *lignes):
        ecrivain.writerow([neutraliser(cellule) for cellule in cellules])
    marque = "\ufeff" if forme.bom and forme.encodage == "utf-8" else ""
    return (marque + texte.getvalue()).encode(forme.encodage)


def lire_fichier(forme: Forme, entetes: Sequence[str], contenu: bytes) -> list[list[str]]:
    """The cells of such a file, its headers left out. Raises RefusMetier where they are not those expected."""
    texte = contenu.decode(forme.encodage).removeprefix("\ufeff" if forme.encodage == "utf-8" else "")
    lues = [[_lue(cellule) for cellule in ligne] for ligne in csv.reader(io.StringIO(texte, newline=""),
            delimiter=forme.separateur)]  # fmt: skip
    if not lues or lues[0] != list(entetes):
        raise RefusMetier("Les en-têtes du fichier ne sont pas ceux de la correspondance.")
    return lues[1:]


def _lue(cellule: str) -> str:
    return cellule[1:] if _NEUTRALISE.match(cellule) else cellule


def telephone_national(telephone: str) -> str:
    """« +262692001122 » as it is dialled in France: 0692001122; a number of elsewhere stays as it is."""
    for indicatif in _INDICATIFS:
        if telephone.startswith(indicatif):
            return "0" + telephone.removeprefix(indicatif)
    return telephone
