"""A sheet: rows of cells, wherever they come from."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field

from deplie.socle.lecture.types import Cellule, Constat

Ligne = tuple[int, Sequence[Cellule]]


@dataclass
class Feuille:
    """Rows of cells, read again at each ``lignes()``: ``(row as the spreadsheet shows it, cells)``, none blank.

    ``nom`` is the file's or the sheet's name without its ending, ``source`` what messages call it.
    """

    nom: str
    source: str
    lignes: Callable[[], Iterator[Ligne]]
    classeur: bool = False
    depuis_1904: bool = False
    constats: list[Constat] = field(default_factory=list)


def est_blanche(cellules: Sequence[Cellule]) -> bool:
    """Is every cell empty, or made of spaces?"""
    return not any(cellules) or all(c is None or (isinstance(c, str) and not c.strip()) for c in cellules)
