"""Measures: what is counted on a fact, and the figures made of those counts.

A *compte* is an exact integer that an engine returns. A *chiffre* is made of at most two of them, so that a share keeps
its numerator and its denominator: territories consolidate by adding, never by averaging percentages.
"""

from __future__ import annotations

from dataclasses import dataclass, fields
from fractions import Fraction
from functools import cached_property
from typing import Any

from deplie.mesure.colonnes import Colonne, Fait
from deplie.mesure.conditions import Condition, Premiere


def _hash_garde(atome: Any) -> int:
    """The hash of a count, worked out once: an answer asks for it thousands of times."""
    garde = atome.__dict__
    if "_hash" not in garde:
        garde["_hash"] = hash(tuple(garde[champ.name] for champ in fields(atome)))
    return int(garde["_hash"])


@dataclass(frozen=True)
class Compte:
    """How many rows of the fact meet the condition; with ``premiere``, among the first rows of their groups alone."""

    fait: Fait
    condition: Condition
    premiere: Premiere | None = None
    additif = True
    __hash__ = _hash_garde

    def phrase(self) -> str:
        """What is counted, in French."""
        return _phrase(self.fait.phrase, self.condition, self.premiere)

    def colonnes(self) -> frozenset[str]:
        """Columns of the fact that it reads."""
        return self.condition.colonnes() | (self.premiere.colonnes() if self.premiere else frozenset())

    def valeur(self, condition: str) -> str:
        """What a row brings, given the condition as SQL."""
        return f"CASE WHEN {condition} THEN 1 ELSE 0 END"

    def agregat(self, valeur: str) -> str:
        """What rows make together."""
        return f"SUM({valeur})"


@dataclass(frozen=True)
class Somme:
    """Sum of an integer column over the rows that meet the condition; an unknown value adds nothing."""

    fait: Fait
    condition: Condition
    colonne: Colonne
    premiere: Premiere | None = None
    additif = True
    __hash__ = _hash_garde

    def phrase(self) -> str:
        return f"somme des {self.colonne.phrase} sur les {_phrase(self.fait.phrase, self.condition, self.premiere)}"

    def colonnes(self) -> frozenset[str]:
        lues = self.condition.colonnes() | {self.colonne.nom}
        return lues | (self.premiere.colonnes() if self.premiere else frozenset())

    def valeur(self, condition: str) -> str:
        return f"CASE WHEN {condition} THEN {self.colonne.nom} ELSE 0 END"

    def agregat(self, valeur: str) -> str:
        return f"SUM({valeur})"


@dataclass(frozen=True)
class Distinctes:
    """How many distinct values of a column among the rows that meet the condition. Parts do not add up."""

    fait: Fait
    condition: Condition
    colonne: Colonne
    premiere: None = None
    additif = False
    __hash__ = _hash_garde

    def phrase(self) -> str:
        return f"{self.colonne.phrase}, chacune une fois, parmi les {_phrase(self.fait.phrase, self.condition, None)}"

    def colonnes(self) -> frozenset[str]:
        return self.condition.colonnes() | {self.colonne.nom}

    def valeur(self, condition: str) -> str:
        return f"CASE WHEN {condition} THEN {self.colonne.nom} END"

    def agregat(self, valeur: str) -> str:
        return f"COUNT(DISTINCT {valeur})"


@dataclass(frozen=True)
class Apport:
    """A base that stands in no fact: whoever computes brings it, whole or by the parts of ``dimensions``."""

    nom: str
    phrase_: str
    dimensions: frozenset[str] = frozenset()

    def phrase(self) -> str:
        return self.phrase_


Atome = Compte | Somme | Distinctes


def _phrase(fait: str, condition: Condition, premiere: Premiere | None) -> str:
    mots = condition.phrase()
    if premiere:
        return f"{premiere.phrase}, {mots}" if mots else premiere.phrase
    return f"{fait} {mots}".strip()


@dataclass(frozen=True)
class Total:
    """A figure that is one count. ``unite``: how many of what is added make one of the figure (100 cents, a euro)."""

    compte: Atome
    unite: int = 1

    @property
    def atomes(self) -> tuple[Atome, ...]:
        return (self.compte,)


@dataclass(frozen=True)
class Part:
    """Numerator over denominator, in percent; nothing when the base is empty. ``unite``: that of both counts."""

    numerateur: Atome
    denominateur: Atome
    unite: int = 1
    fois = 100

    @property
    def atomes(self) -> tuple[Atome, ...]:
        return (self.numerateur, self.denominateur)


@dataclass(frozen=True)
class Rapport:
    """Numerator over denominator, as it is. ``unite``: that of the numerator (cents of a cost by person)."""

    numerateur: Atome
    denominateur: Atome | Apport
    unite: int = 1
    fois = 1

    @property
    def atomes(self) -> tuple[Atome, ...]:
        autre = () if isinstance(self.denominateur, Apport) else (self.denominateur,)
        return (self.numerateur, *autre)


@dataclass(frozen=True)
class PartSelon:
    """A share whose base is chosen when it is computed (by a protocole) among declared ones; nothing without it."""

    numerateur: Atome
    bases: tuple[tuple[str, Atome], ...]
    fois = 100

    @property
    def atomes(self) -> tuple[Atome, ...]:
        return (self.numerateur, *(atome for _, atome in self.bases))


@dataclass(frozen=True)
class Moyenne:
    """Mean of a column over the rows that meet the condition, its median beside it, both divided by ``unite``."""

    fait: Fait
    condition: Condition
    colonne: Colonne
    unite: Fraction = Fraction(1)

    @cached_property
    def numerateur(self) -> Somme:
        return Somme(self.fait, self.condition, self.colonne)

    @cached_property
    def denominateur(self) -> Compte:
        return Compte(self.fait, self.condition)

    @property
    def atomes(self) -> tuple[Atome, ...]:
        return (self.numerateur, self.denominateur)


Figure = Total | Part | PartSelon | Rapport | Moyenne
