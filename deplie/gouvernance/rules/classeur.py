"""The workbook of a plan, once read: its lines, what they change, what is refused of them."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from typing import Any, Final

AJOUTE, CHANGE, PAREIL = "ajoute", "change", "pareil"
_CODE: Final = re.compile(r"(\d{1,4})\s*[.,/-]\s*(\d{1,4})", re.A)

Numeros = tuple[int, int]


@dataclass(frozen=True)
class Ligne:
    """A line of a sheet: its number as the spreadsheet shows it, its typed cells by column.

    ``chiffree`` says that the number of the action stands in a cell of numbers, where 3.10 is 3.1.
    """

    feuille: str
    numero: int
    valeurs: Mapping[str, Any]
    chiffree: bool = False


@dataclass(frozen=True)
class Refus:
    """What stops the import: where, and a sentence. Line 0 is the whole sheet."""

    feuille: str
    ligne: int
    phrase: str
    colonne: str = ""


@dataclass(frozen=True)
class Changement:
    """What a line does: ``champs`` are what changes, each with what it was and what it becomes."""

    feuille: str
    ligne: int
    objet: str
    sorte: str
    champs: tuple[tuple[str, str, str], ...] = ()


@dataclass
class Rapport:
    """What an import does, line by line, or would do."""

    changements: list[Changement] = field(default_factory=list)
    refus: list[Refus] = field(default_factory=list)

    def de_sorte(self, sorte: str) -> list[Changement]:
        return [changement for changement in self.changements if changement.sorte == sorte]

    @property
    def ecrits(self) -> int:
        """How many lines add or change something."""
        return sum(changement.sorte != PAREIL for changement in self.changements)

    @property
    def comptes(self) -> list[tuple[str, int, int, int]]:
        """For each sheet read, how many lines add, change, and leave things as they are."""
        lues = Counter((changement.feuille, changement.sorte) for changement in self.changements)
        feuilles = dict.fromkeys(feuille for feuille, _ in lues)
        return [(nom, lues[nom, AJOUTE], lues[nom, CHANGE], lues[nom, PAREIL]) for nom in feuilles]


def numeros_de(texte: str) -> Numeros | None:
    """« 3.2 »: the axis and the action; None for another text."""
    trouve = _CODE.fullmatch(texte.strip())
    return (int(trouve[1]), int(trouve[2])) if trouve else None


def numeros_possibles(lus: Numeros, connus: Iterable[Numeros]) -> list[Numeros]:
    """The actions that a cell of numbers may name: 3.1 is what a spreadsheet keeps of 3.1, 3.10 and 3.100."""
    axe, action = lus
    return sorted(
        {(a, n) for a, n in connus if a == axe and str(n).rstrip("0") == str(action).rstrip("0")}, key=lambda c: c[1]
    )


def ecrire(valeur: Any) -> str:
    """A value as a person reads it in « before → after »."""
    if valeur is None or valeur == "":
        return ""
    if isinstance(valeur, date):
        return f"{valeur:%d/%m/%Y}"
    if isinstance(valeur, Decimal):
        entiers, _, cents = f"{valeur:.2f}".partition(".")
        return entiers if cents == "00" else f"{entiers},{cents}"
    return str(valeur)
