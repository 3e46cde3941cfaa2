"""The demonstration's sign-in: whether it is open, and whom one may be."""

from __future__ import annotations

from dataclasses import dataclass

from django.conf import settings
from django.db.models import QuerySet
from django.http import Http404

from deplie.acteurs.models import Habilitation
from deplie.acteurs.rules import DOMAINE_DEMONSTRATION, ROLES, Role
from deplie.socle.models import Compte
from deplie.territoires.models import Territoire


@dataclass(frozen=True)
class Entree:
    """What the sign-in page offers: the territories, and the roles that the cast plays in each."""

    territoires: list[Territoire]
    roles: list[tuple[str, Role]]
    administration: bool
    tenus: frozenset[tuple[str, str]]

    def refus(self, code: str, role: str) -> str:
        """Why one cannot be that role in that territory, both of them offered; empty when somebody plays it."""
        territoire = next((un for un in self.territoires if un.code == code), None)
        connu = dict(self.roles).get(role)
        if territoire is None or connu is None or (code, role) in self.tenus:
            return ""
        return f"Personne ne tient le rôle « {connu.libelle} » à {territoire.nom} : choisissez-en un autre."


def demonstration_ouverte() -> bool:
    """Signing in without a password: only where every territory is invented, and never in production."""
    if settings.PRODUCTION:
        return False
    reels = Territoire.objects.filter(demonstration=False)
    return not reels.exists() and Territoire.objects.exists()


def entree_de_demonstration() -> Entree | None:
    """What the sign-in page offers, or None outside the demonstration."""
    if not demonstration_ouverte():
        return None
    tenus = frozenset(_cast().values_list("agent__territoire__code", "role"))
    joues = {role for _, role in tenus}
    territoires = Territoire.objects.filter(agents__compte__courriel__endswith=f"@{DOMAINE_DEMONSTRATION}").distinct()
    roles = [(code, ROLES[code]) for code in ROLES if code in joues]
    return Entree(list(territoires.order_by("pk")), roles, administrateur_de_demonstration() is not None, tenus)


def figurant_ou_404(code: str, role: str) -> Compte:
    """The account that plays a role in a territory; 404 as soon as the demonstration is over."""
    tenu = _cast().filter(agent__territoire__code=code, role=role).select_related("agent__compte").first()
    compte = tenu.agent.compte if tenu and demonstration_ouverte() else None
    if compte is None:
        raise Http404
    return compte


def administrateur_de_demonstration() -> Compte | None:
    """The account that plays the installation's administration, if the demonstration is open."""
    if not demonstration_ouverte():
        return None
    comptes = Compte.objects.filter(est_administrateur=True, courriel__endswith=f"@{DOMAINE_DEMONSTRATION}")
    return comptes.order_by("pk").first()


def _cast() -> QuerySet[Habilitation]:
    return Habilitation.objects.filter(agent__compte__courriel__endswith=f"@{DOMAINE_DEMONSTRATION}")
