"""Staged lines by packets of whole groups: all the lines of one person, of one key, come together."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

from deplie.socle.imports import sql
from deplie.socle.models import LigneLot

TAILLE = 2_000


def par_groupes(
    modele: type[LigneLot], lot: int, cle: str, colonnes: Sequence[str], *, condition: str = "lisible AND etat <> 'F'"
) -> Iterator[list[tuple[Any, ...]]]:
    """Rows ``(cle, *colonnes)`` ordered by ``cle`` then as they were read, some two thousand at a time.

    ``cle`` is a text column, never null under ``condition``; a group is never cut. Rows may be changed between packets,
    their key excepted.
    """
    noms, table = ", ".join([cle, *colonnes]), modele._meta.db_table
    dernier = ""
    while True:
        lignes = sql.lire(
            f"SELECT {noms} FROM {table} WHERE lot_id = %s AND {condition} AND {cle} > %s "
            f"ORDER BY {cle}, id LIMIT {TAILLE}",
            [lot, dernier],
        )
        if not lignes:
            return
        if len(lignes) == TAILLE:
            entieres = [ligne for ligne in lignes if ligne[0] != lignes[-1][0]]
            lignes = entieres or sql.lire(
                f"SELECT {noms} FROM {table} WHERE lot_id = %s AND {condition} AND {cle} = %s ORDER BY id",
                [lot, lignes[0][0]],
            )
        dernier = lignes[-1][0]
        yield lignes
