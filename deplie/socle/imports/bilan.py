"""What a run says: counts by table, messages, the rejected lines taken back."""

from __future__ import annotations

from typing import Any

from deplie.socle.imports import sql
from deplie.socle.imports.registre import dans_l_ordre, tables
from deplie.socle.models import LigneLot, Lot, MessageLot

COMPTES = {
    LigneLot.CREEE: "creees",
    LigneLot.MODIFIEE: "modifiees",
    LigneLot.INCHANGEE: "inchangees",
    LigneLot.REJETEE: "rejetees",
}


def compter(lot: Lot) -> dict[str, dict[str, int]]:
    """``{table: {"lues", "creees", "modifiees", "inchangees", "rejetees"}}``, in lines, for the tables of the lot."""
    return {table.nom: _compter(lot, table.lignes) for table in tables() if table.nom in lot.entetes}


def _compter(lot: Lot, modele: type[LigneLot]) -> dict[str, int]:
    lus = dict(
        sql.lire(
            f"SELECT l.etat, COUNT(*) FROM {modele._meta.db_table} l WHERE {sql.du_lot(modele, lot.pk)} "
            "AND l.etat <> 'F' GROUP BY l.etat"
        )
    )
    return {"lues": sum(lus.values())} | {nom: lus.get(etat, 0) for etat, nom in COMPTES.items()}


def rapport(lot: Lot, *, simulation: bool = False) -> dict[str, Any]:
    """The JSON of the exchange contract (« --rapport »)."""
    return {
        "territoire": lot.territoire,
        "simulation": simulation,
        "tables": dans_l_ordre(lot.bilan),
        "rejets": _messages(lot, MessageLot.REJET),
        "avertissements": _messages(lot, MessageLot.AVERTISSEMENT),
    }


def _messages(lot: Lot, gravite: str) -> list[dict[str, Any]]:
    rang = {table.nom: table.ordre for table in tables()}
    lus = MessageLot.objects.filter(lot=lot, gravite=gravite).values_list(
        "table_nom", "ligne", "colonne", "valeur", "message", "pk"
    )
    return [
        {"table": table, "ligne": ligne, "colonne": colonne, "valeur": valeur, "message": message}
        for table, ligne, colonne, valeur, message, _ in sorted(lus, key=lambda m: (rang.get(m[0], 99), m[1], m[5]))
    ]
