"""Séances of a territory: those to come, those held, who sits, how many files wait."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import Final, TypeVar

from django.db.models import Count, F, Prefetch, Q
from django.http import Http404

from deplie.acteurs.models import Agent, Organisation
from deplie.acteurs.queries import Acteur
from deplie.instances.models import Decision, Instance, MembreInstance, Rectification, Seance
from deplie.instances.queries.objets import Genre, genre, genres_de
from deplie.instances.rules import RETARD, quorum_atteint
from deplie.territoires.models import Dispositif

T = TypeVar("T")
BIENTOT: Final = timedelta(days=7)


def visibles_par(acteur: Acteur):
    """Séances of the actor's territory, for whoever may read them."""
    toutes = Seance.objects.filter(instance__territoire=acteur.territoire)
    lues = toutes if acteur.peut("seance.voir") else toutes.none()
    return lues.select_related("instance__dispositif", "instance__territoire", "modele__fichier")


def seance_ou_404(acteur: Acteur, pk: int) -> Seance:
    """A séance of the actor's territory, with its body."""
    return ou_404(visibles_par(acteur).filter(pk=pk).first())


def instance_ou_404(acteur: Acteur, pk: int) -> Instance:
    """A body of the actor's territory."""
    return ou_404(Instance.objects.filter(territoire=acteur.territoire, pk=pk).select_related("dispositif").first())


def membre_ou_404(acteur: Acteur, pk: int) -> MembreInstance:
    """A seat in a body of the actor's territory."""
    trouve = MembreInstance.objects.filter(instance__territoire=acteur.territoire, pk=pk)
    return ou_404(trouve.select_related("instance", "organisation", "titulaire", "suppleant").first())


def instances_de(acteur: Acteur):
    """Bodies of the territory, those that still meet first, with the number of their members and séances."""
    jour_de_siege = Count("membres", filter=Q(membres__fin=None), distinct=True)
    toutes = Instance.objects.filter(territoire=acteur.territoire).select_related("dispositif")
    return toutes.annotate(sieges=jour_de_siege, tenues=Count("seances", distinct=True)).order_by("-active", "nom")


def actives(acteur: Acteur):
    """Bodies that still meet."""
    return Instance.objects.filter(territoire=acteur.territoire, active=True).order_by("nom")


def agents_de(acteur: Acteur):
    """Whoever may sit: the agents of the territory."""
    return Agent.objects.filter(territoire=acteur.territoire).order_by("nom", "prenom", "courriel")


def organisations_de(acteur: Acteur):
    """Bodies that may be represented."""
    return Organisation.objects.filter(territoire=acteur.territoire).order_by("cle")


def membres_le(instance: Instance, jour: date) -> list[MembreInstance]:
    """Who sits that day, in the order of the minutes."""
    en_cours = Q(fin=None) | Q(fin__gte=jour)
    membres = instance.membres.filter(en_cours, debut__lte=jour)
    return list(membres.select_related("organisation", "titulaire", "suppleant").order_by("organisation__cle", "pk"))


def planifiables(acteur: Acteur, dispositif: Dispositif, natures: frozenset[str], jour: date):
    """The planned séances that may decide for a scheme, the nearest first."""
    siennes = Q(instance__dispositif=None) | Q(instance__dispositif=dispositif)
    prevues = Seance.objects.filter(siennes, instance__territoire=acteur.territoire, instance__nature__in=natures)
    return prevues.prevues().depuis(jour - RETARD).select_related("instance").order_by("le", "pk")


@dataclass(frozen=True)
class SeanceProche:
    """A séance to come, and how many files wait for it."""

    seance: Seance
    dossiers: int


def proches(acteur: Acteur, jour: date) -> list[SeanceProche]:
    """The séances of the next seven days, with the number of files that the actor may read."""
    prevues = visibles_par(acteur).prevues().filter(le__range=(jour, jour + BIENTOT)).order_by("le", "heure", "pk")
    lues = list(prevues)
    comptes = nombres_de_dossiers(acteur, lues)
    return [SeanceProche(seance, comptes[seance.pk]) for seance in lues]


def nombres_de_dossiers(acteur: Acteur, seances: Sequence[Seance]) -> dict[int, int]:
    """How many files wait for each séance, of those that the actor may read: a fixed number of queries."""
    comptes = dict.fromkeys((seance.pk for seance in seances), 0)
    for genre_lu in {g.code: g for s in seances for g in genres_de(acteur, s.instance.nature)}.values():
        siennes = [s for s in seances if s.instance.nature in genre_lu.natures]
        for pk, nombre in genre_lu.comptes(acteur, siennes).items():
            comptes[pk] += nombre
    return comptes


def liste(acteur: Acteur, onglet: str):
    """The séances of a tab: those to come and those not held yet, the nearest first; those over, the latest first."""
    toutes = visibles_par(acteur).annotate(decidees=Count("decisions"))
    a_tenir = Q(statut=Seance.Statut.PREVUE)
    if onglet == "a_venir":
        return toutes.filter(a_tenir).order_by("le", "pk")
    return toutes.exclude(a_tenir).order_by("-le", "-pk")


@dataclass(frozen=True)
class Sieges:
    """Who sits in a séance, whether they came, and whether enough did."""

    lignes: list[tuple[MembreInstance, str]]
    quorum: bool | None

    @property
    def notees(self) -> bool:
        """Whether attendance was noted."""
        return any(etat for _, etat in self.lignes)


def sieges(seance: Seance) -> Sieges:
    """The members of that day, and those noted whose seat ended since."""
    notes = {p.membre: p.etat for p in _presences(seance)}
    membres = membres_le(seance.instance, seance.le)
    membres += [membre for membre in notes if membre not in membres]
    return Sieges([(m, notes.get(m, "")) for m in membres], quorum_atteint(seance.instance.quorum, notes.values()))


def _presences(seance: Seance):
    return seance.presences.select_related("membre__organisation", "membre__titulaire", "membre__suppleant").order_by(
        "pk"
    )


@dataclass(frozen=True)
class RectificationLue:
    """What a decision said first, and why it was corrected."""

    rectification: Rectification
    resultat: str


@dataclass(frozen=True)
class DecisionLue:
    """A decision as it is told: on whom, what, why."""

    decision: Decision
    nom: str
    resultat: str
    rectifications: list[RectificationLue] = field(default_factory=list)


@dataclass(frozen=True)
class GroupeDecide:
    """The decisions of a séance on one kind of object; ``masquees`` are outside the reader's perimeter."""

    genre: Genre
    lues: list[DecisionLue]
    masquees: int


def decisions_de(acteur: Acteur, seance: Seance) -> list[GroupeDecide]:
    """What a séance decided, by kind, of what the actor may read."""
    prises: dict[str, list[Decision]] = {}
    rectifiees = Prefetch("rectifications", queryset=Rectification.objects.order_by("le", "pk"))
    for decision in seance.decisions.select_related("par").prefetch_related(rectifiees).order_by("rang"):
        prises.setdefault(decision.genre, []).append(decision)
    groupes = []
    for code, decisions in prises.items():
        sorte = genre(code)
        noms = sorte.nommer(acteur, [d.objet_id for d in decisions]) if acteur.peut(sorte.droit_voir) else {}
        lues = [_lire(d, sorte, noms[d.objet_id]) for d in decisions if d.objet_id in noms]
        groupes.append(GroupeDecide(sorte, lues, len(decisions) - len(lues)))
    return groupes


def _lire(decision: Decision, sorte: Genre, nom: str) -> DecisionLue:
    rectifications = [RectificationLue(r, sorte.resultats[r.resultat]) for r in decision.rectifications.all()]
    return DecisionLue(decision, nom, sorte.resultats[decision.resultat], rectifications)


def decision_ou_404(acteur: Acteur, pk: int) -> tuple[Decision, Genre, str]:
    """A decision on something that the actor may see, its kind, and whom it concerns."""
    ici = Decision.objects.filter(seance__in=visibles_par(acteur), pk=pk).select_related("seance__instance")
    decision = ou_404(ici.first())
    sorte = genre(decision.genre)
    noms = sorte.nommer(acteur, [decision.objet_id]) if acteur.peut(sorte.droit_voir) else {}
    return decision, sorte, ou_404(noms.get(decision.objet_id))


def membres_de(instance: Instance):
    """Every seat of a body, those that still hold first."""
    membres = instance.membres.select_related("organisation", "titulaire", "suppleant")
    return membres.order_by(F("fin").asc(nulls_first=True), "organisation__cle", "pk")


def ou_404(objet: T | None) -> T:
    """The object, or a page that is not found."""
    if objet is None:
        raise Http404
    return objet
