"""The week of a place: who receives there, the appointments and the workshops; and what an agent leads."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, timedelta

from django.utils import timezone

from deplie.acteurs.models import Agent
from deplie.acteurs.queries import Acteur
from deplie.offre.models import Lieu, SeanceAtelier
from deplie.offre.queries import Creneau, creneaux, ouverts
from deplie.offre.rules import PREVUE
from deplie.parcours.models import Entretien
from deplie.parcours.queries import atelier as ateliers
from deplie.parcours.queries.entretien import JOURS_D_UNE_SEMAINE, minuit, visibles
from deplie.parcours.queries.perimetre import ou_404
from deplie.parcours.rules.entretien import lundi_de


@dataclass(frozen=True)
class JourDeLieu:
    """A day at a place."""

    le: date
    permanences: list[Creneau] = field(default_factory=list)
    entretiens: list[Entretien] = field(default_factory=list)
    seances: list[SeanceAtelier] = field(default_factory=list)

    @property
    def occupe(self) -> bool:
        return bool(self.permanences or self.entretiens or self.seances)


def lieu_choisi(acteur: Acteur, pk: int | None) -> Lieu | None:
    """The place asked for, else the first open one; 404 for one that is not of the territory."""
    lieux = ouverts(acteur)
    return lieux.first() if pk is None else ou_404(lieux.filter(pk=pk).first())


def semaine_du_lieu(acteur: Acteur, lieu: Lieu, jour: date) -> list[JourDeLieu]:
    """A week at a place, from Monday to Sunday: every permanence and workshop, the appointments of the perimeter."""
    lundi = lundi_de(jour)
    debut, fin = minuit(lundi), minuit(lundi + timedelta(days=JOURS_D_UNE_SEMAINE))
    rendez_vous = visibles(acteur).a_l_agenda().filter(lieu_repertorie=lieu, debut__gte=debut, debut__lt=fin)
    seances = ateliers.visibles_par(acteur).filter(atelier__lieu=lieu, statut=PREVUE, debut__gte=debut, debut__lt=fin)
    tenues, pris, prevues = (
        creneaux(acteur, lieu, lundi),
        list(rendez_vous.order_by("debut", "pk")),
        list(seances.order_by("debut", "pk")),
    )
    return [
        JourDeLieu(
            le,
            [creneau for creneau in tenues if creneau.le == le],
            [entretien for entretien in pris if _jour(entretien) == le],
            [seance for seance in prevues if _jour(seance) == le],
        )
        for le in (lundi + timedelta(days=n) for n in range(JOURS_D_UNE_SEMAINE))
    ]


def seances_animees(acteur: Acteur, agent: Agent, debut: date, fin: date) -> list[SeanceAtelier]:
    """The sessions that somebody leads, from a day to another, which is left out."""
    lues = ateliers.visibles_par(acteur).filter(atelier__animateurs=agent, statut=PREVUE)
    return list(lues.filter(debut__gte=minuit(debut), debut__lt=minuit(fin)).order_by("debut", "pk"))


def _jour(ligne: Entretien | SeanceAtelier) -> date:
    return timezone.localtime(ligne.debut).date()
