"""Who is asking: an account, in a territory, with the roles it holds there today."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property

from django.db.models import Q
from django.http import Http404, HttpRequest
from django.utils import timezone

from deplie.acteurs.models import Agent, Habilitation, Organisation, Remplacement
from deplie.acteurs.rules import (
    DROITS,
    PRESCRIPTEUR_PROTEGE,
    Perimetre,
    cle_organisation,
    est_de_demonstration,
    est_protege,
    perimetres_de,
)
from deplie.socle.models import Compte
from deplie.territoires.models import Territoire


@dataclass(frozen=True)
class Acteur:
    """Somebody acting in one territory; ``compte`` and ``agent`` are None for the system (command line, seeding)."""

    compte: Compte | None
    territoire: Territoire
    agent: Agent | None
    roles: frozenset[str]
    est_systeme: bool = False

    @classmethod
    def systeme(cls, territoire: Territoire) -> Acteur:
        """The command line and the demonstration: every right, nobody's account."""
        return cls(compte=None, territoire=territoire, agent=None, roles=frozenset(), est_systeme=True)

    def peut(self, droit: str) -> bool:
        """Whether the actor holds a right of ``rules.DROITS``; an unknown code is a programming error (KeyError)."""
        return self.est_systeme or bool(DROITS[droit].roles & self.roles)

    @property
    def organisation(self) -> Organisation | None:
        """The body the actor belongs to in this territory, which bounds what they see."""
        return self.agent.organisation if self.agent else None

    def dit(self, prescripteur: Organisation | None) -> str:
        """The name of a prescriber as the actor may read it: one that tells something sensitive is not named to who has
        no right to sensitive answers, but to its own agents.
        """
        if prescripteur is None:
            return ""
        lisible = self.est_systeme or self.peut("sensible.lire") or prescripteur == self.organisation
        return str(prescripteur) if lisible or not prescripteur.est_protegee else PRESCRIPTEUR_PROTEGE

    def tait(self, nom: str) -> bool:
        """Whether a body's name, as a file writes it, is one that the actor may not read: what ``dit`` does not say."""
        if self.est_systeme or self.peut("sensible.lire"):
            return False
        return est_protege(nom) or cle_organisation(nom) in self._cles_protegees

    @cached_property
    def _cles_protegees(self) -> frozenset[str]:
        """How the bodies declared protected may be written: their names, and those of the bodies joined to them."""
        lues = Organisation.toutes.filter(territoire=self.territoire).values_list(
            "pk", "cle", "protegee", "absorbee_par"
        )
        cles = {pk: cle for pk, cle, _, _ in lues}
        vers = {pk: garde for pk, _, _, garde in lues}
        declarees = {pk for pk, _, protegee, _ in lues if protegee}
        return frozenset(cle for pk, cle in cles.items() if declarees & set(_suite(pk, vers)))

    @cached_property
    def remplaces(self) -> list[Agent]:
        """Those whom the actor stands in for today, whose people they see."""
        if self.agent is None:
            return []
        jour = timezone.localdate()
        tenus = Remplacement.objects.filter(remplacant=self.agent, debut__lte=jour, fin__gte=jour)
        return [tenu.absent for tenu in tenus.select_related("absent").order_by("fin", "pk")]

    @property
    def perimetres(self) -> frozenset[Perimetre]:
        """On which people the actor's roles act; several add up, none means no person at all."""
        return frozenset({Perimetre.TERRITOIRE}) if self.est_systeme else perimetres_de(self.roles)


def _suite(pk: int, vers: dict[int, int | None]) -> Iterator[int]:
    """A body, the one it is joined to, and so on."""
    suivant: int | None = pk
    while suivant is not None:
        yield suivant
        suivant = vers.get(suivant)


def acteur_ou_404(request: HttpRequest, code: str) -> Acteur:
    """The signed-in actor in the territory ``code``; 404 when they hold no role there today.

    The same answer whether the territory exists or not: an outsider learns nothing.
    """
    compte = request.user
    if not isinstance(compte, Compte):
        raise Http404
    acteur = acteur_de(compte, code)
    if acteur is None:
        raise Http404
    return acteur


def acteur_de(compte: Compte, code: str) -> Acteur | None:
    """The account as an actor of the territory ``code``, or None without a role there today."""
    agent = (
        Agent.objects.select_related("territoire", "organisation").filter(territoire__code=code, compte=compte).first()
    )
    roles = roles_du_jour(agent) if agent else frozenset()
    territoire = agent.territoire if agent else Territoire.objects.filter(code=code).first()
    if territoire is None:
        return None
    if _administre(compte, territoire):
        roles |= {"administrateur"}
    if not roles:
        return None
    return Acteur(compte=compte, territoire=territoire, agent=agent, roles=roles)


def _administre(compte: Compte, territoire: Territoire) -> bool:
    """Who administers the installation administers each territory; the demonstration's account, invented ones only."""
    if not compte.est_administrateur:
        return False
    return territoire.demonstration or not est_de_demonstration(compte.courriel)


def roles_du_jour(agent: Agent) -> frozenset[str]:
    """The roles that an agent holds today, in its territory."""
    jour = timezone.localdate()
    en_cours = Q(fin__isnull=True) | Q(fin__gte=jour)
    return frozenset(Habilitation.objects.filter(en_cours, agent=agent, debut__lte=jour).values_list("role", flat=True))


def territoires_de(compte: Compte) -> list[Territoire]:
    """Territories where the account holds a role today, by name; all of them for who administers the installation."""
    if compte.est_administrateur:
        return [territoire for territoire in Territoire.objects.order_by("nom") if _administre(compte, territoire)]
    jour = timezone.localdate()
    en_cours = Q(agents__habilitations__fin__isnull=True) | Q(agents__habilitations__fin__gte=jour)
    return list(
        Territoire.objects.filter(en_cours, agents__compte=compte, agents__habilitations__debut__lte=jour)
        .distinct()
        .order_by("nom")
    )
