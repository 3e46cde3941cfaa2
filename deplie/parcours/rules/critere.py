"""Eligibility criteria that follow the rights of sensitive answers (health, origin, justice, child welfare)."""

from __future__ import annotations

from collections.abc import Iterable

from deplie.territoires.rules import CRITERES_SENSIBLES


def lisibles(codes: Iterable[str], sensible: bool) -> list[str]:
    """The criteria that a reader may see, in the order given."""
    return [code for code in codes if sensible or code not in CRITERES_SENSIBLES]
