"""Codes of indicators that an objective may name: the catalogue stands above, and declares them at start-up."""

from __future__ import annotations

from collections.abc import Callable, Collection

_lire: list[Callable[[], Collection[str]]] = []


def declarer(codes: Callable[[], Collection[str]]) -> None:
    """Say how the codes of the catalogue are read."""
    _lire[:] = [codes]


def codes_connus() -> Collection[str] | None:
    """Every code that the catalogue knows; None where no catalogue was declared."""
    return _lire[0]() if _lire else None
