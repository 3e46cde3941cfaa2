"""Where an étape falls among a person's participations, recorded or brought by the same run."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from datetime import date
from typing import Any, Final, NamedTuple

from deplie.parcours.imports.colonnes import PARTICIPANTS
from deplie.parcours.imports.participants.cellules import CREER_PARTICIPATION, MODIFIER_PARTICIPATION
from deplie.parcours.rules.duree import ajouter_mois
from deplie.parcours.rules.sortie import compte
from deplie.socle.imports import sql
from deplie.socle.imports.lignes import bits

_BITS: Final = bits(PARTICIPANTS)
SUIVI: Final = "SUIVI_EMPLOI"
_RECORDED: Final = """
SELECT o.identifiant, p.id, p.dispositif_id, p.date_entree, p.date_sortie, p.motif_sortie
FROM personnes_personne o LEFT JOIN parcours_participation p ON p.personne_id = o.id WHERE o.territoire_id = %s AND {0}
"""
# Lines of the run that bring a participation, or change one.
_STAGED: Final = f"""
SELECT l.identifiant, l.participation_id, l.dispositif_id, l.date_entree, l.date_sortie, COALESCE(l.motif_sortie, ''),
       (l.vides & {_BITS["date_sortie"]}), (l.vides & {_BITS["motif_sortie"]})
FROM parcours_ligneparticipant l
WHERE l.lot_id = %s AND (l.actions & {CREER_PARTICIPATION | MODIFIER_PARTICIPATION}) <> 0 AND {{0}}
"""


class Sejour(NamedTuple):
    """A participation as the run leaves it; ``motif`` is empty where there is none."""

    dispositif: int
    entree: date
    sortie: date | None
    motif: str

    def contient(self, jour: date) -> bool:
        """Whether the day is inside, the day of exit included."""
        return self.entree <= jour and (self.sortie is None or jour <= self.sortie)


def lire(territoire: int, lot: int, identifiants: Sequence[str]) -> dict[str, list[Sejour]]:
    """Participations by person; a person known without any has an empty list, an unknown one is absent."""
    par_personne: dict[str, dict[tuple[int, date], Sejour]] = defaultdict(dict)
    condition, parametres = sql.parmi("o.identifiant", identifiants)
    for identifiant, numero, dispositif, entree, sortie, motif in sql.lire(
        _RECORDED.format(condition), [territoire, *parametres]
    ):
        sejours = par_personne[identifiant]
        if numero:
            sejours[dispositif, entree] = Sejour(dispositif, entree, sortie, motif)
    condition, parametres = sql.parmi("l.identifiant", identifiants)
    for ligne in sql.lire(_STAGED.format(condition), [lot, *parametres]):
        _superposer(par_personne[ligne[0]], ligne)
    return {identifiant: list(sejours.values()) for identifiant, sejours in par_personne.items()}


def _superposer(sejours: dict[tuple[int, date], Sejour], ligne: tuple[Any, ...]) -> None:
    _, _, dispositif, entree, sortie, motif, sans_sortie, sans_motif = ligne
    connu = sejours.get((dispositif, entree))
    if connu:
        sortie = None if sans_sortie else (sortie or connu.sortie)
        motif = "" if sans_motif else (motif or connu.motif)
    sejours[dispositif, entree] = Sejour(dispositif, entree, sortie, motif)


def trouver(
    sejours: Iterable[Sejour], dispositif: int, debut: date, categorie: str, mois_de_suivi: int
) -> Sejour | None:
    """The participation of the scheme that holds an étape begun on ``debut``, None if none does.

    A real one goes before one ended as a duplicate, then the latest entry. A follow-up in work may begin up to
    ``mois_de_suivi`` months after the exit.
    """
    siens = [sejour for sejour in sejours if sejour.dispositif == dispositif]
    candidats = [sejour for sejour in siens if sejour.contient(debut)]
    if not candidats and categorie == SUIVI:
        candidats = [
            sejour
            for sejour in siens
            if sejour.sortie and sejour.sortie < debut <= ajouter_mois(sejour.sortie, mois_de_suivi)
        ]
    return max(candidats, key=lambda sejour: (compte(sejour.motif), sejour.entree), default=None)
