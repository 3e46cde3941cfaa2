"""Working days and the days of the admission commission."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta
from functools import cache
from typing import Final

JOUR = timedelta(days=1)
FERIES_FIXES = ((1, 1), (5, 1), (5, 8), (7, 14), (8, 15), (11, 1), (11, 11), (12, 25))


@cache
def paques(annee: int) -> date:
    """Easter Sunday (Gregorian computus of Meeus)."""
    a, b, c = annee % 19, annee // 100, annee % 100
    d, e = divmod(b, 4)
    g = (8 * b + 13) // 25
    h = (19 * a + b - d - g + 15) % 30
    i, k = divmod(c, 4)
    j = (32 + 2 * e + 2 * i - h - k) % 7
    m = (a + 11 * h + 19 * j) // 433
    mois = (h + j - 7 * m + 90) // 25
    return date(annee, mois, (h + j - 7 * m + 33 * mois + 19) % 32)


@cache
def feries(annee: int) -> frozenset[date]:
    """Public holidays of a year; 20 December too, a holiday in La Réunion where one of the territories is."""
    mobiles = {paques(annee) + timedelta(days=n) for n in (1, 39, 50)}
    return frozenset({date(annee, m, j) for m, j in FERIES_FIXES} | mobiles | {date(annee, 12, 20)})


def ouvre(jour: date) -> bool:
    """True for a day from Monday to Friday that is no public holiday."""
    return jour.weekday() < 5 and jour not in feries(jour.year)


def ouvre_des(jour: date) -> date:
    """This day, or the next working one."""
    while not ouvre(jour):
        jour += JOUR
    return jour


def ouvre_avant(jour: date) -> date:
    """This day, or the last working one before."""
    while not ouvre(jour):
        jour -= JOUR
    return jour


def jours_ouvres(du: date, au: date) -> list[date]:
    """Working days between two days, both included."""
    return [jour for n in range((au - du).days + 1) if ouvre(jour := du + timedelta(days=n))]


def commissions(du: date, au: date, fermetures: Sequence[tuple[date, date]] = ()) -> list[date]:
    """Every other Thursday, holidays and closures left out; the rhythm is one for all years."""
    premier = date(2010, 1, 7)
    decalage = -(du - premier).days % 14
    jours = [du + timedelta(days=n) for n in range(decalage, (au - du).days + 1, 14)]
    return [j for j in jours if ouvre(j) and not any(debut <= j <= fin for debut, fin in fermetures)]


# From this month on, the first bilan of the year before should have come.
MOIS_DES_BILANS: Final = 8


def annee_courante(jour: date) -> int:
    """The first of the three years of the call in progress: its first bilan is due already."""
    return jour.year - 1 if jour.month >= MOIS_DES_BILANS else jour.year - 2
