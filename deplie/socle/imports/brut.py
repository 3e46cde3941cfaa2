"""The cells of a staged line as the file held them: kept as JSON, read back for a message, a correction, a reject."""

from __future__ import annotations

import json
from collections.abc import Collection, Iterator, Sequence
from datetime import date, datetime, time
from typing import Any

from deplie.socle.imports import registre, sql
from deplie.socle.lecture import TableLue
from deplie.socle.models import Lot

PAQUET = 5_000


def en_json(cellules: Sequence[Any]) -> str:
    """The cells of a line as JSON text: numbers stay numbers, days are written the ISO way."""
    texte = _encodeur.encode(cellules)
    if texte.isascii():
        # PostgreSQL stores no NUL.
        return texte.replace("\\u0000", "") if "\\u0000" in texte else texte
    return texte.replace("\\u0000", "").encode("utf-8", "replace").decode()


def _texte_de_valeur(valeur: object) -> str:
    if isinstance(valeur, datetime):
        return valeur.date().isoformat() if valeur.time() == time() else valeur.isoformat(" ")
    return valeur.isoformat() if isinstance(valeur, date) else str(valeur)


_encodeur = json.JSONEncoder(ensure_ascii=False, check_circular=False, default=_texte_de_valeur)


def texte(cellule: Any) -> str:
    """A cell as a person reads it."""
    if cellule is None:
        return ""
    if isinstance(cellule, bool):
        return "VRAI" if cellule else "FAUX"
    if isinstance(cellule, float) and cellule.is_integer():
        return str(int(cellule))
    return cellule if isinstance(cellule, str) else _texte_de_valeur(cellule)


def entetes_de(lue: TableLue) -> dict[str, Any]:
    """What the lot remembers of a table read: enough to read one of its lines again."""
    return {
        "source": lue.source,
        "entetes": list(lue.entetes),
        "colonnes": [champ.nom if champ else None for champ in lue.colonnes],
        "ligne_entete": lue.ligne_entete,
        "classeur": lue.contexte.classeur,
        "depuis_1904": lue.contexte.depuis_1904,
        "refusees": dict(lue.colonnes_refusees),
    }


def textes_des_cellules(lot: Lot, table: str, ids: Collection[int]) -> Iterator[tuple[int, int, dict[str, str]]]:
    """``(id of the staged line, rank of its file, {column of the description: text of its cell})``."""
    modele = registre.table(table).lignes._meta.db_table
    feuilles = [feuille["colonnes"] for feuille in lot.entetes.get(table, [])]
    triees = sorted(ids)
    for debut in range(0, len(triees), PAQUET):
        paquet = triees[debut : debut + PAQUET]
        marques = ", ".join(["%s"] * len(paquet))
        for ligne, feuille, brut in sql.lire(f"SELECT id, feuille, brut FROM {modele} WHERE id IN ({marques})", paquet):
            cellules = cellules_de(brut)
            yield ligne, feuille, {nom: texte(c) for nom, c in zip(feuilles[feuille], cellules, strict=False) if nom}


def cellules_de(brut: Any) -> list[Any]:
    """The cells of a ``brut`` column, which a raw cursor gives as text on both databases."""
    return json.loads(brut) if isinstance(brut, str) else list(brut or [])
