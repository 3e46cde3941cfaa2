"""The committed geography files (source and licence: ``donnees/LISEZMOI.md``), read without a database."""

from __future__ import annotations

import csv
import gzip
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path

DONNEES = Path(__file__).resolve().parent.parent / "donnees"


@dataclass(frozen=True)
class LieuOfficiel:
    """A commune or municipal arrondissement of the official code. ``population`` is None where none is published."""

    code: str
    nom: str
    departement: str
    epci: str
    population: int | None
    codes_postaux: tuple[str, ...]


@dataclass(frozen=True)
class Groupement:
    """An EPCI or an EPT; ``membres`` holds the communes of an EPT, which are not told by their EPCI."""

    siren: str
    nom: str
    nature: str
    membres: frozenset[str]


def lignes_de(nom: str) -> Iterator[list[str]]:
    """Rows of a committed compressed table, its header left out."""
    with gzip.open(DONNEES / nom, "rt", encoding="utf-8", newline="") as fichier:
        lignes = csv.reader(fichier, delimiter=";")
        next(lignes)
        yield from lignes


@cache
def millesime() -> int:
    """Vintage (year) of the official geographic code that the files hold."""
    return int((DONNEES / "millesime.txt").read_text(encoding="utf-8"))


@cache
def lieux_officiels() -> dict[str, LieuOfficiel]:
    """Every commune and municipal arrondissement of the files, by INSEE code (35,000, read in 0.1 s)."""
    return {
        code: LieuOfficiel(code, nom, departement, epci, int(pop) if pop else None, tuple(postaux.split("|")))
        for code, nom, departement, epci, pop, postaux in lignes_de("communes.csv.gz")
    }


@cache
def groupements() -> dict[str, Groupement]:
    """EPCI and EPT of the files, by SIREN."""
    return {
        siren: Groupement(siren, nom, nature, frozenset(membres.split("|")) if membres else frozenset())
        for siren, nom, nature, _, membres in lignes_de("groupements.csv.gz")
    }


def codes_de(*, sirens: tuple[str, ...] = (), departements: tuple[str, ...] = ()) -> list[str]:
    """INSEE codes of the places inside those groupings and départements, sorted; unknown ones bring nothing."""
    membres: set[str] = set()
    for siren in sirens:
        if siren in groupements():
            membres |= groupements()[siren].membres
    return sorted(
        lieu.code
        for lieu in lieux_officiels().values()
        if lieu.epci in sirens or lieu.departement in departements or lieu.code in membres
    )
