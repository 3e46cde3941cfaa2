"""What séances asked to be done: of a territory, of a body, and what the séance before left to the next one."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Final

from django.db.models import Q
from django.utils import timezone

from deplie.acteurs.models import Agent
from deplie.acteurs.queries import Acteur
from deplie.instances.models import Decision, MembreInstance, Seance, Suite, SuiteQuerySet
from deplie.instances.queries.objets import genre
from deplie.instances.queries.seance import agents_de, membres_le, ou_404
from deplie.instances.queries.seance import visibles_par as seances_visibles
from deplie.instances.rules import ETATS_DE_SUITE

ONGLETS: Final[dict[str, str]] = {
    "ouvertes": "À faire",
    "retard": "En retard",
    "faites": "Faites",
}


def visibles_par(acteur: Acteur) -> SuiteQuerySet:
    """What the séances that the actor may read asked."""
    toutes = Suite.objects.filter(seance__in=seances_visibles(acteur))
    proches = ("seance__instance", "decision", "membre__organisation", "membre__titulaire", "agent")
    return toutes.select_related(*proches)


def suite_ou_404(acteur: Acteur, pk: int) -> Suite:
    """Something asked by a séance of the actor's territory."""
    return ou_404(visibles_par(acteur).filter(pk=pk).first())


@dataclass(frozen=True)
class SuiteLue:
    """Something asked, what it is on a day, and on what it was decided (empty for a point of the agenda, or for what
    the reader may not see)."""

    suite: Suite
    etat: str
    sur: str

    @property
    def libelle(self) -> str:
        return ETATS_DE_SUITE[self.etat]


def lire(acteur: Acteur, suites: Iterable[Suite], jour: date) -> list[SuiteLue]:
    """Each with its state on that day; one query for each kind of decision."""
    lues = list(suites)
    noms = _noms(acteur, [suite.decision for suite in lues if suite.decision])
    return [SuiteLue(suite, suite.etat(jour), noms.get(suite.decision_id or 0, "")) for suite in lues]


def _noms(acteur: Acteur, decisions: list[Decision]) -> dict[int, str]:
    """« Sorties : Maud Imaginaire », of the decisions that the actor may read."""
    par_genre: dict[str, list[Decision]] = {}
    for decision in decisions:
        par_genre.setdefault(decision.genre, []).append(decision)
    noms: dict[int, str] = {}
    for code, siennes in par_genre.items():
        sorte = genre(code)
        trouves = sorte.nommer(acteur, [d.objet_id for d in siennes]) if acteur.peut(sorte.droit_voir) else {}
        for decision in siennes:
            if decision.objet_id in trouves:
                noms[decision.pk] = f"{sorte.resultats[decision.resultat]} : {trouves[decision.objet_id]}"
    return noms


@dataclass(frozen=True)
class Filtre:
    """What the list shows: a tab, a body, an owner (« membre-3 », « agent-5 »)."""

    onglet: str = "ouvertes"
    instance: int | None = None
    responsable: str = ""


def liste(acteur: Acteur, filtre: Filtre, jour: date) -> SuiteQuerySet:
    """What is asked, the nearest first; what is done, the latest first."""
    toutes = _cherchees(acteur, filtre)
    if filtre.onglet == "faites":
        return toutes.filter(faite_le__isnull=False).order_by("-faite_le", "-pk")
    return (toutes.en_retard(jour) if filtre.onglet == "retard" else toutes.ouvertes()).order_by("echeance", "pk")


def _cherchees(acteur: Acteur, filtre: Filtre) -> SuiteQuerySet:
    toutes = visibles_par(acteur)
    if filtre.instance:
        toutes = toutes.filter(seance__instance=filtre.instance)
    sorte, _, numero = filtre.responsable.partition("-")
    if sorte in ("membre", "agent") and numero.isdecimal():
        toutes = toutes.filter(**{sorte: int(numero)})
    return toutes


def responsables(acteur: Acteur) -> list[tuple[str, str]]:
    """Who answers for something asked: (« membre-3 », their name), by name."""
    trouves = {}
    for suite in visibles_par(acteur).order_by("pk"):
        trouves[f"membre-{suite.membre_id}" if suite.membre_id else f"agent-{suite.agent_id}"] = suite.responsable
    return sorted(trouves.items(), key=lambda couple: couple[1].casefold())


def candidats(acteur: Acteur, seance: Seance) -> dict[str, MembreInstance | Agent]:
    """Who may answer for what a séance asks: its seats of that day, then the team."""
    sieges = {f"membre-{membre.pk}": membre for membre in membres_le(seance.instance, seance.le)}
    return {**sieges, **{f"agent-{agent.pk}": agent for agent in agents_de(acteur)}}


def jour_de_lecture(seance: Seance) -> date:
    """The day on which what was asked is told at a séance: its own, today for one to come."""
    return min(seance.le, timezone.localdate())


def d_avant(acteur: Acteur, seance: Seance) -> list[SuiteLue]:
    """What earlier séances of the body asked: what is open on the day, and what was done since the last of them."""
    ici = visibles_par(acteur).filter(seance__instance=seance.instance, seance__le__lt=seance.le)
    derniere = seance.instance.seances.filter(le__lt=seance.le, statut=Seance.Statut.TENUE).order_by("-le").first()
    reste = Q(faite_le=None) | Q(faite_le__gte=derniere.le if derniere else seance.le)
    return lire(acteur, ici.filter(reste).order_by("echeance", "pk"), jour_de_lecture(seance))


def de_la_seance(acteur: Acteur, seance: Seance, jour: date | None = None) -> list[SuiteLue]:
    """What a séance asked, as it stands on a day: today unless told."""
    siennes = visibles_par(acteur).filter(seance=seance).order_by("echeance", "pk")
    return lire(acteur, siennes, jour or timezone.localdate())
