"""The facts of every room, gathered here alone: files, figures and breakdowns read them from this place.

The ``facts`` of a room give four tables by the name of a fact: ``FAITS``, what each is; ``LECTURES``, its rows from the
base, given a territory and the settings that cut it; ``DEPENDANCES``, the counters behind it; ``TABLES``, the table
whose rows it tells and how it leads to the territory. A room that begins to give facts is one more in ``ROOMS``.
"""

from __future__ import annotations

from types import ModuleType
from typing import Any, Final

from deplie.financements import facts as financements
from deplie.fse import facts as fse
from deplie.mesure.colonnes import Fait
from deplie.parcours import facts as parcours

ROOMS: Final = (financements, parcours, fse)


def _reunis(rooms: tuple[ModuleType, ...], table: str) -> dict[str, Any]:
    """One table of all rooms; ValueError for a fact that two of them give."""
    reunis: dict[str, Any] = {}
    for room in rooms:
        sienne = getattr(room, table)
        if doubles := reunis.keys() & sienne.keys():
            raise ValueError(f"{table}: given by two rooms: {sorted(doubles)}")
        reunis |= sienne
    return reunis


FAITS: Final[dict[str, Fait]] = _reunis(ROOMS, "FAITS")
LECTURES: Final = _reunis(ROOMS, "LECTURES")
DEPENDANCES: Final[dict[str, tuple[str, ...]]] = _reunis(ROOMS, "DEPENDANCES")
TABLES: Final = _reunis(ROOMS, "TABLES")
# Those that belong to no scheme.
DU_TERRITOIRE: Final = {nom: fait for nom, fait in FAITS.items() if fait.du_territoire}
