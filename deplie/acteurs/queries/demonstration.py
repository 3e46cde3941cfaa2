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
    joues = _cast().values_list("role", flat=True).distinct()
    territoires = Territoire.objects.filter(agents__compte__courriel__endswith=f"@{DOMAINE_DEMONSTRATION}").distinct()
    roles = [(code, ROLES[code]) for code in ROLES if code in set(joues)]
    return Entree(list(territoires.order_by("pk")), roles, administrateur_de_demonstration() is not None)


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
