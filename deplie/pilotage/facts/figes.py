"""The rows of a publication, kept apart: those that could count, without a name, a day of birth nor a number of ours.

Each number (of a person, an étape, an agent, a body) is replaced by a key drawn for this snapshot. Keys keep the order
of the numbers, for a rule may count « the first row » and break a tie by its number; their distances are drawn, and say
nothing. An age is replaced by the first one of its band: bands are cut where a definition compares, so that every
answer stays the same. A sensitive answer is replaced by the one read without the right to it. A snapshot is written in
a folder of its own, whole, before the base speaks of it.
"""

from __future__ import annotations

import csv
import hashlib
import os
import secrets
import shutil
import time
import uuid
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final, Protocol

from django.conf import settings

from deplie.mesure.colonnes import Colonne, Fait, Type
from deplie.mesure.conditions import Condition, litteral
from deplie.mesure.moteurs import connexion

Cles = Mapping[str, Mapping[int, int]]
# By column, what stands for a sensitive answer.
Remplaces = Mapping[str, Mapping[str, str | None]]
# What a number may be of: keys of a kind are the same in every fact of a snapshot.
_ECART: Final = 2**24
_BLOC: Final = 1 << 20
# A freezing takes seconds: a folder this old, in seconds, is nobody's.
DELAI: Final = 86_400


@dataclass(frozen=True)
class FaitEcrit:
    """One file: the fact, its name in the folder, how many rows, the SHA-256 of its bytes."""

    fait: str
    fichier: str
    lignes: int
    empreinte: str


class Empreint(Protocol):
    """A file and its print."""

    @property
    def fait(self) -> str: ...
    @property
    def empreinte(self) -> str: ...


@dataclass(frozen=True)
class Cliche:
    """A snapshot on disk. ``cles``: by kind (« personne », « etape »…), the key of each number met."""

    dossier: str
    faits: tuple[FaitEcrit, ...]
    cles: Cles


def racine() -> Path:
    """Where snapshots are kept."""
    return settings.DONNEES / "publications"


def figer(
    faits: Mapping[str, Fait],
    filtres: Mapping[str, Condition],
    tus: Mapping[str, Condition],
    chemins: Mapping[str, Path],
    ages: Iterable[int],
    remplaces: Mapping[str, Remplaces],
) -> Cliche:
    """Write the rows of ``faits`` (those that ``filtres`` keep) read from ``chemins``; nothing is left on a failure.

    A fact without a filter of its own ties values to participations: its rows are those of the participations kept,
    but for those that ``tus`` leaves out. ``remplaces`` says what stands for sensitive answers, by fact and column.
    Raises ``OSError`` when the disk is full.
    """
    nom = uuid.uuid4().hex
    dossier = racine() / nom
    dossier.mkdir(parents=True, mode=0o700)
    curseur = connexion().cursor()
    try:
        for fait, chemin in ((fait, chemins[fait]) for fait in faits):
            curseur.execute(f"CREATE TEMP VIEW lu_{fait} AS SELECT * FROM read_parquet({litteral(str(chemin))})")
        for fait in sorted(faits, key=lambda fait: fait not in filtres):
            garde = filtres[fait].sql({}) if fait in filtres else _des_gardees(faits, filtres)
            garde += f" AND NOT ({tus[fait].sql({})})" if fait in tus else ""
            curseur.execute(f"CREATE TEMP VIEW garde_{fait} AS SELECT * FROM lu_{fait} WHERE {garde}")
        cles = {genre: _tirer(_numeros(curseur, genre, faits)) for genre in _genres(faits)}
        for genre, lues in cles.items():
            _charger(curseur, genre, lues, dossier)
        bandes = tuple(sorted(set(ages)))
        ecrits = tuple(_ecrire(curseur, fait, dossier, bandes, remplaces.get(fait.nom, {})) for fait in faits.values())
    except BaseException:
        shutil.rmtree(dossier, ignore_errors=True)
        raise
    finally:
        curseur.close()
    return Cliche(nom, ecrits, cles)


def oublier(*dossiers: str) -> None:
    """Remove the folders of snapshots."""
    for dossier in dossiers:
        shutil.rmtree(racine() / dossier, ignore_errors=True)


def oublier_les_restes(gardes: Collection[str]) -> None:
    """Remove the folders that the base does not speak of, once nobody can be about to write their name in it."""
    limite = time.time() - DELAI
    for dossier in racine().iterdir() if racine().exists() else ():
        if dossier.name not in gardes and dossier.stat().st_mtime < limite:
            oublier(dossier.name)


def empreinte(bilan: str, calcul: str, faits: Iterable[Empreint]) -> str:
    """The SHA-256 of all that a publication holds: its two texts, then the print of each file in alphabetical order."""
    somme = hashlib.sha256()
    for texte in (bilan, calcul, *sorted(f"{fait.fait} {fait.empreinte}" for fait in faits)):
        somme.update(hashlib.sha256(texte.encode()).digest())
    return somme.hexdigest()


def intact(chemin: Path, empreinte: str) -> bool:
    """Whether a file is there, byte for byte what was written."""
    return chemin.exists() and _empreinte(chemin) == empreinte


def _genres(faits: Mapping[str, Fait]) -> list[str]:
    return sorted({c.nom for fait in faits.values() for c in fait.colonnes if c.type is Type.IDENTIFIANT})


def _des_gardees(faits: Mapping[str, Fait], filtres: Mapping[str, Condition]) -> str:
    lues = " UNION ".join(
        f"SELECT participation FROM garde_{nom}" for nom in filtres if nom in faits and "participation" in faits[nom]
    )
    return f"participation IN ({lues})"


def _numeros(curseur: Any, genre: str, faits: Mapping[str, Fait]) -> list[int]:
    lus = " UNION ".join(f"SELECT {genre} AS n FROM garde_{nom}" for nom, fait in faits.items() if genre in fait)
    return [n for (n,) in curseur.execute(f"SELECT n FROM ({lus}) WHERE n IS NOT NULL ORDER BY n").fetchall()]


def _tirer(numeros: Iterable[int]) -> dict[int, int]:
    """A key for each number, in the same order, at distances drawn."""
    cle, tirees = secrets.randbelow(_ECART), {}
    for numero in numeros:
        cle += 1 + secrets.randbelow(_ECART)
        tirees[numero] = cle
    return tirees


def _charger(curseur: Any, genre: str, cles: Mapping[int, int], dossier: Path) -> None:
    brut = dossier / f".{genre}.csv"
    with os.fdopen(os.open(brut, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w", newline="") as flux:
        csv.writer(flux).writerows(cles.items())
    try:
        curseur.execute(
            f"CREATE TEMP TABLE cle_{genre} AS SELECT * FROM read_csv({litteral(str(brut))}, header = false, "
            "columns = {'numero': 'BIGINT', 'cle': 'BIGINT'}, auto_detect = false, delim = ',')"
        )
    finally:
        brut.unlink()


def _ecrire(curseur: Any, fait: Fait, dossier: Path, bandes: tuple[int, ...], remplaces: Remplaces) -> FaitEcrit:
    chemin = dossier / f"{fait.nom}.parquet"
    colonnes = ", ".join(f"{_lue(colonne, bandes, remplaces)} AS {colonne.nom}" for colonne in fait.colonnes)
    genres = [colonne.nom for colonne in fait.colonnes if colonne.type is Type.IDENTIFIANT]
    jointures = " ".join(f"LEFT JOIN cle_{genre} AS c_{genre} ON c_{genre}.numero = t.{genre}" for genre in genres)
    ordre = ", ".join(str(rang) for rang in range(1, len(fait.colonnes) + 1))
    curseur.execute(
        f"COPY (SELECT {colonnes} FROM garde_{fait.nom} AS t {jointures} ORDER BY {ordre}) "
        f"TO {litteral(str(chemin))} (FORMAT parquet, COMPRESSION zstd)"
    )
    chemin.chmod(0o600)
    ((lignes,),) = curseur.execute(f"SELECT COUNT(*) FROM read_parquet({litteral(str(chemin))})").fetchall()
    return FaitEcrit(fait.nom, chemin.name, int(lignes), _empreinte(chemin))


def _lue(colonne: Colonne, bandes: tuple[int, ...], remplaces: Remplaces) -> str:
    if colonne.type is Type.IDENTIFIANT:
        return f"c_{colonne.nom}.cle"
    if tus := remplaces.get(colonne.nom):
        lus = " ".join(f"WHEN {litteral(tu)} THEN {litteral(lu) if lu else 'NULL'}" for tu, lu in tus.items())
        return f"CASE t.{colonne.nom} {lus} ELSE t.{colonne.nom} END"
    if colonne.nom != "age":
        return f"t.{colonne.nom}"
    cas = " ".join(f"WHEN t.age >= {bas} THEN {bas}" for bas in reversed(bandes))
    premiere = "CASE WHEN t.age IS NOT NULL THEN 0 END"
    return f"CASE {cas} ELSE {premiere} END" if cas else premiere


def _empreinte(chemin: Path) -> str:
    somme = hashlib.sha256()
    with open(chemin, "rb") as flux:
        while bloc := flux.read(_BLOC):
            somme.update(bloc)
    return somme.hexdigest()
