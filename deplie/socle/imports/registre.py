"""What a room says of a table that files bring. Rooms register theirs at start-up; the run knows no room."""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Callable, Mapping, Sequence
from typing import TYPE_CHECKING, Any, ClassVar, NamedTuple

from deplie.socle.lecture import Probleme
from deplie.socle.models import LigneLot
from deplie.socle.tableaux import Champ, DescriptionTable

if TYPE_CHECKING:
    from deplie.socle.imports.course import Course

# From the typed values of a line (None: empty, VIDE: to erase): the values of the control's columns, the problems.
Examen = Callable[[list[Any]], tuple[tuple[Any, ...], Sequence[Probleme], Sequence[Probleme]]]


class Controle:
    """How a room completes a line while it is read: columns it works out, rejections and warnings it adds."""

    def __init__(self, colonnes: Sequence[str], examiner: Examen) -> None:
        self.colonnes, self.examiner = tuple(colonnes), examiner


class ImportTable(ABC):
    """A table: its description, its staging rows, how they are compared with what is recorded, and written.

    ``ordre`` says when it is compared and applied among the others; ``faits`` are the generations that its lines touch.
    """

    nom: ClassVar[str]
    ordre: ClassVar[int]
    faits: ClassVar[tuple[str, ...]]
    # The staging model: one column per column of the description, named alike, null where the cell is empty.
    lignes: ClassVar[type[LigneLot]]

    @property
    @abstractmethod
    def description(self) -> DescriptionTable:
        """The columns, declared once in the room's ``imports/colonnes``."""

    @abstractmethod
    def controle(self, course: Course, champs: Sequence[Champ]) -> Controle:
        """The control of lines whose known columns are ``champs``, in that order."""

    @abstractmethod
    def comparer(self, course: Course) -> None:
        """Give each readable line its ``etat`` and ``actions``, by short transactions; may be run again."""

    @abstractmethod
    def appliquer(self, course: Course) -> None:
        """Write what was compared, by set-based statements, inside the caller's transaction."""


class Lieu(NamedTuple):
    """What reading needs of a territory: the region of its telephone numbers (ISO 3166), its mapping of headers."""

    region: str = "FR"
    correspondance: Mapping[str, str] = {}


_tables: dict[str, ImportTable] = {}
_lieux: list[Callable[[str], Lieu]] = []


def enregistrer(table: ImportTable) -> None:
    """Register a room's table, from its ``apps.ready``; again is harmless."""
    _tables[table.nom] = table


def tables() -> list[ImportTable]:
    """Every table, in the order in which they are applied."""
    return sorted(_tables.values(), key=lambda table: table.ordre)


def dans_l_ordre(par_table: Mapping[str, dict[str, int]]) -> dict[str, dict[str, int]]:
    """What is kept by table, in the contract's order: a JSON column may give it back in another."""
    return {table.nom: par_table[table.nom] for table in tables() if table.nom in par_table}


def table(nom: str) -> ImportTable:
    """The table of that name. Raises KeyError."""
    return _tables[nom]


def declarer_lieux(lire: Callable[[str], Lieu]) -> None:
    """Say how the place of a territory's code is read. The room of territories does, at start-up."""
    _lieux[:] = [lire]


def lieu_de(territoire: str) -> Lieu:
    """The place of that code. Raises RefusMetier when there is no such territory."""
    return _lieux[0](territoire) if _lieux else Lieu()
