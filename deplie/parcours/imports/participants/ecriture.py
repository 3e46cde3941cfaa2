"""Write what was compared: persons, participations, criteria, freins, answers, by set-based statements.

The same text runs on both databases. Rows are found by their keys, which the run cannot change, never by what a
previous statement returned.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, Final

from django.db.models import Model

from deplie.parcours.imports import acteurs, completude
from deplie.parcours.imports.colonnes import PARTICIPANTS
from deplie.parcours.imports.lieu import Lieu
from deplie.parcours.imports.lignes import CodeLu, LigneParticipant
from deplie.parcours.imports.participants.cellules import (
    CREER_PARTICIPATION,
    CREER_PERSONNE,
    ECRIRE_CRITERES,
    ECRIRE_FREINS,
    ECRIRE_SENSIBLES,
    ECRITURE_PARTICIPATION,
    MODIFIER_PARTICIPATION,
    MODIFIER_PERSONNE,
    PARTICIPATION,
    PERSONNE,
    SENSIBLES,
)
from deplie.parcours.models import Participation, Suspension
from deplie.personnes.models import Personne
from deplie.socle.imports import sql
from deplie.socle.imports.course import Course
from deplie.socle.imports.lignes import bits

_LIGNES: Final = LigneParticipant._meta.db_table
_BITS: Final = bits(PARTICIPANTS)
# Columns that hold null where nothing is known; the others hold an empty text.
_NULLES: Final = frozenset(
    champ.column for modele in (Personne, Participation) for champ in modele._meta.concrete_fields if champ.null
)
_LIENS: Final = {"referent": ("referent_id", "a.id"), "prescripteur": ("prescripteur_id", "s.id")}
_JOINTURES_LIENS: Final = (
    "LEFT JOIN acteurs_agent a ON a.territoire_id = %s AND a.courriel = l.referent "
    "LEFT JOIN acteurs_organisation s ON s.territoire_id = %s AND s.cle = l.prescripteur_cle"
)
_LA_PERSONNE: Final = "JOIN personnes_personne p ON p.territoire_id = %s AND p.identifiant = l.identifiant"
_LA_PERSONNE_ECRITE: Final = "JOIN personnes_personne o ON o.territoire_id = %s AND o.identifiant = l.identifiant"
_LA_PARTICIPATION: Final = (
    "JOIN parcours_participation o ON o.personne_id = p.id AND o.dispositif_id = l.dispositif_id "
    "AND o.date_entree = l.date_entree"
)


class Ecriture:
    """The writing of a run's ``participants``, inside one transaction."""

    def __init__(self, course: Course, lieu: Lieu) -> None:
        self.course, self.lieu = course, lieu
        self.lot, self.territoire = course.lot.pk, lieu.territoire.pk
        self._lignes = sql.Portees(LigneParticipant, self.lot)

    def faire(self) -> None:
        """Write everything, in the order that the constraints want."""
        completude.ecrire(self.course, self.lieu)
        if self._lignes.actes & ECRITURE_PARTICIPATION:
            acteurs.creer_agents(self.course, self.lieu)
            acteurs.creer_structures(self.course, self.lieu, acteurs.PRESCRIPTEURS)
        for acte, ecrire in self._ecritures():
            if self._lignes.actes & acte:
                ecrire()

    def _ecritures(self) -> tuple[tuple[int, Callable[[], None]], ...]:
        return (
            (CREER_PERSONNE, self._creer_personnes),
            (MODIFIER_PERSONNE, self._modifier_personnes),
            # Those that change first: a participation may end to let another begin.
            (MODIFIER_PARTICIPATION, self._modifier_participations),
            (CREER_PARTICIPATION, self._creer_participations),
            (ECRIRE_CRITERES, lambda: self._liste("criteres", "parcours_critere", "code", ECRIRE_CRITERES)),
            (ECRIRE_FREINS, lambda: self._liste("freins", "parcours_frein", "theme", ECRIRE_FREINS)),
            (ECRIRE_SENSIBLES, self._reponses),
        )

    # Persons

    def _creer_personnes(self) -> None:
        colonnes, avant = [*PERSONNE, "cle_nom", "cle_usage"], sql.dernier(Personne)
        sql.executer(
            f"INSERT INTO personnes_personne (territoire_id, identifiant, {', '.join(colonnes)}) "
            f"SELECT {int(self.territoire)}, l.identifiant, {', '.join(_neuve(c) for c in colonnes)} "
            f"FROM {_LIGNES} l WHERE {self._lignes.portant(CREER_PERSONNE)} ORDER BY l.identifiant"
        )
        # Nobody else writes in the territory meanwhile: what is new in it is ours, and read in one go.
        self._historiser(Personne, "personnes_personne o WHERE o.id > %s AND o.territoire_id = %s", [avant], "+")
        self._recompter(Personne)

    def _modifier_personnes(self) -> None:
        affectations = [f"{c} = {_reprise(c)}" for c in PERSONNE]
        sql.executer(
            f"UPDATE personnes_personne AS p SET {', '.join(affectations)}, cle_nom = COALESCE(l.cle_nom, p.cle_nom), "
            f"cle_usage = COALESCE(l.cle_usage, p.cle_usage) FROM {_LIGNES} l "
            f"WHERE {self._lignes.portant(MODIFIER_PERSONNE)} AND p.id = l.personne_id"
        )
        self._historiser(
            Personne, f"{_LIGNES} l {_LA_PERSONNE_ECRITE} WHERE {self._lignes.portant(MODIFIER_PERSONNE)}", [], "~"
        )

    # Participations

    def _creer_participations(self) -> None:
        avant = sql.dernier(Participation)
        colonnes = [_LIENS[c][0] if c in _LIENS else c for c in PARTICIPATION]
        valeurs = [_LIENS[c][1] if c in _LIENS else _neuve(c) for c in PARTICIPATION]
        sql.executer(
            # What comes from another tool had begun there.
            "INSERT INTO parcours_participation (personne_id, dispositif_id, date_entree, commencee_le, "
            f"{', '.join(colonnes)}) SELECT p.id, l.dispositif_id, l.date_entree, l.date_entree, {', '.join(valeurs)} "
            f"FROM {_LIGNES} l "
            f"{_LA_PERSONNE} {_JOINTURES_LIENS} WHERE {self._lignes.portant(CREER_PARTICIPATION)} "
            "ORDER BY p.id, l.date_entree",
            [self.territoire] * 3,
        )
        du_territoire = "o.dispositif_id IN (SELECT d.id FROM territoires_dispositif d WHERE d.territoire_id = %s)"
        self._historiser(Participation, f"parcours_participation o WHERE o.id > %s AND {du_territoire}", [avant], "+")
        self._recompter(Participation)

    def _modifier_participations(self) -> None:
        affectations = [
            f"{_LIENS[c][0]} = {_lien_repris(c)}" if c in _LIENS else f"{c} = {_reprise(c)}" for c in PARTICIPATION
        ]
        # Those that end first: one participation in progress at most, after each statement.
        for sortie in ("IS NOT NULL", "IS NULL"):
            sql.executer(
                f"UPDATE parcours_participation AS p SET {', '.join(affectations)} FROM {_LIGNES} l "
                f"{_JOINTURES_LIENS} WHERE {self._lignes.portant(MODIFIER_PARTICIPATION)} "
                f"AND p.id = l.participation_id "
                f"AND {_reprise('date_sortie')} {sortie}",
                [self.territoire] * 2,
            )
        changees = (
            f"{_LIGNES} l {_LA_PERSONNE} {_LA_PARTICIPATION} WHERE {self._lignes.portant(MODIFIER_PARTICIPATION)}"
        )
        self._historiser(Participation, changees, [], "~")
        self._terminer_suspensions()

    def _terminer_suspensions(self) -> None:
        """Whoever leaves is no longer suspended, as when the exit is pronounced here."""
        lues = sql.lire(
            f"SELECT s.id FROM {_LIGNES} l JOIN parcours_participation p ON p.id = l.participation_id "
            f"JOIN parcours_suspension s ON s.participation_id = p.id AND s.fin IS NULL "
            f"WHERE {self._lignes.portant(MODIFIER_PARTICIPATION)} AND p.date_sortie IS NOT NULL"
        )
        if not lues:
            return
        parmi, numeros = sql.parmi("id", sorted({numero for (numero,) in lues}))
        sql.executer(
            "UPDATE parcours_suspension SET fin = (SELECT CASE WHEN p.date_sortie > parcours_suspension.debut "
            "THEN p.date_sortie ELSE parcours_suspension.debut END FROM parcours_participation p "
            f"WHERE p.id = parcours_suspension.participation_id) WHERE {parmi}",
            numeros,
        )
        course = self.course
        sql.historiser(
            Suspension, f"parcours_suspension o WHERE {parmi.replace('id', 'o.id', 1)}", numeros,
            genre="~", le=course.le, par=course.compte, raison=course.raison,
        )  # fmt: skip

    # What hangs on them

    def _liste(self, colonne: str, table: str, code: str, acte: int) -> None:
        """Replace the codes of each participation whose list changes by those of the line."""
        if self._lignes.sans(acte, CREER_PARTICIPATION):
            sql.executer(
                f"DELETE FROM {table} WHERE participation_id IN (SELECT l.participation_id FROM {_LIGNES} l "
                f"WHERE {self._lignes.portant(acte)} AND l.participation_id IS NOT NULL)"
            )
        listes = sql.lire(
            f"SELECT DISTINCT l.{colonne} FROM {_LIGNES} l WHERE {self._lignes.portant(acte)} "
            f"AND l.{colonne} IS NOT NULL"
        )
        codes = [(self.lot, liste, lu) for (liste,) in listes for lu in liste.strip("|").split("|")]
        sql.inserer(CodeLu, ("lot_id", "liste", "code"), codes)
        self._recompter(CodeLu)
        sql.executer(
            f"INSERT INTO {table} (participation_id, {code}) SELECT o.id, c.code FROM {_LIGNES} l {_LA_PERSONNE} "
            f"{_LA_PARTICIPATION} JOIN parcours_codelu c ON c.lot_id = l.lot_id AND c.liste = l.{colonne} "
            f"WHERE {self._lignes.portant(acte)} ORDER BY o.id, c.code",
            [self.territoire],
        )
        sql.executer("DELETE FROM parcours_codelu WHERE lot_id = %s", [self.lot])

    def _reponses(self) -> None:
        """Erase, then add or replace, the answers of each day: the four at once, in the order of the index."""
        condition = self._lignes.portant(ECRIRE_SENSIBLES)
        for question in SENSIBLES:
            if self._lignes.effacant(ECRIRE_SENSIBLES, _BITS[question]):
                sql.executer(
                    f"DELETE FROM personnes_reponsesensible WHERE question = '{question}' AND (personne_id, le) IN ("
                    f"SELECT l.personne_id, l.date_entree FROM {_LIGNES} l WHERE {condition} "
                    f"AND (l.vides & {_BITS[question]}) <> 0 AND l.personne_id IS NOT NULL)"
                )
        cas = " ".join(f"WHEN '{question}' THEN l.{question}" for question in SENSIBLES)
        reponse = f"CASE q.question {cas} END"
        questions = " UNION ALL ".join(f"SELECT '{question}' AS question" for question in SENSIBLES)
        sql.executer(
            "INSERT INTO personnes_reponsesensible (personne_id, question, le, reponse) "
            f"SELECT p.id, q.question, l.date_entree, {reponse} FROM {_LIGNES} l {_LA_PERSONNE} "
            f"CROSS JOIN ({questions}) q WHERE {condition} AND {reponse} IS NOT NULL ORDER BY p.id, q.question "
            "ON CONFLICT (personne_id, question, le) DO UPDATE SET reponse = excluded.reponse",
            [self.territoire],
        )

    def _recompter(self, modele: type[Model]) -> None:
        """What a large file has just filled is joined next."""
        if self.course.lot.bilan["participants"]["creees"] >= sql.GRAND:
            sql.recompter(modele)

    def _historiser(self, modele: Any, cible: str, parametres: list[Any], genre: str) -> None:
        """A version of each row ``o`` of a selection, whose last parameter is the territory."""
        course = self.course
        sql.historiser(
            modele,
            f"{cible} ORDER BY o.id",
            [*parametres, self.territoire],
            genre=genre,
            le=course.le,
            par=course.compte,
            raison=course.raison,
        )


def _neuve(colonne: str) -> str:
    """The value of a column of a new row."""
    return f"l.{colonne}" if colonne in _NULLES else f"COALESCE(l.{colonne}, '')"


def _reprise(colonne: str) -> str:
    """The value of a column of a row that changes: an empty cell changes nothing, ``#VIDE`` erases."""
    rien = "NULL" if colonne in _NULLES else "''"
    return f"CASE WHEN (l.vides & {_BITS[colonne]}) <> 0 THEN {rien} ELSE COALESCE(l.{colonne}, p.{colonne}) END"


def _lien_repris(colonne: str) -> str:
    nom, valeur = _LIENS[colonne]
    return f"CASE WHEN (l.vides & {_BITS[colonne]}) <> 0 THEN NULL ELSE COALESCE({valeur}, p.{nom}) END"
