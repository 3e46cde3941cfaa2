"""Rows written at once, with their first version: hundreds of them in two statements."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, Final

from django.utils import timezone

from deplie.socle.imports import sql

RAISON: Final = "Démonstration"


def creer(modele: Any, lignes: Sequence[Any]) -> None:
    """Write rows of a table whose versions are kept."""
    avant = sql.dernier(modele)
    modele.objects.bulk_create(lignes, batch_size=500)
    sql.historiser(
        modele, f"{modele._meta.db_table} o WHERE o.id > %s", [avant],
        genre="+", le=timezone.now(), par=None, raison=RAISON,
    )  # fmt: skip
