"""Writing a fact to its Parquet file: rows come one by one, in bounded memory; the file appears whole or not at all."""

from __future__ import annotations

import csv
import os
import uuid
from collections.abc import Iterable
from pathlib import Path

from deplie.mesure.colonnes import Fait, Valeur
from deplie.mesure.conditions import litteral
from deplie.mesure.moteurs import connexion

TEMPORAIRE = ".tmp"


def ecrire(fait: Fait, lignes: Iterable[tuple[Valeur, ...]], chemin: Path) -> int:
    """Write the rows (values in the order of the fact's columns) to ``chemin``; how many there were.

    Goes through a CSV beside it: DuckDB reads that a hundred times faster than it binds rows from Python.
    """
    chemin.parent.mkdir(parents=True, exist_ok=True)
    jeton = f"{os.getpid()}-{uuid.uuid4().hex}"
    brut, neuf = (chemin.with_name(f".{chemin.stem}-{jeton}{suffixe}{TEMPORAIRE}") for suffixe in (".csv", ".parquet"))
    try:
        nombre = _en_csv(lignes, brut)
        _en_parquet(fait, brut, neuf)
        neuf.chmod(0o600)
        os.replace(neuf, chemin)
    finally:
        brut.unlink(missing_ok=True)
        neuf.unlink(missing_ok=True)
    return nombre


def _en_csv(lignes: Iterable[tuple[Valeur, ...]], chemin: Path) -> int:
    nombre = 0
    # Facts hold where people live and why they left: for the owner of the service alone.
    with os.fdopen(
        os.open(chemin, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w", encoding="utf-8", newline=""
    ) as flux:
        plume = csv.writer(flux)
        for nombre, ligne in enumerate(lignes, start=1):  # noqa: B007
            plume.writerow(ligne)
    return nombre


def _en_parquet(fait: Fait, brut: Path, chemin: Path) -> None:
    colonnes = ", ".join(f"'{colonne.nom}': '{colonne.type.value}'" for colonne in fait.colonnes)
    curseur = connexion().cursor()
    try:
        curseur.execute(
            f"COPY (SELECT * FROM read_csv({litteral(str(brut))}, columns = {{{colonnes}}}, auto_detect = false, "
            "header = false, delim = ',', quote = '\"', escape = '\"', nullstr = '', new_line = '\\r\\n')) "
            f"TO {litteral(str(chemin))} (FORMAT parquet, COMPRESSION zstd)"
        )
    finally:
        curseur.close()


def oublier_les_restes(dossier: Path, plus_vieux_que: float) -> None:
    """Remove temporary files left by a process that was killed, older than a moment (seconds since the epoch)."""
    for reste in dossier.glob(f".*{TEMPORAIRE}"):
        try:
            if reste.stat().st_mtime < plus_vieux_que:
                reste.unlink()
        except FileNotFoundError:
            continue
