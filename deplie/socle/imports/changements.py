"""What others wrote since a comparison: whether it concerns the people of the file.

A correction made elsewhere in the territory while an import runs must not make it compare everything again, least of
all in the transaction that writes. A write is accounted for by the version it left: when each move of the counters has
its version, and none is of somebody whom the file names, the comparison still holds.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, NamedTuple

from django.db import models

from deplie.socle.imports import sql
from deplie.socle.imports.registre import tables
from deplie.socle.models import Lot


class Temoin(NamedTuple):
    """The versions that tell of a fact: lookups to the territory's code and to the person's identifier.

    ``naissances``: whether a new row may concern others than its own person (somebody new may be a likely duplicate).
    """

    versions: type[models.Model]
    territoire: str
    identifiant: str
    naissances: bool = False


_temoins: dict[str, Temoin] = {}


def declarer_temoin(fait: str, temoin: Temoin) -> None:
    """Say which versions tell of a fact, one for each move of its counter. The rooms do, at start-up."""
    _temoins[fait] = temoin


def marques() -> dict[str, int]:
    """``{fact: its latest version}``, read before a comparison."""
    return {fait: sql.dernier(temoin.versions, "history_id") for fait, temoin in _temoins.items()}


def ailleurs(lot: Lot, lues: Mapping[str, int]) -> bool:
    """Whether all that was written since the lot was compared concerns people whom its lines do not name."""
    ecarts = {fait: numero - lot.generations.get(fait, 0) for fait, numero in lues.items()}
    touches: set[str] = set()
    for fait, ecart in ecarts.items():
        if not ecart:
            continue
        personnes = _depuis(fait, lot, ecart)
        if personnes is None:
            return False
        touches |= personnes
    return not _nommes(lot, touches)


def _depuis(fait: str, lot: Lot, ecart: int) -> set[str] | None:
    """The people concerned by the writes of a fact since the comparison; None when they are not all accounted for."""
    temoin, marque = _temoins.get(fait), lot.temoins.get(fait)
    if temoin is None or marque is None or "" in lot.generations:
        return None
    versions = temoin.versions._default_manager.filter(
        **{"history_id__gt": marque, temoin.territoire: lot.territoire}
    ).values_list("history_type", temoin.identifiant)[: ecart + 1]
    lues: list[tuple[Any, Any]] = list(versions)
    if len(lues) != ecart or any(identifiant is None for _, identifiant in lues):
        return None
    if temoin.naissances and any(genre != "~" for genre, _ in lues):
        return None
    return {identifiant for _, identifiant in lues}


def _nommes(lot: Lot, personnes: set[str]) -> bool:
    condition, parametres = sql.parmi("identifiant", sorted(personnes))
    for table in tables():
        if table.nom not in lot.entetes or not hasattr(table.lignes, "identifiant"):
            continue
        nom = table.lignes._meta.db_table
        if sql.lire(f"SELECT 1 FROM {nom} WHERE lot_id = %s AND {condition} LIMIT 1", [lot.pk, *parametres]):
            return True
    return False
