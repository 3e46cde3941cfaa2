"""Money is added in Python, decimal and to the cent: SQLite would add it in floating point."""

from __future__ import annotations

import re
import sqlite3

import pytest

from tests.maison.sources import RACINE

PIECES = ("cadre", "financements", "fse", "gouvernance")
AGREGATS = re.compile(r"\b(?:Sum|Avg|StdDev|Variance|FloatField|float)\(")


@pytest.mark.parametrize("piece", PIECES)
def test_no_amount_is_added_by_the_database_nor_held_in_floating_point(piece):
    fautes = [
        f"{fichier.relative_to(RACINE)}:{numero}"
        for fichier in sorted((RACINE / "deplie" / piece).rglob("*.py"))
        for numero, ligne in enumerate(fichier.read_text(encoding="utf-8").splitlines(), 1)
        if AGREGATS.search(ligne)
    ]
    assert fautes == []


def test_sqlite_adds_in_floating_point_which_is_the_reason():
    assert sqlite3.connect(":memory:").execute("select 0.1 + 0.2").fetchone()[0] != 0.3
