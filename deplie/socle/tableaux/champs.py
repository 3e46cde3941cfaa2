"""Columns declared once: they are read, written, documented and modelled from the same declaration."""

from __future__ import annotations

import re
from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum
from functools import cached_property
from typing import TYPE_CHECKING, Final

from deplie.socle.tableaux.codes import ListeDeCodes

if TYPE_CHECKING:
    from deplie.socle.lecture.types import Contexte, Lecteur

ENTIER_MAX: Final = 2_147_483_647  # the integer column of both databases


class Type(StrEnum):
    """What a column holds. In comments: the Python type of the value read."""

    TEXTE = "texte"  # str
    IDENTIFIANT = "identifiant"  # str; a numeric cell loses its « .0 »
    MAJUSCULES = "majuscules"  # str, a code that the territory declares (dispositif)
    CODE = "code"  # str, one code of ``codes``
    LISTE = "liste"  # tuple[str, ...], codes of ``codes`` separated by « | »
    DATE = "date"  # datetime.date
    ENTIER = "entier"  # int
    NOMBRE = "nombre"  # decimal.Decimal
    COMMUNE = "commune"  # str, INSEE code
    POSTAL = "postal"  # str
    QPV = "qpv"  # str
    TELEPHONE = "telephone"  # str, E.164 when it is a number
    COURRIEL = "courriel"  # str, lower case
    ORGANISME = "organisme"  # str, a name or a SIRET


class Vide:
    """The marker of a cell that says « #VIDE »: what was recorded is to be erased."""

    def __repr__(self) -> str:
        return "VIDE"

    def __bool__(self) -> bool:
        return False


VIDE: Final = Vide()
MARQUE_VIDE: Final = "#VIDE"


@dataclass(frozen=True, eq=False)
class Champ:
    """A column.

    ``libelle`` is the header people write, ``synonymes`` the others accepted; ``longueur`` is in characters,
    ``minimum`` and ``maximum`` are inclusive, ``decimales`` the number of decimals kept. ``droit`` names the right that
    reading the column takes, beside importing it; with ``codes_reserves``, reading those of its codes alone.
    ``paragraphes`` keeps the line breaks of a text.
    """

    nom: str
    libelle: str
    type: Type
    obligatoire: bool = False
    codes: ListeDeCodes | None = None
    synonymes: tuple[str, ...] = ()
    aide: str = ""
    exemple: str = ""
    longueur: int = 300
    minimum: Decimal | int | None = None
    maximum: Decimal | int | None = None
    decimales: int = 2
    droit: str = ""
    codes_reserves: frozenset[str] = frozenset()
    paragraphes: bool = False

    def est_reserve(self, texte: str) -> bool:
        """Whether a cell, as the file held it, says what takes ``droit`` to be read."""
        if not self.droit or not texte.strip():
            return False
        if not self.codes_reserves or self.codes is None:
            return True
        trouves = [self.codes.trouver(morceau) for morceau in re.split(r"[|;,/\n]", texte) if morceau.strip()]
        return any(trouve and trouve[0] in self.codes_reserves for trouve in trouves)

    def lecteur(self, contexte: Contexte | None = None) -> Lecteur:
        """A memoised reader: ``lecteur(cellule)`` gives a ``Lecture`` or raises ``CelluleRefusee``."""
        from deplie.socle.lecture.cellules import lecteur

        return lecteur(self, contexte)


@dataclass(frozen=True, eq=False)
class DescriptionTable:
    """A table that files bring: its name in the contract, its title, its columns in order."""

    nom: str
    titre: str
    champs: tuple[Champ, ...]

    @cached_property
    def par_nom(self) -> dict[str, Champ]:
        return {champ.nom: champ for champ in self.champs}

    @cached_property
    def obligatoires(self) -> tuple[Champ, ...]:
        return tuple(champ for champ in self.champs if champ.obligatoire)

    def champ(self, nom: str) -> Champ:
        """The column of that name. Raises KeyError."""
        return self.par_nom[nom]
