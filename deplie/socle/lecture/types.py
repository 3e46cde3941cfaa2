"""What reading gives and what it refuses."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from typing import Any, NamedTuple

from deplie.socle.erreurs import RefusMetier
from deplie.socle.phrases import insecables
from deplie.socle.tableaux.champs import Champ, DescriptionTable

# A cell as the file holds it: text in a CSV file, also numbers, dates and truth values in a workbook; empty is "".
Cellule = str | float | int | bool | date | datetime | time | timedelta | None


class FichierRefuse(RefusMetier):
    """The file or the table cannot be read: nothing of the run is written. One clear French sentence."""

    def __init__(self, message: str) -> None:
        super().__init__(insecables(message))


class FichierEtranger(FichierRefuse):
    """The file is whole but is no table (a document, an image): in a folder it is left aside."""


class CelluleRefusee(RefusMetier):
    """The cell cannot be read: its line is rejected. The sentence says what is wrong and what is expected."""

    def __init__(self, message: str) -> None:
        super().__init__(insecables(message))


class Lecture(NamedTuple):
    """A cell once read: ``valeur`` is typed (None: empty cell, ``VIDE``: to erase), ``avertissement`` "" if none.

    ``rejet`` is the sentence of the refusal, "" when the cell is readable; ``lecteur(cellule)`` raises instead.
    """

    valeur: Any
    avertissement: str = ""
    rejet: str = ""


Lecteur = Callable[[Cellule], Lecture]


@dataclass(frozen=True)
class Contexte:
    """What reading a cell depends on besides its column.

    ``region`` is the territory's for telephone numbers (« RE » for La Réunion), ``classeur`` tells that the cell comes
    from a workbook (serial numbers are dates there), ``depuis_1904`` that its days are counted from 1904.
    """

    region: str = "FR"
    classeur: bool = False
    depuis_1904: bool = False


@dataclass(frozen=True)
class Limites:
    """Sizes past which a file is refused, in bytes unless said otherwise."""

    taille: int = 200 * 2**20
    decompresse: int = 1536 * 2**20
    rapport: int = 200  # decompressed / compressed, looked at past 50 MiB decompressed
    membres: int = 2_000  # files in a zip or parts of a workbook
    lignes: int = 1_048_576
    colonnes: int = 1_000
    memoire_classeur: int = 5 * 2**29  # address space of the process that opens a workbook
    secondes_classeur: int = 300


class Probleme(NamedTuple):
    """A rejection or a warning on a line: ``colonne`` is the field (or the header), ``valeur`` the cell's text."""

    colonne: str
    valeur: str
    message: str


class Constat(NamedTuple):
    """A warning on the whole table: ``ligne`` is where it shows (the header if nowhere else), ``colonne`` may be ""."""

    ligne: int
    colonne: str
    valeur: str
    message: str


class LigneTypee(NamedTuple):
    """A line once typed.

    ``valeurs`` follows ``TableLue.champs`` (None: empty, ``VIDE``: to erase); ``brut`` is the cells as read, in the
    order of the file (those of ``TableLue.entetes``); a line with at least one of ``rejets`` is rejected.
    """

    numero: int
    valeurs: list[Any]
    brut: Sequence[Cellule]
    rejets: tuple[Probleme, ...] = ()
    avertissements: tuple[Probleme, ...] = ()


@dataclass
class TableLue:
    """A table found in a file. ``lignes()`` and ``typees()`` read the file again at each call, in bounded memory.

    ``colonnes`` follows the file (None: unknown column, ignored); ``champs`` are the known ones, in that order;
    ``avertissements`` are those on the whole table, ``attendues`` its number of lines, ``colonnes_refusees`` the
    sentence, by field, of columns where every filled cell is rejected.
    """

    description: DescriptionTable
    source: str
    colonnes: list[Champ | None]
    entetes: list[str]
    avertissements: list[Constat]
    attendues: int
    ligne_entete: int
    contexte: Contexte
    ouvrir: Callable[[], Iterator[tuple[int, Sequence[Cellule]]]] = field(repr=False)
    colonnes_refusees: dict[str, str] = field(default_factory=dict)

    @property
    def champs(self) -> list[Champ]:
        return [champ for champ in self.colonnes if champ is not None]

    def lignes(self) -> Iterator[tuple[int, Sequence[Cellule]]]:
        """``(row as the spreadsheet shows it, cells)``, blank rows left out."""
        return self.ouvrir()

    def typees(self, region: str = "FR") -> Iterator[LigneTypee]:
        """The lines with their cells read, obligatory ones checked; ``region`` is for telephone numbers."""
        from deplie.socle.lecture.lignes import typer

        return typer(self, region)
