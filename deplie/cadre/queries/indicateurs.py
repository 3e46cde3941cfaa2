"""Indicators that an objective may name: the catalogue stands above, and declares at start-up how they are called."""

from __future__ import annotations

from collections.abc import Callable, Mapping

_lire: list[Callable[[], Mapping[str, str]]] = []


def declarer_libelles(libelles: Callable[[], Mapping[str, str]]) -> None:
    """Say how the labels of the catalogue are read, by code."""
    _lire[:] = [libelles]


def libelles() -> Mapping[str, str]:
    """``{code: label}``; nothing where no catalogue was declared."""
    return _lire[0]() if _lire else {}
