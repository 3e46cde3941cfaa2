"""The engines under test: DuckDB over Parquet, SQLite, and PostgreSQL where the suite runs on it."""

from __future__ import annotations

import sqlite3
import tempfile
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from django.db import connection

from deplie.mesure.colonnes import Fait, Ligne
from deplie.mesure.moteurs import Moteur, MoteurConnexion, MoteurParquet
from deplie.mesure.parquet import ecrire

Contenu = dict[Fait, Sequence[Ligne]]


def _valeurs(fait: Fait, ligne: Ligne) -> tuple[Any, ...]:
    return tuple(ligne[nom] for nom in fait.noms)


def _remplir(curseur: Any, contenu: Contenu, marque: str) -> None:
    for fait, lignes in contenu.items():
        colonnes = ", ".join(f"{colonne.nom} {colonne.type.value}" for colonne in fait.colonnes)
        curseur.execute(f"DROP TABLE IF EXISTS {fait.nom}")
        curseur.execute(f"CREATE TEMPORARY TABLE {fait.nom} ({colonnes})")
        for ligne in lignes:
            curseur.execute(
                f"INSERT INTO {fait.nom} VALUES ({', '.join([marque] * len(fait.noms))})", _valeurs(fait, ligne)
            )


@contextmanager
def moteurs(contenu: Contenu) -> Iterator[dict[str, Moteur]]:
    """Every engine, holding the same rows."""
    with tempfile.TemporaryDirectory() as dossier:
        fichiers = {fait.nom: Path(dossier) / f"{fait.nom}.parquet" for fait in contenu}
        for fait, lignes in contenu.items():
            ecrire(fait, (_valeurs(fait, ligne) for ligne in lignes), fichiers[fait.nom])
        memoire = sqlite3.connect(":memory:")
        _remplir(memoire, contenu, "?")
        prets: dict[str, Moteur] = {"duckdb": MoteurParquet(fichiers), "sqlite": MoteurConnexion(memoire)}
        if connection.vendor == "postgresql":
            connection.ensure_connection()
            with connection.cursor() as curseur:
                _remplir(curseur, contenu, "%s")
            prets["postgresql"] = MoteurConnexion(connection.connection)
        yield prets
        memoire.close()
