"""Periods: year, half-year, quarter, month, free; their names; the same one a year earlier.

Source: exchange contract: N‑1 is both dates one year earlier, the last day of February mapping to the last day.
"""

from __future__ import annotations

from calendar import monthrange
from dataclasses import dataclass
from datetime import date
from typing import Final

from deplie.socle.erreurs import RefusMetier

MOIS: Final = (
    "janvier", "février", "mars", "avril", "mai", "juin", "juillet", "août", "septembre", "octobre", "novembre",
    "décembre",
)  # fmt: skip
# Months of a period of the calendar: name of the period from its rank in the year.
_DECOUPES: Final = {
    12: lambda rang, annee: f"{annee}",
    6: lambda rang, annee: f"{_ordinal(rang, 'semestre')} {annee}",
    3: lambda rang, annee: f"{_ordinal(rang, 'trimestre')} {annee}",
    1: lambda rang, annee: f"{MOIS[rang - 1]} {annee}",
}
PREMIERE_ANNEE: Final = 1990
# The code that asks for all the schemes of a territory together.
TOUS: Final = "TOUS"


@dataclass(frozen=True)
class Periode:
    """From a day to another, both in."""

    debut: date
    fin: date

    @property
    def libelle(self) -> str:
        """« 2020 », « 1er semestre 2020 », « mars 2020 », « du 3 mars au 4 avril 2020 »."""
        mois = _mois_entiers(self.debut, self.fin)
        if mois in _DECOUPES and (self.debut.month - 1) % mois == 0:
            return _DECOUPES[mois]((self.debut.month - 1) // mois + 1, self.debut.year)
        if mois and mois % 12 == 0 and self.debut.month == 1:
            return f"{self.debut.year}-{self.fin.year}"
        if self.debut == self.fin:
            return f"le {en_lettres(self.debut)}"
        return f"du {en_lettres(self.debut, self.debut.year != self.fin.year)} au {en_lettres(self.fin)}"

    @property
    def dans(self) -> str:
        """In a sentence: « en 2020 », « au 1er semestre 2020 », « du 3 mars au 4 avril 2020 »."""
        libelle = self.libelle
        if "-" in libelle:
            return f"de {self.debut.year} à {self.fin.year}"
        if libelle[0].isdigit():
            return f"au {libelle}" if "semestre" in libelle or "trimestre" in libelle else f"en {libelle}"
        return libelle if libelle.startswith(("du ", "le ")) else f"en {libelle}"

    @property
    def precedente(self) -> Periode:
        """The same period a year earlier."""
        return Periode(un_an_avant(self.debut), un_an_avant(self.fin))


def un_an_avant(jour: date) -> date:
    """The same day a year earlier; the last day of February gives the last day of February."""
    if jour.month == 2 and jour.day == monthrange(jour.year, 2)[1]:
        return date(jour.year - 1, 2, monthrange(jour.year - 1, 2)[1])
    return jour.replace(year=jour.year - 1)


def periode(debut: date, fin: date) -> Periode:
    """A period; raises RefusMetier when it ends before it begins, or outside what can be computed."""
    if fin < debut:
        raise RefusMetier(
            f"La période se termine ({fin:%d/%m/%Y}) avant de commencer ({debut:%d/%m/%Y}). Corrigez l'une des dates."
        )
    if debut.year < PREMIERE_ANNEE or fin.year > 2100:
        raise RefusMetier(f"Indiquez une période comprise entre {PREMIERE_ANNEE} et 2100.")
    return Periode(debut, fin)


def annee(numero: int) -> Periode:
    """A whole calendar year."""
    return _calendaire(numero, 1, 12)


def semestre(numero: int, rang: int) -> Periode:
    """The first or second half of a year."""
    return _calendaire(numero, rang, 6)


def trimestre(numero: int, rang: int) -> Periode:
    """A quarter of a year, from 1 to 4."""
    return _calendaire(numero, rang, 3)


def mois(numero: int, rang: int) -> Periode:
    """A month of a year, from 1 to 12."""
    return _calendaire(numero, rang, 1)


def protocole_a_ce_jour(debut: date, fin: date, aujourd_hui: date) -> Periode:
    """From the first day of a protocole to today, or to its last day when it is over."""
    return periode(debut, max(debut, min(fin, aujourd_hui)))


def en_lettres(jour: date, avec_annee: bool = True) -> str:
    """« 1er mars 2020 »."""
    numero = "1er" if jour.day == 1 else str(jour.day)
    return f"{numero} {MOIS[jour.month - 1]}" + (f" {jour.year}" if avec_annee else "")


def _calendaire(numero: int, rang: int, longueur: int) -> Periode:
    nombre = 12 // longueur
    if not PREMIERE_ANNEE <= numero <= 2100:
        raise RefusMetier(f"L'année {numero} n'est pas comprise entre {PREMIERE_ANNEE} et 2100.")
    if not 1 <= rang <= nombre:
        raise RefusMetier(f"Indiquez un rang de 1 à {nombre} ; {rang} n'en est pas un.")
    dernier = rang * longueur
    return Periode(date(numero, dernier - longueur + 1, 1), date(numero, dernier, monthrange(numero, dernier)[1]))


def _mois_entiers(debut: date, fin: date) -> int:
    """How many whole months the period is made of; 0 when it is not."""
    if debut.day != 1 or fin.day != monthrange(fin.year, fin.month)[1]:
        return 0
    return (fin.year - debut.year) * 12 + fin.month - debut.month + 1


def _ordinal(rang: int, nom: str) -> str:
    return f"{rang}{'er' if rang == 1 else 'e'} {nom}"
