"""Coming in: sign-in, the demonstration's roles, an invitation, the first installation."""

from __future__ import annotations

from typing import Any

from allauth.account.adapter import get_adapter
from allauth.account.utils import perform_login
from allauth.account.views import LoginView
from django.conf import settings
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render

from deplie.acteurs import actions
from deplie.acteurs.queries import territoires_de
from deplie.acteurs.queries.demonstration import (
    administrateur_de_demonstration,
    entree_de_demonstration,
    figurant_ou_404,
)
from deplie.acteurs.queries.invitation import compte_invite
from deplie.acteurs.views import publique
from deplie.site.forms import FormulaireInstallation, FormulaireMotDePasse
from deplie.site.installation import consommer_code, installation_vide
from deplie.socle.brouillons import attend
from deplie.socle.formulaires import soumettre
from deplie.socle.journal import Titulaire
from deplie.socle.models import Compte


@publique
def racine(request: HttpRequest) -> HttpResponse:
    """The front door: where one's work is, else where one signs in."""
    if not isinstance(request.user, Compte):
        return redirect("premiere_installation" if installation_vide() else settings.LOGIN_URL)
    territoires = territoires_de(request.user)
    if len(territoires) == 1:
        return redirect(f"/{territoires[0].code}/")
    return redirect("territoires")


class PageConnexion(LoginView):
    """E-mail and password; in the demonstration, one button per role."""

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        if request.method == "GET" and installation_vide():
            return redirect("premiere_installation")
        return super().dispatch(request, *args, **kwargs)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        contexte: dict[str, Any] = super().get_context_data(**kwargs)
        return contexte | {
            "entree": entree_de_demonstration(),
            "suite": suite(self.request),
            "saisie_gardee": attend(self.request),
        }


connexion = publique(PageConnexion.as_view())


@publique
def demonstration(request: HttpRequest) -> HttpResponse:
    """Be somebody of the cast, or somebody else: no password, and only while every territory is invented."""
    entree = entree_de_demonstration()
    if entree is None:
        raise Http404
    code, role = request.POST.get("territoire", ""), request.POST.get("role", "")
    refus = entree.refus(code, role)
    if refus or request.method != "POST":
        return render(request, "site/demonstration.html", {"entree": entree, "suite": suite(request), "refus": refus})
    installer = role == "installation"
    compte = administrateur_de_demonstration() if installer else figurant_ou_404(code, role)
    get_adapter(request).login(request, compte)
    chez_soi = "/territoires/" if installer else f"/{code}/"
    demandee = suite(request)
    return redirect(demandee if demandee.startswith(chez_soi) else chez_soi)


@publique
def invitation(request: HttpRequest, jeton: str) -> HttpResponseBase:
    """Choose the first password by the one-time link of the letter."""
    compte = compte_invite(jeton)
    if compte is None:
        return render(request, "site/invitation_perimee.html", {"jours": settings.INVITATION_JOURS}, status=410)
    formulaire = FormulaireMotDePasse(request.POST or None, compte=compte)
    accepter = actions.accepter_invitation
    if request.method == "POST" and soumettre(formulaire, accepter, compte=compte, par=Titulaire(compte)):
        # A second factor already set is asked for: the link alone does not open the account.
        return perform_login(request, compte)
    return render(request, "site/invitation.html", {"formulaire": formulaire, "compte": compte})


@publique
def premiere_installation(request: HttpRequest) -> HttpResponse:
    """Create the administrator of an empty installation; nothing here once an account exists."""
    if not installation_vide():
        raise Http404
    formulaire = FormulaireInstallation(request.POST or None)
    if request.method == "POST" and formulaire.is_valid() and consommer_code():
        valeurs = {cle: valeur for cle, valeur in formulaire.cleaned_data.items() if cle != "code"}
        compte = actions.creer_premier_administrateur(**valeurs, par=Titulaire(None))
        get_adapter(request).login(request, compte)
        messages.success(request, "L'installation est prête. Créez votre premier territoire.")
        return redirect("creer_territoire")
    return render(request, "site/premiere_installation.html", {"formulaire": formulaire})


def suite(request: HttpRequest) -> str:
    """Where one was going, if it is on this site; an empty text otherwise."""
    demandee = str(request.POST.get("next") or request.GET.get("next") or "")
    return demandee if get_adapter(request).is_safe_url(demandee) else ""
