"""Engines that run a counting's text: DuckDB over Parquet files, or any DB-API connection that holds the tables."""

from __future__ import annotations

import os
import threading
from collections.abc import Mapping, Sequence
from fractions import Fraction
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING, Any, Protocol

from deplie.mesure.colonnes import Colonne, Valeur
from deplie.mesure.comptage import Comptage, Resultat, sql, sql_effectifs, sql_liste
from deplie.mesure.conditions import litteral
from deplie.mesure.mesures import Atome, Moyenne
from deplie.mesure.nombres import mediane

if TYPE_CHECKING:
    import duckdb

MEMOIRE = os.environ.get("DEPLIE_MEMOIRE_CALCUL", "1GB")
FILS = os.environ.get("DEPLIE_FILS_CALCUL", str(min(4, os.cpu_count() or 1)))


class Moteur(Protocol):
    """Something that runs a plain SQL text over the facts' tables."""

    def executer(self, texte: str) -> list[tuple[Any, ...]]: ...


class MoteurConnexion:
    """A DB-API connection (SQLite, PostgreSQL) that holds one table per fact."""

    def __init__(self, connexion: Any) -> None:
        self.connexion = connexion

    def executer(self, texte: str) -> list[tuple[Any, ...]]:
        curseur = self.connexion.cursor()
        try:
            curseur.execute(texte)
            return [tuple(ligne) for ligne in curseur.fetchall()]
        finally:
            curseur.close()


class MoteurParquet:
    """DuckDB over one Parquet file per fact. Files never change once written, so answers are kept.

    Raises ``duckdb.IOException`` when a file is gone (replaced meanwhile): the caller asks again for the current one.
    """

    def __init__(self, fichiers: Mapping[str, Path]) -> None:
        self.fichiers = tuple(sorted((nom, str(chemin)) for nom, chemin in fichiers.items()))

    def executer(self, texte: str) -> list[tuple[Any, ...]]:
        return list(_reponse(self.fichiers, texte))


@lru_cache(maxsize=256)
def _reponse(fichiers: tuple[tuple[str, str], ...], texte: str) -> tuple[tuple[Any, ...], ...]:
    curseur = connexion().cursor()
    try:
        for nom, chemin in fichiers:
            curseur.execute(f"CREATE TEMP VIEW {nom} AS SELECT * FROM read_parquet({litteral(chemin)})")
        return tuple(curseur.execute(texte).fetchall())
    finally:
        curseur.close()


_verrou = threading.Lock()
_connexions: dict[int, duckdb.DuckDBPyConnection] = {}


def connexion() -> duckdb.DuckDBPyConnection:
    """The process's in-memory DuckDB, opened at first need: bounded memory and threads, no extension fetched.

    One per process: a connection opened before a fork is not the child's.
    """
    with _verrou:
        pid = os.getpid()
        if pid not in _connexions:
            import duckdb

            _connexions.clear()
            _connexions[pid] = duckdb.connect(
                ":memory:",
                config={
                    "autoinstall_known_extensions": "false",
                    "autoload_known_extensions": "false",
                    "memory_limit": MEMOIRE,
                    "threads": FILS,
                },
            )
        return _connexions[pid]


def compter(moteur: Moteur, comptage: Comptage) -> Resultat:
    """Exact counts: ``{values of the dimensions: counts[measure][period]}``."""
    nombre, periodes = len(comptage.dimensions), len(comptage.periodes)
    resultat: Resultat = {}
    for ligne in moteur.executer(sql(comptage)):
        comptes = [int(valeur or 0) for valeur in ligne[nombre:]]
        resultat[ligne[:nombre]] = [comptes[i : i + periodes] for i in range(0, len(comptes), periodes)]
    return resultat


def medianes(moteur: Moteur, comptage: Comptage, moyenne: Moyenne) -> dict[tuple[Valeur, ...], list[Fraction | None]]:
    """Exact medians of the mean's column, per group and period (None where there is no row)."""
    nombre = len(comptage.dimensions)
    effectifs: dict[tuple[Valeur, ...], list[tuple[int, ...]]] = {}
    for ligne in moteur.executer(sql_effectifs(comptage, moyenne)):
        effectifs.setdefault(ligne[:nombre], []).append(tuple(int(valeur) for valeur in ligne[nombre:]))
    return {
        part: [mediane((ligne[0], ligne[1 + i]) for ligne in lignes) for i in range(len(comptage.periodes))]
        for part, lignes in effectifs.items()
    }


def lister(moteur: Moteur, comptage: Comptage, atome: Atome, part: Sequence[Valeur], colonne: Colonne) -> list[int]:
    """The identifiers behind one count (first period, one part), sorted."""
    return [int(ligne[0]) for ligne in moteur.executer(sql_liste(comptage, atome, part, colonne))]
