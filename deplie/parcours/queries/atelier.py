"""Workshops as an actor sees them: sessions with their counts, the people of theirs who are registered.

Everybody who may open a workshop sees how many are registered. Names are those of the actor's perimeter, and, for the
body that leads the workshop, of everybody registered to it.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from functools import cached_property

from django.db.models import Count, Q, QuerySet
from django.utils import timezone

from deplie.acteurs.queries import Acteur
from deplie.acteurs.rules import Perimetre
from deplie.offre.models import Atelier, SeanceAtelier
from deplie.offre.queries import seances as seances_du_territoire
from deplie.offre.rules import PREVUE
from deplie.parcours.models import InscriptionAtelier
from deplie.parcours.models.atelier import InscriptionAtelierQuerySet
from deplie.parcours.queries.entretien import minuit
from deplie.parcours.queries.perimetre import ou_404, personnes_visibles_par
from deplie.parcours.rules.atelier import ABSENT, ABSENT_EXCUSE, EN_ATTENTE, PRESENT, TIENNENT
from deplie.parcours.rules.entretien import manques_dits
from deplie.personnes.models import Personne
from deplie.personnes.queries import nom_dit_d_abord, trouvees

A_VENIR, PASSES = "a-venir", "passes"
# People proposed at once when somebody is looked for.
PROPOSEES = 25


def visibles_par(acteur: Acteur) -> QuerySet[SeanceAtelier]:
    """The sessions of the territory, with how many hold a place, wait, and came."""
    return seances_du_territoire(acteur).annotate(
        inscrits=_combien(*TIENNENT), attente=_combien(EN_ATTENTE), presents=_combien(PRESENT)
    )


def _combien(*statuts: str) -> Count:
    return Count("inscriptions", filter=Q(inscriptions__statut__in=statuts))


def calendrier(acteur: Acteur, onglet: str) -> QuerySet[SeanceAtelier]:
    """Sessions from today on, the nearest first; or those before, the latest first."""
    aujourd_hui = minuit(timezone.localdate())
    lues = visibles_par(acteur).prefetch_related("atelier__animateurs")
    if onglet == PASSES:
        return lues.filter(debut__lt=aujourd_hui).order_by("-debut", "-pk")
    return lues.filter(debut__gte=aujourd_hui).order_by("debut", "pk")


def seances_de(acteur: Acteur, atelier: Atelier) -> list[SeanceAtelier]:
    """The sessions of a workshop, with their counts, by date."""
    return list(visibles_par(acteur).filter(atelier=atelier).order_by("debut", "pk"))


def seance_ou_404(acteur: Acteur, pk: int) -> SeanceAtelier:
    return ou_404(visibles_par(acteur).filter(pk=pk).first())


def anime(acteur: Acteur, atelier: Atelier) -> bool:
    """Whether the actor's own organisation leads the workshop: it receives everybody who is registered."""
    return acteur.organisation is not None and acteur.organisation.pk == atelier.organisation_id


def inscriptions_visibles_par(acteur: Acteur) -> InscriptionAtelierQuerySet:
    """Registrations of the people whom the actor may see, and those of the workshops that their organisation leads."""
    lues = InscriptionAtelier.objects.filter(seance__atelier__territoire=acteur.territoire)
    siennes = Q(personne__in=personnes_visibles_par(acteur))
    if acteur.organisation:
        siennes |= Q(seance__atelier__organisation=acteur.organisation)
    return lues.filter(siennes).select_related("personne", "seance__atelier")


def relevables_par(acteur: Acteur, seance: SeanceAtelier) -> InscriptionAtelierQuerySet:
    """Registrations of a session whose attendance the actor may tell: an operator, at the workshops it leads alone."""
    lues = inscriptions_visibles_par(acteur).filter(seance=seance).valables()
    if acteur.perimetres <= {Perimetre.ETAPES, Perimetre.PRESCRIPTIONS} and not anime(acteur, seance.atelier):
        return lues.none()
    return lues.order_by(nom_dit_d_abord("personne__"), "pk")


def inscription_ou_404(acteur: Acteur, pk: int) -> InscriptionAtelier:
    """A registration of somebody whom the actor may see."""
    lues = InscriptionAtelier.objects.filter(personne__in=personnes_visibles_par(acteur))
    return ou_404(lues.select_related("personne", "seance__atelier").filter(pk=pk).first())


@dataclass(frozen=True)
class Groupe:
    """Who is registered to a session, as an actor may read it."""

    seance: SeanceAtelier
    lues: list[InscriptionAtelier]

    @cached_property
    def inscrites(self) -> list[InscriptionAtelier]:
        return [i for i in self.lues if i.statut in TIENNENT]

    @cached_property
    def en_attente(self) -> list[InscriptionAtelier]:
        return sorted((i for i in self.lues if i.statut == EN_ATTENTE), key=lambda i: (i.le, i.pk))

    @property
    def autres(self) -> int:
        """How many registered or waiting people the actor may not name."""
        seance = self.seance
        return seance.inscrits + seance.attente - len(self.inscrites) - len(self.en_attente)  # type: ignore[attr-defined]


def groupe(acteur: Acteur, seance: SeanceAtelier) -> Groupe:
    """Who is registered to a session and who waits, the names that the actor may read."""
    lues = inscriptions_visibles_par(acteur).filter(seance=seance).valables()
    return Groupe(seance, list(lues.order_by(nom_dit_d_abord("personne__"), "pk")))


@dataclass(frozen=True)
class Ateliers:
    """What is read of the workshops of a person, the latest first."""

    inscriptions: list[InscriptionAtelier]

    @property
    def absences(self) -> int:
        return sum(i.statut == ABSENT for i in self.inscriptions)

    @property
    def excusees(self) -> int:
        return sum(i.statut == ABSENT_EXCUSE for i in self.inscriptions)

    @property
    def manques(self) -> str:
        return manques_dits(self.absences, self.excusees)


def ateliers_de(acteur: Acteur, personne: Personne) -> Ateliers:
    """The workshops of a person; the caller got the person through ``personne_ou_404``."""
    lues = InscriptionAtelier.objects.filter(personne=personne, seance__atelier__territoire=acteur.territoire)
    return Ateliers(list(lues.valables().select_related("seance__atelier__lieu").order_by("-seance__debut", "-pk")))


def ouvertes(acteur: Acteur) -> QuerySet[SeanceAtelier]:
    """Sessions to come that somebody may be registered to."""
    return calendrier(acteur, A_VENIR).filter(statut=PREVUE, debut__gte=timezone.now() - timedelta(hours=12))


def candidates(acteur: Acteur, seance: SeanceAtelier, texte: str) -> list[Personne]:
    """People whom the actor may see and who are not registered yet: those a search finds, else those they follow."""
    vues = personnes_visibles_par(acteur)
    inscrites = InscriptionAtelier.objects.filter(seance=seance).valables()
    vues = vues.exclude(pk__in=inscrites.values("personne"))
    if texte:
        vues = vues.filter(pk__in=trouvees(acteur.territoire, texte).values("pk"))
    elif acteur.agent:
        vues = vues.filter(participations__referent=acteur.agent, participations__date_sortie=None).distinct()
    return list(vues.order_by(nom_dit_d_abord(), "pk")[:PROPOSEES])
