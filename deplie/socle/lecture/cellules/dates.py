"""Dates: as the contract says, never a guess between day and month."""

from __future__ import annotations

import re
from datetime import date, datetime, time, timedelta
from typing import Final

from deplie.socle.lecture.cellules.texte import LireTexte, en_texte
from deplie.socle.lecture.types import Cellule, CelluleRefusee, Contexte, Lecture

AN_MIN: Final = 1900
AN_MAX: Final = 2100
EXEMPLE: Final = "Indiquez une date comme 29/02/2020 ou 2020-02-29."

_HEURE: Final = r"(?:[T ]\s*(\d{1,2}):(\d{2})(?::(\d{2})(?:[.,]\d+)?)?\s*(Z|[+-]\d{2}:?\d{2})?)?"
_ISO: Final = re.compile(r"(\d{4})\s?[-/.]\s?(\d{1,2})\s?[-/.]\s?(\d{1,2})" + _HEURE, re.A)
_FRANCAISE: Final = re.compile(r"(\d{1,2})\s?[-/.]\s?(\d{1,2})\s?[-/.]\s?(\d{4})" + _HEURE, re.A)
_DEUX_CHIFFRES: Final = re.compile(r"\d{1,2}\s?[-/.]\s?\d{1,2}\s?[-/.]\s?\d{2}", re.A)
_AMERICAINE: Final = re.compile(r"\s*(\d{1,2})\s?[-/.]\s?(\d{1,2})\s?[-/.]\s?\d{4}(?!\d)", re.A)
_SERIE: Final = re.compile(r"\d{5}", re.A)
# 1908 to 2100: below, a number in a date column is not a day (a year alone is 1905 as a serial number).
_SERIE_MIN: Final = 3_000
_SERIE_MAX: Final = 73_415


def est_americaine(cellule: Cellule) -> bool:
    """Does the text write the month first beyond doubt (« 04/13/2021 »)?"""
    if not isinstance(cellule, str) or (forme := _AMERICAINE.match(cellule)) is None:
        return False
    return 1 <= int(forme[1]) <= 12 < int(forme[2]) <= 31


def jour_ecrit(texte: str) -> int | None:
    """The day of the month of a text that writes it first (« 13/04/2021 »), None for another text."""
    forme = _FRANCAISE.fullmatch(texte.strip())
    return int(forme[1]) if forme else None


def jour_de(cellule: Cellule, contexte: Contexte) -> date:
    """The day that a cell holds. Raises CelluleRefusee."""
    if isinstance(cellule, datetime):
        return _borne(cellule.date(), cellule)
    if isinstance(cellule, date):
        return _borne(cellule, cellule)
    if isinstance(cellule, str):
        return _borne(_texte(cellule, contexte), cellule)
    if isinstance(cellule, bool | time | timedelta) or cellule is None:
        raise CelluleRefusee(f"« {en_texte(cellule)} » n'est pas une date. {EXEMPLE}")
    return _serie(float(cellule), contexte)


def _texte(texte: str, contexte: Contexte) -> date:
    if forme := _FRANCAISE.fullmatch(texte):
        jour, mois, an = int(forme[1]), int(forme[2]), int(forme[3])
    elif forme := _ISO.fullmatch(texte):
        an, mois, jour = int(forme[1]), int(forme[2]), int(forme[3])
    elif _DEUX_CHIFFRES.fullmatch(texte):
        raise CelluleRefusee(f"L'année de « {texte} » n'a que deux chiffres. Indiquez les quatre, comme 29/02/2020.")
    elif contexte.classeur and _SERIE.fullmatch(texte):
        return _serie(float(texte), contexte)
    else:
        raise CelluleRefusee(f"« {texte} » n'est pas une date reconnue. {EXEMPLE}")
    if forme[7] and (int(forme[4]), int(forme[5]), int(forme[6] or 0)) != (0, 0, 0):
        # 22:00 in London is tomorrow in Saint-Denis: the day depends on where one stands.
        raise CelluleRefusee(f"« {texte} » porte une heure et un fuseau : le jour en dépend. {EXEMPLE}")
    try:
        return date(an, mois, jour)
    except ValueError:
        raise CelluleRefusee(f"« {texte} » n'existe pas au calendrier. {EXEMPLE}") from None


def _serie(nombre: float, contexte: Contexte) -> date:
    texte = en_texte(nombre)
    if not contexte.classeur:
        raise CelluleRefusee(f"« {texte} » n'est pas une date reconnue. {EXEMPLE}")
    if AN_MIN <= nombre <= AN_MAX and nombre.is_integer():
        raise CelluleRefusee(f"« {texte} » est une année seule. Indiquez le jour et le mois, comme 29/02/2020.")
    if not _SERIE_MIN <= nombre < _SERIE_MAX:
        raise CelluleRefusee(f"« {texte} » est un nombre, pas une date. {EXEMPLE}")
    return (date(1904, 1, 1) if contexte.depuis_1904 else date(1899, 12, 30)) + timedelta(days=int(nombre))


def _borne(jour: date, cellule: Cellule) -> date:
    if not AN_MIN <= jour.year <= AN_MAX:
        raise CelluleRefusee(
            f"L'année de « {en_texte(cellule)} » est improbable : attendue entre {AN_MIN} et {AN_MAX}."
        )
    return jour


def lire_date(contexte: Contexte) -> LireTexte:
    """Reader of a date column."""
    return lambda cellule: Lecture(jour_de(cellule, contexte))
