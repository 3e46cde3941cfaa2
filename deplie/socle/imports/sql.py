"""Rows by the hundred thousand: what the two databases do not take alike, and row history in bulk."""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from datetime import datetime
from functools import reduce
from operator import or_
from typing import Any

from django.db import connection, models

Ligne = Sequence[Any]
# From this many lines written on, the plans of the base are made on fresh counts.
GRAND = 1_000


def executer(requete: str, parametres: Sequence[Any] = ()) -> int:
    """Run one statement; returns the number of rows it touched. A literal ``%`` is written ``%%``."""
    with connection.cursor() as curseur:
        curseur.execute(requete, list(parametres))
        return int(curseur.rowcount)


def lire(requete: str, parametres: Sequence[Any] = ()) -> list[tuple[Any, ...]]:
    """Every row of a query."""
    with connection.cursor() as curseur:
        curseur.execute(requete, list(parametres))
        return list(curseur.fetchall())


def parcourir(requete: str, parametres: Sequence[Any] = ()) -> Iterator[tuple[Any, ...]]:
    """The rows of a query, a few thousand in memory at a time. Nothing must be written while it goes on."""
    with connection.cursor() as curseur:
        curseur.execute(requete, list(parametres))
        while lignes := curseur.fetchmany(5_000):
            yield from lignes


def dernier(modele: type[models.Model], cle: str = "id") -> int:
    """The greatest key of a table, 0 when it is empty: the rows written after it are the next ones."""
    ((numero,),) = lire(f"SELECT MAX({cle}) FROM {modele._meta.db_table}")
    return numero or 0


def renseigner_le_planificateur(*tables: str) -> None:
    """Let the base count anew what tables hold (all of them by default), on samples: a large load makes plans blind."""
    if connection.vendor == "sqlite":
        executer("PRAGMA analysis_limit = 1000")
    for table in tables or ("",):
        executer(f"ANALYZE {table}")


def recompter(*modeles: type[models.Model]) -> None:
    """PostgreSQL plans on what it last counted: what was just filled is counted anew before it is joined.

    SQLite reads the tables of a join in the order of its indexes, and its counts cannot be taken in a transaction.
    """
    if connection.vendor == "postgresql":
        renseigner_le_planificateur(*(modele._meta.db_table for modele in modeles))


def parmi(colonne: str, valeurs: Sequence[Any]) -> tuple[str, list[Any]]:
    """The condition « column among these values », however many, and its parameters."""
    if connection.vendor == "postgresql":
        return f"{colonne} = ANY(%s)", [list(valeurs)]
    return f"{colonne} IN (SELECT value FROM json_each(%s))", [json.dumps(list(valeurs))]


def du_lot(modele: type[models.Model], lot: int) -> str:
    """The condition « line ``l`` of the lot », that reads the lines in the order they were staged.

    Through an index, the lines of a shuffled file would be fetched here and there, twice as slowly: they are looked for
    between their first and last ids, and a plus sign keeps the index of the lot out of it.
    """
    table = modele._meta.db_table
    ((premiere, derniere),) = lire(f"SELECT MIN(id), MAX(id) FROM {table} WHERE lot_id = %s", [lot])
    return f"l.id BETWEEN {int(premiere or 0)} AND {int(derniere or 0)} AND +l.lot_id = {int(lot)}"


class Portees:
    """The staged lines of a lot, as the statements that write them see them. Acts that no line has cost nothing."""

    def __init__(self, modele: type[models.Model], lot: int) -> None:
        self.du_lot = du_lot(modele, lot)
        self._vues = set(lire(f"SELECT DISTINCT l.actions, l.vides FROM {modele._meta.db_table} l WHERE {self.du_lot}"))
        self.actes = reduce(or_, (actions for actions, _ in self._vues), 0)

    def portant(self, acte: int) -> str:
        """The condition « line ``l`` of the lot that carries this act »."""
        return f"{self.du_lot} AND (l.actions & {int(acte)}) <> 0"

    def sans(self, acte: int, autre: int) -> bool:
        """Whether some line carries an act without the other."""
        return any(actions & acte and not actions & autre for actions, _ in self._vues)

    def effacant(self, acte: int, bit: int) -> bool:
        """Whether some line that carries an act erases the column of that bit."""
        return any(actions & acte and vides & bit for actions, vides in self._vues)


def inserer(modele: type[models.Model], colonnes: Sequence[str], lignes: Sequence[Ligne]) -> None:
    """Insert rows as they are: COPY on PostgreSQL, one prepared statement on SQLite."""
    table, noms = modele._meta.db_table, ", ".join(colonnes)
    with connection.cursor() as curseur:
        if connection.vendor == "postgresql":
            with curseur.copy(f"COPY {table} ({noms}) FROM STDIN") as copie:
                for ligne in lignes:
                    copie.write_row(ligne)
        else:
            valeurs = ", ".join(["%s"] * len(colonnes))
            curseur.executemany(f"INSERT INTO {table} ({noms}) VALUES ({valeurs})", lignes)


def modifier(modele: type[models.Model], colonnes: Sequence[str], lignes: Sequence[Ligne]) -> None:
    """Update rows by their id: each of ``lignes`` holds the values of ``colonnes``, then the id."""
    if not lignes:
        return
    table = modele._meta.db_table
    with connection.cursor() as curseur:
        if connection.vendor == "postgresql":
            noms = [*colonnes, "id"]
            types = [str(modele._meta.get_field(nom).db_type(connection)).split("(")[0] for nom in colonnes] + [
                "bigint"
            ]
            tableaux = ", ".join(f"%s::{type_}[]" for type_ in types)
            affectations = ", ".join(f"{nom} = v.{nom}" for nom in colonnes)
            curseur.execute(
                f"UPDATE {table} SET {affectations} FROM unnest({tableaux}) AS v({', '.join(noms)}) "
                f"WHERE {table}.id = v.id",
                [list(valeurs) for valeurs in zip(*lignes, strict=True)],
            )
        else:
            affectations = ", ".join(f"{nom} = %s" for nom in colonnes)
            curseur.executemany(f"UPDATE {table} SET {affectations} WHERE id = %s", lignes)


_PROPRES_A_L_HISTORIQUE = frozenset(
    {"history_id", "history_date", "history_change_reason", "history_type", "history_user"}
)


def historiser(
    modele: type[models.Model],
    cible: str,
    parametres: Sequence[Any],
    *,
    genre: str,
    le: datetime,
    par: int | None,
    raison: str,
) -> int:
    """Write one history row for each row ``o`` of ``modele`` selected by ``cible``, a text that follows ``FROM``.

    ``cible`` names the table with the alias ``o`` and may join others (``personnes_personne o JOIN … WHERE …``).
    ``genre`` is ``+`` (created) or ``~`` (changed). Returns the number of rows written.
    """
    historique = modele.historique.model  # type: ignore[attr-defined]
    champs = [champ for champ in historique._meta.concrete_fields if champ.name not in _PROPRES_A_L_HISTORIQUE]
    # The link back to the row is the row's own id.
    suivies = {champ.column: "id" if champ.name == "history_relation" else champ.column for champ in champs}
    return executer(
        f"INSERT INTO {historique._meta.db_table} ({', '.join(suivies)}, "
        "history_date, history_type, history_user_id, history_change_reason) "
        f"SELECT {', '.join(f'o.{colonne}' for colonne in suivies.values())}, "
        f"{_moment()}, {_texte()}, {_entier()}, {_texte()} FROM {cible}",
        [le, genre, par, raison, *parametres],
    )


# PostgreSQL does not guess the type of a parameter that stands alone in a SELECT.
def _moment() -> str:
    return "%s::timestamptz" if connection.vendor == "postgresql" else "%s"


def _texte() -> str:
    return "%s::text" if connection.vendor == "postgresql" else "%s"


def _entier() -> str:
    return "%s::bigint" if connection.vendor == "postgresql" else "%s"
