"""What a Word template may say: its fields, what each holds, an example of it. Read by rules: no Django here."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

# By field: what it holds, and an example: a text, a list of texts or of lines that hold texts.
Champs = dict[str, tuple[str, Any]]


def exemples(champs: Champs) -> tuple[dict[str, Any], dict[str, Any]]:
    """The fields filled, then all empty: a template that stands with both stands with anything."""
    pleins = {nom: exemple for nom, (_, exemple) in champs.items()}
    return pleins, vides(pleins)


def vides(pleins: Mapping[str, Any]) -> dict[str, Any]:
    """The same fields, where nothing is known."""
    return {nom: [] if isinstance(valeur, list) else "" for nom, valeur in pleins.items()}


def lignes(champs: Champs) -> list[tuple[str, str, str]]:
    """Each field, what it holds and its example in one line, for the page that explains templates."""
    return [(nom, sens, _dire(exemple)) for nom, (sens, exemple) in champs.items()]


def _dire(exemple: Any) -> str:
    """Of lines, what each says; lines within lines are told by the sense of their field."""
    if isinstance(exemple, str):
        return exemple
    if isinstance(exemple, Mapping):
        return ", ".join(un for un in exemple.values() if isinstance(un, str) and un)
    return " ; ".join(filter(None, map(_dire, exemple)))
