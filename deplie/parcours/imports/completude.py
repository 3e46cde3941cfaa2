"""« Données complètes depuis »: guessed from the participations while nobody has set it.

1 January of the year of the first exit, else of the first entry; duplicates count nowhere.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from typing import Any, Final

from deplie.parcours.imports.colonnes import PARTICIPANTS
from deplie.parcours.imports.lieu import Lieu
from deplie.parcours.imports.lignes import LigneParticipant
from deplie.parcours.imports.participants.cellules import CREER_PARTICIPATION, MODIFIER_PARTICIPATION
from deplie.socle.imports import sql
from deplie.socle.imports.course import Course, Ligne
from deplie.socle.imports.lignes import bits
from deplie.territoires.models import Dispositif
from deplie.territoires.rules import MOTIF_ANNULATION

_BITS: Final = bits(PARTICIPANTS)


def _a_venir(colonne: str, rien: str) -> str:
    """A column of a recorded participation as the run leaves it."""
    return f"CASE WHEN (l.vides & {_BITS[colonne]}) <> 0 THEN {rien} ELSE COALESCE(l.{colonne}, p.{colonne}) END"


# Participations of a scheme as the run leaves them: those it does not touch, those it changes, those it creates.
_PREMIERES: Final = f"""
SELECT MIN(entree), MIN(sortie) FROM (
    SELECT p.date_entree AS entree, p.date_sortie AS sortie, p.motif_sortie AS motif FROM parcours_participation p
    WHERE p.dispositif_id = %s AND p.id NOT IN (
        SELECT l.participation_id FROM {{0}} AND (l.actions & {MODIFIER_PARTICIPATION}) <> 0)
    UNION ALL
    SELECT p.date_entree, {_a_venir("date_sortie", "NULL")}, {_a_venir("motif_sortie", "''")}
    FROM {{1}} AND l.dispositif_id = %s AND (l.actions & {MODIFIER_PARTICIPATION}) <> 0
    UNION ALL
    SELECT l.date_entree, l.date_sortie, COALESCE(l.motif_sortie, '')
    FROM {{0}} AND l.dispositif_id = %s AND (l.actions & {CREER_PARTICIPATION}) <> 0
) participations WHERE motif <> '{MOTIF_ANNULATION}'
"""


def annoncer(course: Course, lieu: Lieu) -> None:
    """Warn about each date that the run would guess, or guess again."""
    entete = course.lot.entetes["participants"][0]["ligne_entete"]
    for dispositif, jour in _devinees(course, lieu):
        phrase = (
            f"Les données du dispositif {dispositif.code} sont supposées complètes depuis le {jour:%d/%m/%Y}, d'après "
            "les premières sorties et entrées : vérifiez cette date dans les réglages du territoire."
        )
        course.avertir("participants", Ligne(0, entete), "", phrase)


def ecrire(course: Course, lieu: Lieu) -> None:
    """Keep the dates guessed. Called before the lines are written, on what they will make."""
    for dispositif, jour in _devinees(course, lieu):
        dispositif.donnees_completes_depuis, dispositif.completude_devinee = jour, True
        dispositif.save(update_fields=["donnees_completes_depuis", "completude_devinee"])


def _devinees(course: Course, lieu: Lieu) -> Iterator[tuple[Dispositif, date]]:
    """Schemes whose date is not set by anybody and changes, with the new one."""
    lignes, du_lot = LigneParticipant._meta.db_table, sql.du_lot(LigneParticipant, course.lot.pk)
    seules = f"{lignes} l WHERE {du_lot}"
    avec = f"{lignes} l JOIN parcours_participation p ON p.id = l.participation_id WHERE {du_lot}"
    requete = _PREMIERES.format(seules, avec)
    for dispositif in Dispositif.objects.filter(territoire=lieu.territoire).order_by("rang"):
        if dispositif.donnees_completes_depuis and not dispositif.completude_devinee:
            continue
        ((entree, sortie),) = sql.lire(requete, [dispositif.pk] * 3)
        if premiere := _jour(sortie) or _jour(entree):
            jour = premiere.replace(month=1, day=1)
            if jour != dispositif.donnees_completes_depuis:
                yield dispositif, jour


def _jour(valeur: Any) -> date | None:
    # An aggregate has no declared type on SQLite: its date is a text.
    return date.fromisoformat(valeur) if isinstance(valeur, str) else valeur
