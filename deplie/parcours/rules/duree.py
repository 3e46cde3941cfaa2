"""Days, months, ages and bands. Source: counting rules of the exchange contract."""

from __future__ import annotations

from bisect import bisect_right
from calendar import monthrange
from collections.abc import Sequence
from datetime import date
from fractions import Fraction
from functools import lru_cache
from itertools import pairwise
from typing import Final

# Days of a month, on the average of four years: 1 461 / 48.
JOURS_PAR_MOIS: Final = Fraction(487, 16)


def jours_de_parcours(entree: date, sortie: date, suspension: int | None) -> int:
    """Days of a parcours: exit − entry − suspension, at least 0."""
    return max(0, (sortie - entree).days - (suspension or 0))


def mois(jours: int | Fraction) -> Fraction:
    """Months that make so many days, exactly (30.4375 days a month)."""
    return Fraction(jours) / JOURS_PAR_MOIS


def age(naissance: date, jour: date) -> int:
    """Completed years on a day. Born on 29 February: older on 1 March in common years."""
    return jour.year - naissance.year - ((jour.month, jour.day) < (naissance.month, naissance.day))


def ajouter_mois(jour: date, nombre: int) -> date:
    """The same day so many months later, or the last day of a shorter month."""
    annee, mois0 = divmod(jour.year * 12 + jour.month - 1 + nombre, 12)
    return date(annee, mois0 + 1, min(jour.day, monthrange(annee, mois0 + 1)[1]))


def tranches(bornes: Sequence[int]) -> tuple[str, ...]:
    """The codes of the bands cut at ``bornes``: 26, 45, 50 give -26, 26-44, 45-49, 50+."""
    return _codes(tuple(bornes))


@lru_cache(maxsize=64)
def _codes(bornes: tuple[int, ...]) -> tuple[str, ...]:
    milieux = (f"{bas}-{haut - 1}" for bas, haut in pairwise(bornes))
    return (f"-{bornes[0]}", *milieux, f"{bornes[-1]}+")


def tranche(valeur: int | None, bornes: Sequence[int]) -> str | None:
    """The band of a value (years, months); None when it is unknown."""
    if valeur is None:
        return None
    return tranches(bornes)[bisect_right(bornes, valeur)]
