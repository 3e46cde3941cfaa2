"""Write the étapes that were compared, by set-based statements that run alike on both databases."""

from __future__ import annotations

from typing import Final

from deplie.parcours.imports import acteurs
from deplie.parcours.imports.colonnes import ETAPES
from deplie.parcours.imports.etapes.comparaison import CREER, MODIFIER, PROPRES
from deplie.parcours.imports.lieu import Lieu
from deplie.parcours.imports.lignes import LigneEtape
from deplie.parcours.models import Etape
from deplie.socle.imports import sql
from deplie.socle.imports.course import Course
from deplie.socle.imports.lignes import bits

_LIGNES: Final = LigneEtape._meta.db_table
_BITS: Final = bits(ETAPES)
_NULLES: Final = frozenset(champ.column for champ in Etape._meta.concrete_fields if champ.null)
_OPERATEUR: Final = "LEFT JOIN acteurs_organisation s ON s.territoire_id = %s AND s.cle = l.operateur_cle"
_PARTICIPATION: Final = (
    "JOIN personnes_personne m ON m.territoire_id = %s AND m.identifiant = l.identifiant "
    "JOIN parcours_participation p ON p.personne_id = m.id AND p.dispositif_id = l.dispositif_id "
    "AND p.date_entree = l.entree"
)
# Columns of the étape that a line writes, their value in a new row.
_VALEURS: Final = {
    "operateur_id" if c == "operateur" else c: "s.id"
    if c == "operateur"
    else f"l.{c}"
    if c in _NULLES or c == "date_debut"
    else f"COALESCE(l.{c}, '')"
    for c in PROPRES
}


def ecrire(course: Course, lieu: Lieu) -> None:
    """Create and change étapes, with their history, inside the caller's transaction."""
    lignes = sql.Portees(LigneEtape, course.lot.pk)
    if not lignes.actes:
        return
    acteurs.creer_structures(course, lieu, acteurs.OPERATEURS)
    territoire = lieu.territoire.pk
    if lignes.actes & MODIFIER:
        sql.executer(
            f"UPDATE parcours_etape AS o SET participation_id = p.id, {', '.join(map(_affectation, _VALEURS))} "
            f"FROM {_LIGNES} l {_PARTICIPATION} {_OPERATEUR} WHERE {lignes.portant(MODIFIER)} AND o.id = l.etape_id",
            [territoire, territoire],
        )
        _historiser(course, territoire, lignes.portant(MODIFIER), "~")
    if lignes.actes & CREER:
        sql.executer(
            f"INSERT INTO parcours_etape (territoire_id, participation_id, {', '.join(_VALEURS)}, cle, rang) "
            f"SELECT {int(territoire)}, p.id, {', '.join(_VALEURS.values())}, l.cle, l.rang "
            f"FROM {_LIGNES} l {_PARTICIPATION} {_OPERATEUR} WHERE {lignes.portant(CREER)} "
            "ORDER BY p.id, l.date_debut, l.id",
            [territoire, territoire],
        )
        _historiser(course, territoire, lignes.portant(CREER), "+")


def _historiser(course: Course, territoire: int, condition: str, genre: str) -> None:
    sql.historiser(
        Etape,
        f"{_LIGNES} l JOIN parcours_etape o ON o.territoire_id = %s AND o.cle = l.cle AND o.rang = l.rang "
        f"WHERE {condition} ORDER BY o.id",
        [territoire],
        genre=genre,
        le=course.le,
        par=course.compte,
        raison=course.raison,
    )


def _affectation(colonne: str) -> str:
    """An empty cell changes nothing, ``#VIDE`` erases."""
    champ = "operateur" if colonne == "operateur_id" else colonne
    valeur = "s.id" if champ == "operateur" else f"l.{champ}"
    rien = "NULL" if colonne in _NULLES else "''"
    if colonne == "date_debut":
        return f"{colonne} = l.date_debut"
    return f"{colonne} = CASE WHEN (l.vides & {_BITS[champ]}) <> 0 THEN {rien} ELSE COALESCE({valeur}, o.{colonne}) END"
