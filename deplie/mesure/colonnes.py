"""Facts and their typed columns: narrow tables, one row per event or per presence.

A value is an integer, a text or None (unknown). Days are integers (``date.toordinal``): they compare and subtract alike
on every engine, without a calendar.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from enum import Enum
from typing import Final

Valeur = int | str | None
Ligne = Mapping[str, Valeur]


class Type(Enum):
    """What a column holds, and how the three engines spell it."""

    ENTIER = "INTEGER"
    IDENTIFIANT = "BIGINT"
    # Sums of money: whole cents, which every engine adds exactly. The same width under its other name.
    CENTIMES = "INT8"
    TEXTE = "VARCHAR"


@dataclass(frozen=True)
class Colonne:
    """A column of a fact. ``phrase`` names it in a French sentence (« le motif de sortie »)."""

    nom: str
    type: Type
    phrase: str


# The column that says which scheme a row is of.
DISPOSITIF: Final = "dispositif"


@dataclass(frozen=True)
class Fait:
    """A fact: a name, what one row is, its columns in the order in which rows are given.

    ``du_territoire``: its rows are of no scheme. It has no column ``dispositif``, and is read once for the territory
    whatever the scheme asked for. ``jours`` names the columns of the first and of the last day on which a row may
    count: rows that none of the periods asked for meets need not be read.
    """

    nom: str
    phrase: str
    colonnes: tuple[Colonne, ...]
    du_territoire: bool = False
    jours: tuple[str, str] | None = None

    def __post_init__(self) -> None:
        noms = [colonne.nom for colonne in self.colonnes]
        if len(set(noms)) != len(noms):
            raise ValueError(f"{self.nom}: a column is declared twice")
        if self.du_territoire and DISPOSITIF in noms:
            raise ValueError(f"{self.nom}: rows of the whole territory are of no scheme")
        if inconnus := set(self.jours or ()) - set(noms):
            raise ValueError(f"{self.nom} has no column {sorted(inconnus)}")

    def __getitem__(self, nom: str) -> Colonne:
        """The column of that name; KeyError when the fact has none."""
        for colonne in self.colonnes:
            if colonne.nom == nom:
                return colonne
        raise KeyError(f"{self.nom} has no column {nom}")

    def __contains__(self, nom: object) -> bool:
        return any(colonne.nom == nom for colonne in self.colonnes)

    def vue(self, phrase: str) -> Fait:
        """The same table counted as another thing: the exits of presences, their entries."""
        return replace(self, phrase=phrase)

    @property
    def noms(self) -> tuple[str, ...]:
        return tuple(colonne.nom for colonne in self.colonnes)
