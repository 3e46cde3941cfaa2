"""Who followed the participations already chosen, from when to when."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass

from deplie.parcours.models import ChangementReferent
from deplie.parcours.queries.personne import Suivi
from deplie.parcours.rules.referent import Changement, Periode, periodes


@dataclass(frozen=True)
class PeriodeLue:
    """A période as people read it."""

    periode: Periode
    qui: str

    @property
    def raison(self) -> str:
        return self.periode.raison

    @property
    def quand(self) -> str:
        debut, fin = self.periode.debut, self.periode.fin
        if debut is None:
            return "désigné par un fichier, sans date" + (f", jusqu'au {fin:%d/%m/%Y}" if fin else "")
        return f"du {debut:%d/%m/%Y} au {fin:%d/%m/%Y}" if fin else f"depuis le {debut:%d/%m/%Y}"


def periodes_des(suivis: Sequence[Suivi]) -> list[tuple[Suivi, list[PeriodeLue]]]:
    """The périodes of each participation, the latest first: one query, however many."""
    lus: dict[int, list[ChangementReferent]] = defaultdict(list)
    noms: dict[int | None, str] = {None: "Personne"}
    demandes = ChangementReferent.objects.filter(participation__in=[suivi.participation.pk for suivi in suivis])
    for changement in demandes.select_related("ancien", "nouveau").order_by("le"):
        lus[changement.participation_id].append(changement)
        noms |= {agent.pk: str(agent) for agent in (changement.ancien, changement.nouveau) if agent}
    presents = [suivi.participation.referent for suivi in suivis]
    noms |= {agent.pk: str(agent) for agent in presents if agent}
    return [(suivi, [PeriodeLue(p, noms[p.referent]) for p in _de(suivi, lus)]) for suivi in suivis]


def _de(suivi: Suivi, lus: dict[int, list[ChangementReferent]]) -> list[Periode]:
    p = suivi.participation
    changements = [Changement(c.le, c.ancien_id, c.nouveau_id, c.raison) for c in lus[p.pk]]
    return periodes(p.date_entree, p.referent_id, changements)[::-1]
