"""What a run carries from step to step: its lot, its day, its messages, its progress."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from contextlib import AbstractContextManager, nullcontext
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import NamedTuple, TypeVar

from django.db import transaction
from django.utils import timezone

from deplie.socle.imports import sql
from deplie.socle.imports.brut import textes_des_cellules
from deplie.socle.lecture import Probleme
from deplie.socle.models import Lot, MessageLot
from deplie.socle.phrases import insecables

T = TypeVar("T")


class Avancee(NamedTuple):
    """Where a run stands: ``faites`` of ``attendues`` lines (None: unknown) of the step named ``etape``, in French."""

    etape: str
    faites: int
    attendues: int | None


class Ligne(NamedTuple):
    """A staged line as messages name it: its id, the row that the spreadsheet shows."""

    id: int
    ligne: int


class _Message(NamedTuple):
    gravite: str
    table: str
    ligne: int
    colonne: str
    valeur: str | None
    message: str
    # When comparing: the staged line to read the value from (0: none).
    ligne_id: int
    feuille: int | None
    de_comparaison: bool


Suivi = Callable[[Avancee], None]
_COLONNES_MESSAGE = ("lot_id", "gravite", "table_nom", "ligne", "colonne", "valeur", "message", "de_comparaison")


@dataclass
class Course:
    """One step of a run on a lot. ``jour`` is today in the territory's time zone; ``compte`` the account that acts."""

    lot: Lot
    suivi: Suivi | None = None
    compte: int | None = None
    jour: date = field(default_factory=timezone.localdate)
    le: datetime = field(default_factory=timezone.now)
    # Inside one transaction already: the packets open none of their own.
    d_un_bloc: bool = False
    _messages: list[_Message] = field(default_factory=list)
    _avancee: Avancee = field(default_factory=lambda: Avancee("", 0, None))

    @property
    def raison(self) -> str:
        """What row history says of a change made by this run."""
        return f"Import n° {self.lot.pk}"

    def commencer(self, etape: str, attendues: int | None) -> None:
        """A new step starts: its name in French, the number of lines it will see."""
        self._avancee = Avancee(etape, 0, attendues)
        if self.suivi:
            self.suivi(self._avancee)

    def paquet(self) -> AbstractContextManager[object]:
        """The short transaction of one packet of lines."""
        return nullcontext() if self.d_un_bloc else transaction.atomic()

    def avancer(self, lignes: int) -> None:
        """So many more lines are done: kept on the lot, for whoever watches it from another process."""
        self._avancee = self._avancee._replace(faites=self._avancee.faites + lignes)
        sql.executer(
            "UPDATE socle_lot SET faites = %s, attendues = %s, battement = %s WHERE id = %s",
            [self._avancee.faites, self._avancee.attendues, timezone.now(), self.lot.pk],
        )
        if self.suivi:
            self.suivi(self._avancee)

    def noter_lecture(self, gravite: str, table: str, feuille: int, ligne: int, probleme: Probleme) -> None:
        """What reading says of a line; written at the next ``ecrire_messages``."""
        self._messages.append(_Message(gravite, table, ligne, *probleme, 0, feuille, False))

    def rejeter(self, table: str, ligne: Ligne, colonne: str, message: str) -> None:
        """Why comparing rejects a line; its value is taken from the cell as read."""
        self._dire(MessageLot.REJET, table, ligne, colonne, message)

    def avertir(self, table: str, ligne: Ligne, colonne: str, message: str, *, valeur: str | None = None) -> None:
        """What comparing finds to say about a line that is kept; its value, if not told, is that of the cell."""
        self._dire(MessageLot.AVERTISSEMENT, table, ligne, colonne, message, valeur)

    def _dire(
        self, gravite: str, table: str, ligne: Ligne, colonne: str, message: str, valeur: str | None = None
    ) -> None:
        self._messages.append(_Message(gravite, table, ligne.ligne, colonne, valeur, message, ligne.id, None, True))

    def ecrire_messages(self) -> None:
        """Write what was said since the last time, inside the caller's transaction."""
        if not self._messages:
            return
        lues = self._lues()
        lignes = []
        for m in self._messages:
            feuille, cellules = lues.get((m.table, m.ligne_id), (m.feuille, {}))
            valeur = cellules.get(m.colonne, "") if m.valeur is None else m.valeur
            phrase = insecables(m.message) + self._provenance(m.table, feuille)
            lignes.append((self.lot.pk, m.gravite, m.table, m.ligne, m.colonne, valeur, phrase, m.de_comparaison))
        sql.inserer(MessageLot, _COLONNES_MESSAGE, lignes)
        self._messages = []

    def _lues(self) -> dict[tuple[str, int], tuple[int, dict[str, str]]]:
        """File and cells of the lines that messages speak of, where they are of use."""
        voulues: dict[str, set[int]] = {}
        for m in self._messages:
            if m.ligne_id and (m.valeur is None or len(self.lot.entetes[m.table]) > 1):
                voulues.setdefault(m.table, set()).add(m.ligne_id)
        return {
            (table, ligne): (feuille, cellules)
            for table, ids in voulues.items()
            for ligne, feuille, cellules in textes_des_cellules(self.lot, table, ids)
        }

    def _provenance(self, table: str, feuille: int | None) -> str:
        """Which file, where several bring the same table: the row alone would not tell."""
        feuilles = self.lot.entetes.get(table, [])
        return f" ({feuilles[feuille]['source']})" if len(feuilles) > 1 and feuille is not None else ""


def par_paquets(elements: Iterable[T], taille: int) -> Iterator[list[T]]:
    """``elements`` by lists of ``taille`` at most."""
    paquet: list[T] = []
    for element in elements:
        paquet.append(element)
        if len(paquet) >= taille:
            yield paquet
            paquet = []
    if paquet:
        yield paquet
