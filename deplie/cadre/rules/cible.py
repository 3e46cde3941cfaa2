"""Which target holds for a period, and whether the figure may be compared with it.

Sources: exchange contract (« How it counts »); V37: a target is read on the day of the fact, avenants included.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from typing import Final

# Flows add up over whole periods; people followed and stocks do not.
ADDITIFS: Final = frozenset({"entrees", "sorties", "sorties_positives", "etapes"})


@dataclass(frozen=True)
class Cible:
    """A target over a period (both days in), in force from a day on."""

    debut: date
    fin: date
    cible: Decimal
    date_effet: date
    source: str


@dataclass(frozen=True)
class CibleRetenue:
    """The target to show. ``comparable`` is false where the period is not one that was set: no attainment then."""

    cible: Decimal
    source: str
    comparable: bool
    debut: date
    fin: date


def cible_de_la_periode(cibles: Iterable[Cible], indicateur: str, debut: date, fin: date) -> CibleRetenue | None:
    """The target in force on the last day of the period; None when none is.

    One set for exactly this period goes first; else, for flows, the sum of those that make it up whole; else the one
    (the shortest) whose period holds the last day, without attainment.
    """
    cours = _en_cours(cibles, fin)
    if (debut, fin) in cours:
        return _retenue(cours[debut, fin], comparable=True)
    if indicateur in ADDITIFS and (pieces := _union(cours, debut, fin)):
        sources = " ; ".join(dict.fromkeys(piece.source for piece in pieces if piece.source))
        return CibleRetenue(sum((piece.cible for piece in pieces), Decimal(0)), sources, True, debut, fin)
    englobantes = [cible for cible in cours.values() if cible.debut <= fin <= cible.fin]
    if not englobantes:
        return None
    return _retenue(min(englobantes, key=lambda c: (c.fin - c.debut, -c.debut.toordinal())), comparable=False)


def _retenue(cible: Cible, comparable: bool) -> CibleRetenue:
    return CibleRetenue(cible.cible, cible.source, comparable, cible.debut, cible.fin)


def _en_cours(cibles: Iterable[Cible], jour: date) -> dict[tuple[date, date], Cible]:
    """Per period, the latest target that has taken effect by a day."""
    cours: dict[tuple[date, date], Cible] = {}
    for cible in sorted(cibles, key=lambda c: c.date_effet):
        if cible.date_effet <= jour:
            cours[cible.debut, cible.fin] = cible
    return cours


def _union(cours: dict[tuple[date, date], Cible], debut: date, fin: date) -> list[Cible] | None:
    """The fewest whole periods that follow one another from ``debut`` to ``fin``; None when none do."""
    chaines: dict[date, list[Cible]] = {debut: []}
    # Shortest chains first: each day reached keeps the first chain that reached it.
    a_voir = [debut]
    while a_voir:
        suivants = []
        for jour in a_voir:
            for cible in sorted((c for c in cours.values() if c.debut == jour and c.fin <= fin), key=lambda c: c.fin):
                lendemain = cible.fin + timedelta(days=1)
                if lendemain not in chaines:
                    chaines[lendemain] = [*chaines[jour], cible]
                    suivants.append(lendemain)
        a_voir = suivants
    return chaines.get(fin + timedelta(days=1)) or None
