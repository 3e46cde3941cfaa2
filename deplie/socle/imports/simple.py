"""Tables where a key is one row, without history: what ``objectifs`` and ``releves`` share.

Lines of one key are read onto one row in the order of the file, the last filled cell wins. The staging model has a
column ``cle`` (text) and ``numero`` (the recorded row), filled here.
"""

from __future__ import annotations

from abc import abstractmethod
from collections.abc import Iterator, Mapping, Sequence
from functools import cached_property
from itertools import groupby, pairwise
from operator import itemgetter
from typing import Any, ClassVar

from django.db import models

from deplie.socle.imports import sql
from deplie.socle.imports.cles import Connue, Contenu, etats, fondre, ne_change_rien
from deplie.socle.imports.course import Course, Ligne
from deplie.socle.imports.lignes import bits
from deplie.socle.imports.paquets import par_groupes
from deplie.socle.imports.registre import ImportTable
from deplie.socle.models import LigneLot
from deplie.socle.tableaux import VIDE

CREER, MODIFIER = 1, 2


class TableSimple(ImportTable):
    """A table written as it is read: ``colonnes`` maps columns of the description to columns of ``modele``.

    ``propres`` are columns of the staging model that the control works out and that only a new row takes.
    """

    modele: ClassVar[type[models.Model]]
    colonnes: ClassVar[Mapping[str, str]]
    propres: ClassVar[Mapping[str, str]]

    @abstractmethod
    def connues(self, course: Course, cles: Sequence[str]) -> dict[str, Connue]:
        """The recorded rows of these keys; their ``contenu`` follows ``colonnes``."""

    def remarquer(self, course: Course) -> None:
        """What else a room says, once every line has its state."""

    @cached_property
    def _bits(self) -> list[int]:
        par_nom = bits(self.description)
        return [par_nom[colonne] for colonne in self.colonnes]

    @cached_property
    def _nulles(self) -> frozenset[str]:
        return frozenset(str(champ.column) for champ in self.modele._meta.concrete_fields if champ.null)

    # Comparison

    def comparer(self, course: Course) -> None:
        lues = ("id", "ligne", "vides", *self.colonnes, *self.propres)
        for lignes in par_groupes(self.lignes, course.lot.pk, "cle", lues):
            self._paquet(course, lignes)
        with course.paquet():
            self.remarquer(course)
            course.ecrire_messages()

    def _paquet(self, course: Course, lignes: list[tuple[Any, ...]]) -> None:
        connues = self.connues(course, list(dict.fromkeys(ligne[0] for ligne in lignes)))
        sorts: list[tuple[Any, ...]] = []
        fusions: list[tuple[Any, ...]] = []
        for cle, suite in groupby(lignes, itemgetter(0)):
            groupe = list(suite)
            siens, fusion = self._d_une_cle(groupe, connues.get(cle))
            sorts.extend(siens)
            if fusion:
                fusions.append(self._fusion(course, cle, groupe[-1], *fusion))
            self._remarquer_memes(course, groupe)
        with course.paquet():
            sql.modifier(self.lignes, ("etat", "actions", "numero"), sorts)
            if fusions:
                sql.inserer(self.lignes, self._colonnes_de_fusion, fusions)
            course.ecrire_messages()
            course.avancer(len(lignes))

    def _d_une_cle(
        self, lignes: list[tuple[Any, ...]], connue: Connue | None
    ) -> tuple[list[tuple[Any, ...]], tuple[Contenu, int, int | None] | None]:
        """The fate of each line of a key, then what several of them make together: (cells, act, recorded row)."""
        cellules = [self._cellules(ligne) for ligne in lignes]
        final, acte = fondre(cellules), CREER
        numero = connue.id if connue else None
        if connue:
            acte = 0 if ne_change_rien(final, connue.contenu) else MODIFIER
        suite = list(etats(cellules, connue))
        if len(lignes) == 1:
            return [(suite[0], acte, numero, lignes[0][1])], None
        sorts = [(etat, 0, numero, ligne[1]) for etat, ligne in zip(suite, lignes, strict=True)]
        return sorts, (final, acte, numero) if acte else None

    def _cellules(self, ligne: tuple[Any, ...]) -> Contenu:
        cellules = ligne[4 : 4 + len(self.colonnes)]
        if ligne[3]:
            return tuple(VIDE if ligne[3] & bit else c for c, bit in zip(cellules, self._bits, strict=True))
        return cellules

    @property
    def _colonnes_de_fusion(self) -> tuple[str, ...]:
        fixes = ("lot_id", "feuille", "ligne", "etat", "lisible", "vides", "actions", "cle", "numero")
        return (*fixes, *self.colonnes, *self.propres)

    def _fusion(
        self, course: Course, cle: str, derniere: tuple[Any, ...], final: Contenu, acte: int, numero: int | None
    ) -> tuple[Any, ...]:
        vides = sum(bit for cellule, bit in zip(final, self._bits, strict=True) if cellule is VIDE)
        valeurs = [None if cellule is VIDE else cellule for cellule in final]
        fixes = (course.lot.pk, 0, derniere[2], LigneLot.FUSIONNEE, True, vides, acte, cle, numero)
        return (*fixes, *valeurs, *derniere[4 + len(self.colonnes) :])

    def _remarquer_memes(self, course: Course, lignes: list[tuple[Any, ...]]) -> None:
        for precedente, ligne in pairwise(lignes):
            phrase = f"Cette ligne a la même clé que la ligne {precedente[2]} : la dernière cellule remplie l'emporte."
            course.avertir(self.nom, Ligne(ligne[1], ligne[2]), "", phrase)

    # Writing

    def appliquer(self, course: Course) -> None:
        cible, lignes, lot = self.modele._meta.db_table, self.lignes._meta.db_table, course.lot.pk
        affectations = (self._affectation(lue, ecrite, bit) for (lue, ecrite), bit in self._paires())
        sql.executer(
            f"UPDATE {cible} AS o SET {', '.join(affectations)} FROM {lignes} l "
            f"WHERE l.lot_id = %s AND l.actions = {MODIFIER} AND o.id = l.numero",
            [lot],
        )
        toutes = [*self.colonnes.items(), *self.propres.items()]
        valeurs = (
            f"l.{lue}" if ecrite in self._nulles else f"COALESCE(l.{lue}, {self._rien(ecrite)})"
            for lue, ecrite in toutes
        )
        sql.executer(
            f"INSERT INTO {cible} ({', '.join(ecrite for _, ecrite in toutes)}) SELECT {', '.join(valeurs)} "
            f"FROM {lignes} l WHERE l.lot_id = %s AND l.actions = {CREER} ORDER BY l.id",
            [lot],
        )

    def _paires(self) -> Iterator[tuple[tuple[str, str], int]]:
        return zip(self.colonnes.items(), self._bits, strict=True)

    def _affectation(self, lue: str, ecrite: str, bit: int) -> str:
        rien = "NULL" if ecrite in self._nulles else self._rien(ecrite)
        return f"{ecrite} = CASE WHEN (l.vides & {bit}) <> 0 THEN {rien} ELSE COALESCE(l.{lue}, o.{ecrite}) END"

    def _rien(self, colonne: str) -> str:
        """What a column that takes no null holds when nothing is known; obligatory ones never come to it."""
        champ = next(c for c in self.modele._meta.concrete_fields if c.column == colonne)
        return "''" if isinstance(champ, models.CharField | models.TextField) else "NULL"
