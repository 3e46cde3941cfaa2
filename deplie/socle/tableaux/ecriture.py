"""Tables out: CSV and workbooks that nothing runs when they are opened.

A text that a spreadsheet would take for a formula (it begins with = + - @, a tab or a line break) gets an apostrophe
in CSV; the reader of this product takes it back, so that a file exported, corrected and sent again is the same. In a
workbook texts are written as texts. Numbers and days stay numbers and days.
"""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from datetime import date, datetime
from decimal import Decimal
from itertools import chain
from typing import IO, Any, Final

from deplie.socle.erreurs import RefusMetier
from deplie.socle.phrases import insecables
from deplie.socle.tableaux.champs import MARQUE_VIDE, VIDE

_DANGER: Final = re.compile("'*[=+\\-@\t\r\n\uff1d\uff0b\uff0d\uff20]")
LIGNES_MAX: Final = 1_048_575  # rows of a sheet, header apart
TEXTE_MAX: Final = 32_767  # characters of a cell of a workbook
FORMAT_DATE: Final = "dd/mm/yyyy"
_LARGEUR: Final = (8, 45)


def neutraliser(texte: str) -> str:
    """The text as it goes into a CSV file: an apostrophe before what a spreadsheet would run."""
    return f"'{texte}" if _DANGER.match(texte) else texte


def texte_csv(valeur: Any) -> str:
    """A value as a CSV cell: 29/02/2020, 1234,5, oui, « A | B », #VIDE; text is neutralised."""
    if valeur is None:
        return ""
    if isinstance(valeur, str):
        return neutraliser(valeur)
    if valeur is VIDE:
        return MARQUE_VIDE
    if isinstance(valeur, bool):
        return "oui" if valeur else "non"
    if isinstance(valeur, int):
        return str(valeur)
    if isinstance(valeur, Decimal | float):
        return f"{valeur:f}".replace(".", ",") if isinstance(valeur, Decimal) else repr(valeur).replace(".", ",")
    if isinstance(valeur, datetime):
        return valeur.strftime("%d/%m/%Y %H:%M")
    if isinstance(valeur, date):
        return f"{valeur:%d/%m}/{valeur.year:04}"
    if isinstance(valeur, tuple | list):
        return neutraliser(" | ".join(map(str, valeur)))
    return neutraliser(str(valeur))


def ecrire_csv(entetes: Sequence[str], lignes: Iterable[Sequence[Any]]) -> Iterator[str]:
    """The lines of a CSV file as spreadsheets set to French open it: UTF-8 with its mark, « ; », CRLF."""
    tampon = io.StringIO(newline="")
    ecrivain = csv.writer(tampon, delimiter=";", lineterminator="\r\n")
    tampon.write("\ufeff")
    for cellules in chain([entetes], lignes):
        ecrivain.writerow([texte_csv(cellule) for cellule in cellules])
        yield _vider(tampon)


def _vider(tampon: io.StringIO) -> str:
    texte = tampon.getvalue()
    tampon.seek(0)
    tampon.truncate()
    return texte


# The lines that carry a drop-down list.
LISTES_MAX: Final = 5_000


class Classeur:
    """A workbook written row by row, in constant memory. Use as a context manager."""

    def __init__(self, sortie: IO[bytes]) -> None:
        import xlsxwriter

        options = {
            "constant_memory": True,
            "strings_to_formulas": False,
            "strings_to_urls": False,
            "strings_to_numbers": False,
            "default_date_format": FORMAT_DATE,
        }
        self._classeur = xlsxwriter.Workbook(sortie, options)
        self._entete = self._classeur.add_format({"bold": True, "bottom": 1, "text_wrap": True, "valign": "top"})
        self._jour = self._classeur.add_format({"num_format": FORMAT_DATE})
        self._instant = self._classeur.add_format({"num_format": f"{FORMAT_DATE} hh:mm"})
        self._texte = self._classeur.add_format({"num_format": "@"})
        # The values offered by drop-down lists, each list once, in the column of a hidden sheet.
        self._listes: dict[tuple[str, ...], int] = {}

    def __enter__(self) -> Classeur:
        return self

    def __exit__(self, *_: object) -> None:
        if self._listes:
            feuille = self._classeur.add_worksheet("Listes")
            for rang in range(max(map(len, self._listes))):
                for valeurs, colonne in self._listes.items():
                    if rang < len(valeurs):
                        feuille.write_string(rang, colonne, valeurs[rang])
            feuille.hide()
        self._classeur.close()

    def feuille(
        self,
        nom: str,
        entetes: Sequence[str],
        lignes: Iterable[Sequence[Any]],
        *,
        listes: Mapping[int, Sequence[str]] | None = None,
        textes: Collection[int] = (),
    ) -> int:
        """Write a sheet; the number of lines. Raises RefusMetier past what a sheet holds.

        ``listes`` are the values that a column offers in a drop-down list, without refusing others; ``textes``, the
        columns where what is typed stays a text (« 3.10 » is no number).
        """
        feuille = self._classeur.add_worksheet(nom_de_feuille(nom))
        feuille.freeze_panes(1, 0)
        for colonne, entete in enumerate(entetes):
            feuille.set_column(colonne, colonne, min(max(len(entete) + 2, _LARGEUR[0]), _LARGEUR[1]))
            feuille.write_string(0, colonne, entete, self._entete)
        for colonne in textes:
            feuille.set_column(colonne, colonne, _LARGEUR[0], self._texte)
        for colonne, valeurs in (listes or {}).items():
            self._offrir(feuille, colonne, tuple(valeurs))
        rang = 0
        for rang, cellules in enumerate(lignes, 1):
            if rang > LIGNES_MAX:
                raise RefusMetier(insecables("Le tableau dépasse un million de lignes : exportez-le en CSV."))
            for colonne, valeur in enumerate(cellules):
                self._ecrire(feuille, rang, colonne, valeur)
        if entetes:
            feuille.autofilter(0, 0, rang, len(entetes) - 1)
        return rang

    def _offrir(self, feuille: Any, colonne: int, valeurs: tuple[str, ...]) -> None:
        from xlsxwriter.utility import xl_col_to_name

        lettre = xl_col_to_name(self._listes.setdefault(valeurs, len(self._listes)))
        source = f"=Listes!${lettre}$1:${lettre}${len(valeurs)}"
        regle = {"validate": "list", "source": source, "error_type": "warning", "ignore_blank": True}
        feuille.data_validation(1, colonne, LISTES_MAX, colonne, regle)

    def _ecrire(self, feuille: Any, ligne: int, colonne: int, valeur: Any) -> None:
        if valeur is None or valeur == "":
            return
        if isinstance(valeur, bool) or valeur is VIDE:
            feuille.write_string(ligne, colonne, texte_csv(valeur))
        elif isinstance(valeur, int | float | Decimal):
            feuille.write_number(ligne, colonne, valeur)
        elif isinstance(valeur, datetime):
            feuille.write_datetime(ligne, colonne, valeur.replace(tzinfo=None), self._instant)
        elif isinstance(valeur, date) and valeur.year >= 1900:
            feuille.write_datetime(ligne, colonne, valeur, self._jour)
        else:
            feuille.write_string(ligne, colonne, _texte(valeur)[:TEXTE_MAX])


def _texte(valeur: Any) -> str:
    if isinstance(valeur, str):
        return valeur
    return " | ".join(map(str, valeur)) if isinstance(valeur, tuple | list) else texte_csv(valeur)


def nom_de_feuille(nom: str) -> str:
    """A name that a spreadsheet accepts: at most 31 characters, without []:*?/\\ nor an apostrophe at either end."""
    return re.sub(r"[\[\]:*?/\\]", " ", nom).strip("' ")[:31].strip("' ") or "Feuille"


def ecrire_xlsx(sortie: IO[bytes], titre: str, entetes: Sequence[str], lignes: Iterable[Sequence[Any]]) -> int:
    """A workbook of one sheet; the number of lines."""
    with Classeur(sortie) as classeur:
        return classeur.feuille(titre, entetes, lignes)
