"""An earlier exit that a file brings leaves étapes outside every participation: it is said before it is applied."""

from __future__ import annotations

from collections import defaultdict
from typing import Any, Final

from deplie.parcours.imports.etapes import sejours as S
from deplie.parcours.imports.lieu import Lieu
from deplie.parcours.imports.lignes import LigneParticipant
from deplie.parcours.imports.participants.cellules import MODIFIER_PARTICIPATION
from deplie.socle.imports import sql
from deplie.socle.imports.course import Course, Ligne
from deplie.territoires.queries.reglages import reglage

# Étapes that begin after the exit which a line brings to the participation they stand in.
_APRES: Final = f"""
SELECT l.id, l.ligne, l.identifiant, l.date_sortie, o.date_debut, o.categorie, l.dispositif_id
FROM {LigneParticipant._meta.db_table} l
JOIN parcours_etape o ON o.participation_id = l.participation_id AND o.date_debut > l.date_sortie
WHERE {{0}} AND (l.actions & {MODIFIER_PARTICIPATION}) <> 0 AND l.date_sortie IS NOT NULL AND o.statut <> 'ANNULEE'
ORDER BY l.id, o.date_debut, o.id
"""


def annoncer(course: Course, lieu: Lieu) -> None:
    """One warning a line, for the étapes that no participation of the person will hold."""
    apres = sql.lire(_APRES.format(sql.du_lot(LigneParticipant, course.lot.pk)))
    if not apres:
        return
    mois = reglage(lieu.territoire, "mois_suivi_emploi")
    sejours = S.lire(lieu.territoire.pk, course.lot.pk, list(dict.fromkeys(ligne[2] for ligne in apres)))
    dehors: dict[tuple[int, int, Any], list[Any]] = defaultdict(list)
    for id_ligne, ligne, identifiant, sortie, debut, categorie, dispositif in apres:
        if S.trouver(sejours[identifiant], dispositif, debut, categorie, mois) is None:
            dehors[id_ligne, ligne, sortie].append(debut)
    for (id_ligne, ligne, sortie), debuts in dehors.items():
        course.avertir("participants", Ligne(id_ligne, ligne), "date_sortie", _phrase(sortie, debuts))


def _phrase(sortie: Any, debuts: list[Any]) -> str:
    if len(debuts) == 1:
        quoi = f"Une étape commence après cette sortie ({sortie:%d/%m/%Y}), le {debuts[0]:%d/%m/%Y} : elle restera"
    else:
        quoi = (
            f"{len(debuts)} étapes commencent après cette sortie ({sortie:%d/%m/%Y}), la première le "
            f"{debuts[0]:%d/%m/%Y} : elles resteront"
        )
    return f"{quoi} hors de toute participation. Corrigez la sortie, ou leurs dates."
