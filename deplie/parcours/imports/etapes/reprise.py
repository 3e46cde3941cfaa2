"""Recorded étapes follow the participations that a run brings or changes: an earlier exit, a re-entry, a duplicate.

An étape belongs to the participation that contains its start, whichever came first. One that no participation
contains any more stays where it is: nothing is lost, and the comparison said it (``participants.etapes_dehors``).
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from typing import Final

from deplie.parcours.imports.etapes import sejours as S
from deplie.parcours.imports.lieu import Lieu
from deplie.parcours.imports.lignes import LigneParticipant
from deplie.parcours.imports.participants.cellules import CREER_PARTICIPATION, MODIFIER_PARTICIPATION
from deplie.parcours.models import Etape
from deplie.socle.imports import sql
from deplie.socle.imports.course import Course
from deplie.territoires.queries.reglages import reglage
from deplie.territoires.rules import MOTIF_ANNULATION

# Étapes of the persons touched that begin outside their participation, or in one ended as a duplicate. A person whom
# the run creates has none.
_MAL_PLACEES: Final = f"""
SELECT o.id, p.personne_id, p.id, p.dispositif_id, o.date_debut, o.categorie
FROM parcours_participation p JOIN parcours_etape o ON o.participation_id = p.id
WHERE p.personne_id IN (SELECT l.personne_id FROM {LigneParticipant._meta.db_table} l WHERE {{0}}
      AND l.personne_id IS NOT NULL AND (l.actions & {CREER_PARTICIPATION | MODIFIER_PARTICIPATION}) <> 0)
  AND (o.date_debut < p.date_entree OR o.date_debut > p.date_sortie OR p.motif_sortie = '{MOTIF_ANNULATION}')
ORDER BY o.id
"""
_PARTICIPATIONS: Final = (
    "SELECT p.personne_id, p.id, p.dispositif_id, p.date_entree, p.date_sortie, p.motif_sortie "
    "FROM parcours_participation p WHERE {0}"
)


def reprendre(course: Course, lieu: Lieu) -> None:
    """Move what is to be moved, with its history, inside the caller's transaction."""
    mal_placees = sql.lire(_MAL_PLACEES.format(sql.du_lot(LigneParticipant, course.lot.pk)))
    if not mal_placees:
        return
    mois = reglage(lieu.territoire, "mois_suivi_emploi")
    connues = _participations(list({ligne[1] for ligne in mal_placees}))
    deplacements = []
    for etape, personne, participation, dispositif, debut, categorie in mal_placees:
        sejours = connues[personne]
        trouve = S.trouver(sejours, dispositif, debut, categorie, mois)
        if trouve and sejours[trouve] != participation:
            deplacements.append((sejours[trouve], etape))
    sql.modifier(Etape, ("participation_id",), deplacements)
    _historiser(course, [etape for _, etape in deplacements])


def _participations(personnes: Sequence[int]) -> dict[int, dict[S.Sejour, int]]:
    condition, parametres = sql.parmi("p.personne_id", personnes)
    connues: dict[int, dict[S.Sejour, int]] = defaultdict(dict)
    for personne, numero, *sejour in sql.lire(_PARTICIPATIONS.format(condition), parametres):
        connues[personne][S.Sejour(*sejour)] = numero
    return connues


def _historiser(course: Course, etapes: Sequence[int]) -> None:
    condition, parametres = sql.parmi("o.id", etapes)
    sql.historiser(
        Etape,
        f"parcours_etape o WHERE {condition}",
        parametres,
        genre="~",
        le=course.le,
        par=course.compte,
        raison=course.raison,
    )
