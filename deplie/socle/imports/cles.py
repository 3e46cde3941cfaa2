"""Lines of one key read onto one row, the last filled cell wins: what they make together, what each of them changes."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any, NamedTuple

from deplie.socle.models import LigneLot
from deplie.socle.tableaux import VIDE

Contenu = tuple[Any, ...]


class Connue(NamedTuple):
    """A recorded row: its id, what the columns hold (None: nothing)."""

    id: int
    contenu: Contenu


def fondre(suite: Sequence[Contenu]) -> Contenu:
    """Lines as one: in each column the last filled cell."""
    return tuple(next((c for c in reversed(cellules) if c is not None), None) for cellules in zip(*suite, strict=True))


def ne_change_rien(cellules: Contenu, contenu: Contenu) -> bool:
    return all(
        cellule is None or (connue is None if cellule is VIDE else cellule == connue)
        for cellule, connue in zip(cellules, contenu, strict=True)
    )


def etats(suite: Sequence[Contenu], connue: Connue | None) -> Iterator[str]:
    """The state of each line of a key: what it changes by the cells that no later line fills again."""
    if connue is None:
        yield LigneLot.CREEE
    base: Contenu | None = connue.contenu if connue else None
    for rang, cellules in enumerate(suite):
        if base is None:
            base = recouvrir((None,) * len(cellules), cellules)
            continue
        apres = suite[rang + 1 :]
        gain = tuple(c if all(s[place] is None for s in apres) else None for place, c in enumerate(cellules))
        yield LigneLot.INCHANGEE if ne_change_rien(gain, base) else LigneLot.MODIFIEE
        if connue is None:
            base = recouvrir(base, cellules)


def recouvrir(base: Contenu, cellules: Contenu) -> Contenu:
    return tuple(b if c is None else (None if c is VIDE else c) for b, c in zip(base, cellules, strict=True))
