"""The team of a territory: agents, the roles they hold, the bodies they belong to."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date
from typing import TypeVar

from django.db.models import Count, Prefetch, Q, QuerySet
from django.http import Http404
from django.utils import timezone

from deplie.acteurs.models import Agent, Habilitation, Organisation, Remplacement, TempsReferent
from deplie.acteurs.queries.acteur import Acteur
from deplie.acteurs.rules import DROITS, ROLES, en_vigueur, est_de_demonstration, peut_attribuer
from deplie.territoires.models import Territoire

T = TypeVar("T")


@dataclass(frozen=True)
class RoleTenu:
    """A role of an agent as the page says it: what, since when, until when, and whether it holds today."""

    habilitation: Habilitation
    libelle: str
    en_cours: bool
    a_venir: bool


@dataclass(frozen=True)
class Membre:
    """An agent and what the page says of them."""

    agent: Agent
    roles: list[RoleTenu]
    etp: TempsReferent | None
    invitation_en_attente: bool


@dataclass(frozen=True)
class Equipe:
    """The team in the order of the page: what is to be completed first."""

    a_completer: list[Membre] = field(default_factory=list)
    membres: list[Membre] = field(default_factory=list)
    sans_role: list[Membre] = field(default_factory=list)


def equipe(territoire: Territoire) -> Equipe:
    """Every agent of the territory once: to be completed, holding a role (now or later), or none any more."""
    jour = timezone.localdate()
    trouves = [membre(agent, jour) for agent in _agents(territoire)]
    complets = [m for m in trouves if not m.agent.a_completer]
    return Equipe(
        a_completer=[m for m in trouves if m.agent.a_completer],
        membres=[m for m in complets if any(r.en_cours or r.a_venir for r in m.roles)],
        sans_role=[m for m in complets if not any(r.en_cours or r.a_venir for r in m.roles)],
    )


def membre(agent: Agent, jour: date) -> Membre:
    """What the page says of one agent, whose roles and working time are already fetched or will be."""
    temps = [t for t in agent.temps.all() if en_vigueur(t.debut, t.fin, jour)]
    return Membre(agent, _roles(agent.habilitations.all(), jour), temps[0] if temps else None, _attend(agent))


def _attend(agent: Agent) -> bool:
    """Whether an invitation is out: an account without a password, that nobody opened yet."""
    compte = agent.compte
    if compte is None or est_de_demonstration(compte.courriel):
        return False
    return not compte.has_usable_password() and compte.last_login is None


def organisations(territoire: Territoire) -> list[Organisation]:
    """Bodies of the territory: those to be completed first, then by name, with their number of agents."""
    avec_agents = Organisation.objects.filter(territoire=territoire).annotate(nombre_agents=Count("agents"))
    return list(avec_agents.order_by("-a_completer", "cle"))


def roles_attribuables(acteur: Acteur) -> list[tuple[str, str]]:
    """Codes and labels of the roles that the actor may give."""
    permis = [code for code in ROLES if acteur.est_systeme or peut_attribuer(acteur.roles, code)]
    return [(code, ROLES[code].libelle) for code in permis]


def agent_ou_404(acteur: Acteur, pk: int) -> Agent:
    """An agent of the actor's territory; another territory's is not found."""
    trouve = Agent.objects.select_related("compte", "organisation", "territoire")
    return _ou_404(trouve.filter(territoire=acteur.territoire, pk=pk).first())


def noms_des_organisations(territoire: Territoire) -> list[str]:
    """The names of the territory's bodies, to be proposed where one is typed."""
    return list(Organisation.objects.filter(territoire=territoire).order_by("cle").values_list("nom", flat=True))


def organisation_ou_404(acteur: Acteur, pk: int) -> Organisation:
    """A body of the actor's territory."""
    return _ou_404(Organisation.objects.filter(territoire=acteur.territoire, pk=pk).first())


def habilitation_ou_404(acteur: Acteur, pk: int) -> Habilitation:
    """A role held in the actor's territory."""
    trouve = Habilitation.objects.select_related("agent__compte", "agent__territoire")
    return _ou_404(trouve.filter(agent__territoire=acteur.territoire, pk=pk).first())


def temps_ou_404(acteur: Acteur, pk: int) -> TempsReferent:
    """A dated working time of an agent of the actor's territory."""
    trouve = TempsReferent.objects.select_related("agent")
    return _ou_404(trouve.filter(agent__territoire=acteur.territoire, pk=pk).first())


def remplacement_ou_404(acteur: Acteur, pk: int) -> Remplacement:
    """A replacement in the actor's territory."""
    trouve = Remplacement.objects.select_related("absent", "remplacant")
    return _ou_404(trouve.filter(absent__territoire=acteur.territoire, pk=pk).first())


def remplacants(territoire: Territoire, agent: Agent) -> QuerySet[Agent]:
    """Who may stand in for an agent: whoever holds today a role that follows people, but the agent."""
    jour = timezone.localdate()
    tenus = Habilitation.objects.filter(
        Q(fin=None) | Q(fin__gte=jour), debut__lte=jour, role__in=DROITS["participation.modifier"].roles
    )
    agents = Agent.objects.filter(territoire=territoire, pk__in=tenus.values("agent"))
    return agents.exclude(pk=agent.pk).order_by("nom", "prenom", "courriel")


def remplacements_de(agent: Agent) -> list[Remplacement]:
    """Replacements of an agent that hold today or later, the nearest first."""
    a_venir = agent.remplacements.filter(fin__gte=timezone.localdate())
    return list(a_venir.select_related("remplacant").order_by("debut", "pk"))


def _ou_404(objet: T | None) -> T:
    if objet is None:
        raise Http404
    return objet


def _agents(territoire: Territoire) -> Iterable[Agent]:
    roles = Prefetch("habilitations", Habilitation.objects.order_by("-debut", "role"))
    temps = Prefetch("temps", TempsReferent.objects.order_by("-debut"))
    agents = Agent.objects.filter(territoire=territoire).select_related("compte", "organisation")
    return agents.prefetch_related(roles, temps).order_by("nom", "prenom", "courriel")


def _roles(habilitations: Iterable[Habilitation], jour: date) -> list[RoleTenu]:
    return [
        RoleTenu(
            h, ROLES[h.role].libelle if h.role in ROLES else h.role, en_vigueur(h.debut, h.fin, jour), h.debut > jour
        )
        for h in habilitations
    ]
