"""Numbers: decimal comma or point, thousands parted by any kind of space."""

from __future__ import annotations

import re
from datetime import date, time, timedelta
from decimal import ROUND_HALF_UP, Decimal
from typing import Final

from deplie.socle.lecture.cellules.texte import LireTexte, en_texte
from deplie.socle.lecture.types import Cellule, CelluleRefusee, Lecture
from deplie.socle.tableaux.champs import ENTIER_MAX, Champ

# Groups of three parted by spaces, or by the mark that is not the decimal one, when both are there.
_SIMPLE: Final = re.compile(r"[+-]?\d{1,18}(?:[.,]\d{1,18})?", re.A)
_ESPACES: Final = re.compile(r"[+-]?\d{1,3}(?: \d{3}){1,5}(?:[.,]\d{1,18})?", re.A)
_FRANCAIS: Final = re.compile(r"[+-]?\d{1,3}(?:\.\d{3}){1,5},\d{1,18}", re.A)
_ANGLAIS: Final = re.compile(r"[+-]?\d{1,3}(?:,\d{3}){1,5}\.\d{1,18}", re.A)
_DOUTEUX: Final = re.compile(r"[+-]?[1-9]\d{0,2}[.,]\d{3}", re.A)
EXEMPLE: Final = "Indiquez un nombre comme 1234,5."


def decimal_de(cellule: Cellule) -> tuple[Decimal, str]:
    """The number that a cell holds, and a warning or "". Raises CelluleRefusee."""
    if isinstance(cellule, bool | date | time | timedelta) or cellule is None:
        raise CelluleRefusee(f"« {en_texte(cellule)} » n'est pas un nombre. {EXEMPLE}")
    if not isinstance(cellule, str):
        return Decimal(repr(cellule)), ""
    texte = cellule.replace("\u2212", "-").removesuffix("%").rstrip()
    note = ""
    if _DOUTEUX.fullmatch(texte):
        note = f"« {texte} » a été lu {texte.replace('.', ',')}, avec trois décimales. Écrivez les milliers sans point."
    if _SIMPLE.fullmatch(texte):
        return Decimal(texte.replace(",", ".")), note
    if _ESPACES.fullmatch(texte):
        return Decimal(texte.replace(" ", "").replace(",", ".")), ""
    if _FRANCAIS.fullmatch(texte):
        return Decimal(texte.replace(".", "").replace(",", ".")), ""
    if _ANGLAIS.fullmatch(texte):
        return Decimal(texte.replace(",", "")), ""
    raise CelluleRefusee(f"« {cellule} » n'est pas un nombre. {EXEMPLE}")


def _verifier(champ: Champ, valeur: Decimal) -> None:
    plafond = champ.maximum if champ.maximum is not None else ENTIER_MAX
    if champ.minimum is not None and valeur < champ.minimum:
        raise CelluleRefusee(f"La valeur {_montrer(valeur)} est trop petite : le minimum est {champ.minimum}.")
    if valeur > plafond or valeur < -plafond:
        raise CelluleRefusee(f"La valeur {_montrer(valeur)} est trop grande : le maximum est {plafond}.")


def _montrer(valeur: Decimal) -> str:
    return f"{valeur:f}".replace(".", ",")


def lire_nombre(champ: Champ) -> LireTexte:
    """Reader of a column of decimals, rounded half up to the decimals of the column."""
    pas = Decimal(1).scaleb(-champ.decimales)

    def lire(cellule: Cellule) -> Lecture:
        valeur, note = decimal_de(cellule)
        _verifier(champ, valeur)
        arrondi = valeur.quantize(pas, ROUND_HALF_UP)
        if arrondi != valeur:
            # A workbook's binary 12.1 is not a loss; more decimals than the column keeps is one.
            if isinstance(cellule, str) or abs(arrondi - valeur) > Decimal("1e-9") * max(abs(valeur), Decimal(1)):
                note = note or f"La valeur a été arrondie à {champ.decimales} décimales : {_montrer(arrondi)}."
            return Lecture(arrondi, note)
        return Lecture(valeur, note)

    return lire


def lire_entier(champ: Champ) -> LireTexte:
    """Reader of a column of whole numbers."""

    def lire(cellule: Cellule) -> Lecture:
        valeur, _ = decimal_de(cellule)
        _verifier(champ, valeur)
        if valeur != valeur.to_integral_value():
            raise CelluleRefusee(f"« {en_texte(cellule)} » n'est pas un nombre entier. Indiquez un nombre comme 1234.")
        return Lecture(int(valeur))

    return lire
