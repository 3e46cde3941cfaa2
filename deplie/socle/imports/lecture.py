"""Read the lines of the tables found, and stage them typed, by short transactions."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from typing import Any

from deplie.socle.imports import sql
from deplie.socle.imports.brut import en_json, entetes_de
from deplie.socle.imports.course import Course, par_paquets
from deplie.socle.imports.lignes import bits
from deplie.socle.imports.registre import Controle, ImportTable, lieu_de, tables
from deplie.socle.lecture import VIDE, LigneTypee, Probleme, TableLue
from deplie.socle.models import LigneLot, MessageLot
from deplie.socle.tableaux import Type

PAQUET = 2_000
_PROPRES = ("lot_id", "feuille", "ligne", "etat", "lisible", "vides", "actions", "brut")


def mettre_en_attente(course: Course, lues: Sequence[TableLue]) -> None:
    """Stage every line of every table, with what reading says of them. The lot remembers the headers."""
    feuilles = [(table, rang, lue) for table in tables() for rang, lue in enumerate(_de_la_table(lues, table))]
    course.lot.entetes = {}
    for table, _, lue in feuilles:
        course.lot.entetes.setdefault(table.nom, []).append(entetes_de(lue))
    course.lot.save(update_fields=["entetes"])
    course.commencer("lecture", sum(lue.attendues for lue in lues))
    for table, rang, lue in feuilles:
        _une_table(course, table, rang, lue)


def _de_la_table(lues: Sequence[TableLue], table: ImportTable) -> list[TableLue]:
    return [lue for lue in lues if lue.description.nom == table.nom]


def _une_table(course: Course, table: ImportTable, feuille: int, lue: TableLue) -> None:
    ranger = Rangeur(course, table, feuille, lue)
    for ligne, *probleme in lue.avertissements:
        course.noter_lecture(MessageLot.AVERTISSEMENT, table.nom, feuille, ligne, Probleme(*probleme))
    lignes = map(ranger, lue.typees(lieu_de(course.lot.territoire).region))
    _ecrire(course, table, ranger.colonnes, lignes)


def _ecrire(course: Course, table: ImportTable, colonnes: Sequence[str], lignes: Iterator[tuple[Any, ...]]) -> None:
    for paquet in par_paquets(lignes, PAQUET):
        with course.paquet():
            sql.inserer(table.lignes, colonnes, paquet)
            course.ecrire_messages()
            course.avancer(len(paquet))
    with course.paquet():
        course.ecrire_messages()


class Rangeur:
    """Turn a typed line into the row of its staging table: values, columns worked out by the room, what was read."""

    def __init__(self, course: Course, table: ImportTable, feuille: int, lue: TableLue) -> None:
        champs = lue.champs
        controle: Controle = table.controle(course, champs)
        self.colonnes = (*(champ.nom for champ in champs), *controle.colonnes, *_PROPRES)
        self._examiner = controle.examiner
        self._noter: Callable[..., None] = course.noter_lecture
        self._lot, self._table, self._feuille = course.lot.pk, table.nom, feuille
        par_nom = bits(table.description)
        self._bits = [par_nom[champ.nom] for champ in champs]
        self._listes = [rang for rang, champ in enumerate(champs) if champ.type is Type.LISTE]

    def __call__(self, typee: LigneTypee) -> tuple[Any, ...]:
        """The staged row of a line; what is wrong with it is noted."""
        valeurs = typee.valeurs
        ajouts, rejets, avertissements = self._examiner(valeurs)
        vides = self._effacer(valeurs) if VIDE in valeurs else 0
        for rang in self._listes:
            if (codes := valeurs[rang]) is not None:
                valeurs[rang] = texte_de_liste(codes)
        lisible = not (typee.rejets or rejets)
        if not lisible:
            self._dire(MessageLot.REJET, typee.numero, (*typee.rejets, *rejets))
        if typee.avertissements or avertissements:
            self._dire(MessageLot.AVERTISSEMENT, typee.numero, (*typee.avertissements, *avertissements))
        etat = "" if lisible else LigneLot.REJETEE
        brut = en_json(typee.brut)
        return (*valeurs, *ajouts, self._lot, self._feuille, typee.numero, etat, lisible, vides, 0, brut)

    def _effacer(self, valeurs: list[Any]) -> int:
        vides = 0
        for rang, valeur in enumerate(valeurs):
            if valeur is VIDE:
                valeurs[rang] = None
                vides |= self._bits[rang]
        return vides

    def _dire(self, gravite: str, ligne: int, problemes: Sequence[Probleme]) -> None:
        for probleme in problemes:
            self._noter(gravite, self._table, self._feuille, ligne, probleme)


def texte_de_liste(codes: Sequence[str]) -> str:
    """A list of codes as it is staged: sorted, between bars (« |DELD|RSA| »), so that two lists compare as text."""
    return f"|{'|'.join(sorted(set(codes)))}|" if codes else ""
