"""Overlapping participations of one person in one scheme: the day of exit is inside, a duplicate overlaps nothing."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from typing import TYPE_CHECKING, NamedTuple

from deplie.parcours.rules.controles import Constat
from deplie.parcours.rules.sortie import compte

if TYPE_CHECKING:
    from deplie.parcours.imports.participants.cellules import LigneLue


class Sejour(NamedTuple):
    """A stay from ``entree`` to ``sortie``, both days inside.

    ``ligne`` is the last that brings it, None if no line does; ``connu``: it is recorded already, maybe with another
    exit.
    """

    entree: date
    sortie: date | None
    motif: str | None
    ligne: LigneLue | None
    connu: bool


def chevauchements(sejours: Iterable[Sejour]) -> list[tuple[LigneLue, Constat]]:
    """The lines to refuse so that no two stays overlap.

    Of two, the new one yields to the recorded one, then the one that comes later in the file to the other; a stay that
    no line brings is never refused.
    """
    gardes: list[Sejour] = []
    refuses: list[tuple[LigneLue, Constat]] = []
    for sejour in sorted((s for s in sejours if compte(s.motif or "")), key=lambda s: s.entree):
        garde = True
        # Those kept do not overlap one another: only the last can touch this one.
        while garde and gardes and _touche(gardes[-1], sejour):
            perdant, autre = sorted((gardes[-1], sejour), key=_force)
            if perdant.ligne is None:
                break
            refuses.append((perdant.ligne, _constat(perdant, autre)))
            if perdant is sejour:
                garde = False
            else:
                gardes.pop()
        if garde:
            gardes.append(sejour)
    return refuses


def _touche(premier: Sejour, second: Sejour) -> bool:
    return premier.sortie is None or premier.sortie >= second.entree


def _force(sejour: Sejour) -> tuple[bool, bool, int]:
    """The weaker is refused."""
    return sejour.ligne is None, sejour.connu, -sejour.ligne.id if sejour.ligne else 0


def _constat(perdant: Sejour, autre: Sejour) -> Constat:
    ou = f"de la ligne {autre.ligne.ligne}" if autre.ligne else "déjà enregistrée"
    fin = f"au {autre.sortie:%d/%m/%Y} inclus" if autre.sortie else "à aujourd'hui, sans sortie"
    return Constat(
        "date_entree",
        f"La participation chevauche celle {ou}, du {autre.entree:%d/%m/%Y} {fin}, de la même personne dans le même "
        "dispositif. Corrigez les dates, ou donnez à l'une le motif doublon.",
    )
