"""How smaller periods fill a larger one, without ever overlapping."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from deplie.pilotage.rules.periodes import Periode

type_de_piece = tuple[Periode, str]


def suites(pieces: Iterable[type_de_piece]) -> Iterator[tuple[type_de_piece, ...]]:
    """Each set of pieces that do not overlap and to which none can be added, in the order of days.

    A set that others are within says all that they say: the rest of the smaller one is that of the larger and pieces.
    """
    rangees = sorted(pieces, key=lambda piece: (piece[0].debut, piece[0].fin, piece[1]))

    def suivre(faites: tuple[type_de_piece, ...]) -> Iterator[tuple[type_de_piece, ...]]:
        possibles = [piece for piece in rangees if not faites or piece[0].debut > faites[-1][0].fin]
        if not possibles:
            if faites:
                yield faites
            return
        # A piece that another one fits before would leave room for it.
        premiere_fin = min(piece[0].fin for piece in possibles)
        for piece in possibles:
            if piece[0].debut <= premiere_fin:
                yield from suivre((*faites, piece))

    yield from suivre(())
