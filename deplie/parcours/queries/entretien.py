"""Interviews, as an actor may see them: the week of somebody, a day, those of a person."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from django.db.models import Count, Max, Min, Q, QuerySet
from django.utils import timezone

from deplie.acteurs.models import Agent
from deplie.acteurs.queries import Acteur
from deplie.parcours.models import Entretien, Participation
from deplie.parcours.models.entretien import EntretienQuerySet
from deplie.parcours.queries.choix import referents
from deplie.parcours.queries.perimetre import ou_404, personnes_visibles_par, visibles_par
from deplie.parcours.rules.entretien import ABSENT, ABSENT_EXCUSE, PREVU, TENU, lundi_de, manques_dits, rendez_vous_dit
from deplie.personnes.models import Personne

JOURS_D_UNE_SEMAINE = 7
JOURS_D_UN_MOIS = 30
# Lines of the list on the page of a person; the others are a click away.
QUELQUES = 6


@dataclass(frozen=True)
class Jour:
    """A day of an agenda, and its appointments by hour."""

    le: date
    entretiens: list[Entretien]


@dataclass(frozen=True)
class Rencontres:
    """What is read of the interviews of a person: the latest ones, the latest first, and a count of all of them."""

    derniers: list[Entretien]
    nombre: int
    absences: int
    excusees: int
    dernier: datetime | None  # the last contact
    prochain: datetime | None  # the nearest appointment ahead

    @property
    def autres(self) -> int:
        """How many older ones are not shown."""
        return self.nombre - len(self.derniers)

    @property
    def manques(self) -> str:
        return manques_dits(self.absences, self.excusees)


def visibles(acteur: Acteur) -> EntretienQuerySet:
    """Interviews of the people whom the actor may see; the words of a note are left where they are."""
    lues = Entretien.objects.filter(personne__in=personnes_visibles_par(acteur))
    return lues.select_related("personne", "agent", "lieu_repertorie").defer("note")


def entretien_ou_404(acteur: Acteur, pk: int) -> Entretien:
    """The interview, with its person and who holds it; 404 outside the actor's perimeter."""
    return ou_404(visibles(acteur).select_related("participation__dispositif").filter(pk=pk).first())


def semaine(acteur: Acteur, agent: Agent, jour: date) -> list[Jour]:
    """The week of a day in somebody's agenda, from Monday to Sunday; what was cancelled is left out."""
    lundi = lundi_de(jour)
    lus = entre(acteur, agent, lundi, lundi + timedelta(days=JOURS_D_UNE_SEMAINE))
    return [
        Jour(le, [e for e in lus if timezone.localtime(e.debut).date() == le])
        for le in (lundi + timedelta(days=n) for n in range(JOURS_D_UNE_SEMAINE))
    ]


def entre(acteur: Acteur, agent: Agent, debut: date, fin: date) -> list[Entretien]:
    """Somebody's appointments from a day to another, which is left out."""
    lus = visibles(acteur).a_l_agenda().filter(agent=agent, debut__gte=minuit(debut), debut__lt=minuit(fin))
    return list(lus.order_by("debut", "pk"))


def du_jour(acteur: Acteur, agent: Agent, jour: date) -> list[Entretien]:
    return entre(acteur, agent, jour, jour + timedelta(days=1))


def a_completer(acteur: Acteur, agent: Agent, jour: date) -> list[Entretien]:
    """Somebody's appointments of the month before a day, of which nobody said what became; the latest first."""
    avant = minuit(jour - timedelta(days=JOURS_D_UN_MOIS))
    lus = visibles(acteur).filter(agent=agent, statut=PREVU, debut__gte=avant, debut__lt=minuit(jour))
    return list(lus.order_by("-debut", "-pk")[:QUELQUES])


def rencontres(personne: Personne, *, toutes: bool = False) -> Rencontres:
    """The interviews of a person; the caller got the person through ``personne_ou_404``.

    As many rows are read after ten years as after one, unless all of them are asked for.
    """
    lus = Entretien.objects.a_l_agenda().filter(personne=personne)
    compte = lus.aggregate(
        nombre=Count("pk"),
        absences=Count("pk", filter=Q(statut=ABSENT)),
        excusees=Count("pk", filter=Q(statut=ABSENT_EXCUSE)),
        dernier=Max("debut", filter=Q(statut=TENU)),
        prochain=Min("debut", filter=Q(statut=PREVU, debut__gte=timezone.now())),
    )
    derniers = lus.order_by("-debut", "-pk")[: None if toutes else QUELQUES]
    return Rencontres(derniers=list(derniers.select_related("agent").defer("note")), **compte)


def participation_du(acteur: Acteur, personne: Personne, jour: date) -> Participation | None:
    """The parcours that an interview of that day belongs to: the latest one in progress."""
    ouvertes = visibles_par(acteur).ouvertes_le(jour).filter(personne=personne)
    return ouvertes.select_related("dispositif").order_by("-date_entree", "-pk").first()


def suivies_par(acteur: Acteur, agent: Agent) -> QuerySet[Personne]:
    """The people in progress whom somebody follows, by name."""
    ouvertes = visibles_par(acteur).ouvertes_le(timezone.localdate()).filter(referent=agent)
    return Personne.objects.filter(pk__in=ouvertes.values("personne")).order_by("nom", "prenom", "pk")


def attendus(personne: Personne, jour: date) -> list[Entretien]:
    """The appointments of a person from a day on that nobody wrote yet, whoever holds them; the nearest first.

    The caller got the person through ``personne_ou_404``.
    """
    lus = Entretien.objects.filter(personne=personne, statut=PREVU, debut__gte=minuit(jour))
    return list(lus.select_related("agent").defer("note").order_by("debut", "pk"))


def attendus_le(personne: Personne, jour: date) -> list[Entretien]:
    """Those of one day."""
    return [prevu for prevu in attendus(personne, jour) if timezone.localtime(prevu.debut).date() == jour]


def du_lecteur(acteur: Acteur, prevus: Iterable[Entretien]) -> Entretien | None:
    """The first of them that the reader holds."""
    return next((prevu for prevu in prevus if prevu.agent == acteur.agent), None)


def dire(acteur: Acteur, entretien: Entretien) -> str:
    """When an appointment is and whose, to who reads it."""
    avec = "vous" if entretien.agent == acteur.agent else str(entretien.agent)
    return rendez_vous_dit(timezone.localtime(entretien.debut), avec, timezone.localdate())


def agent_ou_404(acteur: Acteur, pk: int | None) -> Agent | None:
    """Whose agenda: the one asked for among the référents, else the reader's own, else the first; None without any."""
    if pk is not None:
        return ou_404(referents(acteur).filter(pk=pk).first())
    ouverts = agendas(acteur)
    return acteur.agent if acteur.agent in ouverts else next(iter(ouverts), None)


def agendas(acteur: Acteur) -> list[Agent]:
    """Whose agendas the actor may open."""
    return list(referents(acteur))


def note_de(entretien: Entretien) -> str:
    """The words kept of an interview. The caller holds the right and has journaled the reading."""
    return Entretien.objects.values_list("note", flat=True).get(pk=entretien.pk)


def numero(texte: str | None) -> int | None:
    """The number that an address gives; None when it gives none."""
    return int(texte) if texte and texte.isascii() and texte.isdecimal() else None


def minuit(jour: date) -> datetime:
    """The beginning of a day, where the installation is."""
    return timezone.make_aware(datetime.combine(jour, time.min))
