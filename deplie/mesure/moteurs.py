"""Engines that run a counting's text: DuckDB over Parquet files, or any DB-API connection that holds the tables."""

from __future__ import annotations

import os
import threading
from collections import OrderedDict
from collections.abc import Mapping, Sequence
from fractions import Fraction
from pathlib import Path
from typing import TYPE_CHECKING, Any, Protocol

from deplie.mesure.colonnes import Colonne, Valeur
from deplie.mesure.comptage import Comptage, Resultat, sql, sql_effectifs, sql_liste
from deplie.mesure.conditions import litteral
from deplie.mesure.ensemble import (
    colonnes_de,
    commun,
    largeur,
    lire,
    sql_effectifs_ensemble,
    sql_ensemble,
)
from deplie.mesure.mesures import Atome, Moyenne
from deplie.mesure.nombres import mediane

if TYPE_CHECKING:
    import duckdb

# How far DuckDB may go, in one process; ``borner`` changes it before the first question.
_bornes = {"memory_limit": "1GB", "threads": "2"}
# Answers are kept up to this many rows in all.
LIGNES_GARDEES = 200_000


# {values of the dimensions: median per period}
Milieux = dict[tuple[Valeur, ...], list[Fraction | None]]


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
        question = (self.fichiers, texte)
        gardee = _reponses.lire(question)
        if gardee is None:
            gardee = _interroger(self.fichiers, texte)
            _reponses.garder(question, gardee)
        return gardee


Question = tuple[tuple[tuple[str, str], ...], str]


class _Reponses:
    """The latest answers of the process: what a file that never changes said once, it says again."""

    def __init__(self) -> None:
        self._gardees: OrderedDict[Question, list[tuple[Any, ...]]] = OrderedDict()
        self._lignes = 0
        self._verrou = threading.Lock()

    def lire(self, question: Question) -> list[tuple[Any, ...]] | None:
        with self._verrou:
            if question in self._gardees:
                self._gardees.move_to_end(question)
            return self._gardees.get(question)

    def garder(self, question: Question, lignes: list[tuple[Any, ...]]) -> None:
        with self._verrou:
            if question in self._gardees or len(lignes) > LIGNES_GARDEES // 4:
                return
            self._gardees[question] = lignes
            self._lignes += len(lignes)
            while self._lignes > LIGNES_GARDEES:
                self._lignes -= len(self._gardees.popitem(last=False)[1])

    def oublier(self) -> None:
        with self._verrou:
            self._gardees.clear()
            self._lignes = 0


_reponses = _Reponses()


def oublier_les_reponses() -> None:
    """Ask the files again next time (measures, tests)."""
    _reponses.oublier()


def borner(memoire: str, fils: int) -> None:
    """How much memory (« 1GB ») and how many threads a process may use; before its first question."""
    _bornes.update(memory_limit=memoire, threads=str(fils))


def _interroger(fichiers: tuple[tuple[str, str], ...], texte: str) -> list[tuple[Any, ...]]:
    curseur = connexion().cursor()
    try:
        # Only the files that the text names: opening one costs as much as a small count.
        for nom, chemin in fichiers:
            if nom not in texte:
                continue
            curseur.execute(f"CREATE TEMP VIEW {nom} AS SELECT * FROM read_parquet({litteral(chemin)})")
        return curseur.execute(texte).fetchall()
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
                    **_bornes,
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


def compter_ensemble(moteur: Moteur, comptages: Sequence[Comptage]) -> list[Resultat]:
    """The counts of several countings of one fact, read once: as ``compter`` would give each."""
    if len(comptages) == 1:
        return [compter(moteur, comptages[0])]
    tout, debut, periodes = commun(comptages), largeur(comptages), len(comptages[0].periodes)
    rangs = [colonnes_de(comptage, tout) for comptage in comptages]
    resultats: list[Resultat] = [{} for _ in comptages]
    for ligne in moteur.executer(sql_ensemble(comptages)):
        coupe = int(ligne[0])
        comptes = [int(valeur or 0) for valeur in ligne[debut:]]
        resultats[coupe][lire(comptages[coupe], ligne)] = [comptes[i : i + periodes] for i in rangs[coupe]]
    return resultats


def medianes_ensemble(moteur: Moteur, comptages: Sequence[Comptage], moyenne: Moyenne) -> list[Milieux]:
    """The medians of several countings of one fact, read once."""
    if len(comptages) == 1:
        return [medianes(moteur, comptages[0], moyenne)]
    debut = largeur(comptages)
    effectifs: list[dict[tuple[Valeur, ...], list[tuple[int, ...]]]] = [{} for _ in comptages]
    for ligne in moteur.executer(sql_effectifs_ensemble(comptages, moyenne)):
        coupe = int(ligne[0])
        part = lire(comptages[coupe], ligne)
        effectifs[coupe].setdefault(part, []).append(tuple(int(valeur) for valeur in ligne[debut:]))
    return [_milieux(lus, len(comptages[0].periodes)) for lus in effectifs]


def medianes(moteur: Moteur, comptage: Comptage, moyenne: Moyenne) -> Milieux:
    """Exact medians of the mean's column, per group and period (None where there is no row)."""
    nombre = len(comptage.dimensions)
    effectifs: dict[tuple[Valeur, ...], list[tuple[int, ...]]] = {}
    for ligne in moteur.executer(sql_effectifs(comptage, moyenne)):
        effectifs.setdefault(ligne[:nombre], []).append(tuple(int(valeur) for valeur in ligne[nombre:]))
    return _milieux(effectifs, len(comptage.periodes))


def _milieux(effectifs: dict[tuple[Valeur, ...], list[tuple[int, ...]]], periodes: int) -> Milieux:
    return {
        part: [mediane((ligne[0], ligne[1 + i]) for ligne in lignes) for i in range(periodes)]
        for part, lignes in effectifs.items()
    }


def lister(moteur: Moteur, comptage: Comptage, atome: Atome, part: Sequence[Valeur], colonne: Colonne) -> list[int]:
    """The identifiers behind one count (first period, one part), sorted."""
    return [int(ligne[0]) for ligne in moteur.executer(sql_liste(comptage, atome, part, colonne))]
