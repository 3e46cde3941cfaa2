"""The doors of the pages. Each view wears exactly one; a test walks the URLs and refuses a view without a door."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.contrib.auth.views import redirect_to_login
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponseBase
from django.utils.cache import patch_cache_control

from deplie.acteurs.queries.acteur import acteur_ou_404
from deplie.acteurs.rules import DROITS
from deplie.socle import brouillons
from deplie.socle.models import Compte

Vue = Callable[..., HttpResponseBase]

PUBLIQUE, CONNECTE, ADMINISTRATION = "publique", "connecte", "installation"


def page(droit: str) -> Callable[[Vue], Vue]:
    """A page of a territory: ``view(request, acteur, **kwargs)``, under ``/<code>/``.

    Not signed in: the sign-in page, which comes back here. No role in that territory: 404. No right: 403.
    """
    if droit not in DROITS:
        raise KeyError(f"unknown right: {droit}")

    def decorer(vue: Vue) -> Vue:
        @wraps(vue)
        def porte(request: HttpRequest, code: str, **kwargs: Any) -> HttpResponseBase:
            if not request.user.is_authenticated:
                return _vers_connexion(request, f"/{code}/")
            acteur = acteur_ou_404(request, code)
            request.acteur = acteur  # type: ignore[attr-defined]  # read by the menu, on error pages too
            if not acteur.peut(droit):
                raise PermissionDenied(f"Cette page demande le droit « {DROITS[droit].phrase} ».")
            return _sans_trace(vue(request, acteur, **kwargs))

        porte.acces = droit  # type: ignore[attr-defined]
        return porte

    return decorer


def connecte(vue: Vue) -> Vue:
    """A page for whoever is signed in, whatever the territory: ``view(request, **kwargs)``."""

    @wraps(vue)
    def porte(request: HttpRequest, **kwargs: Any) -> HttpResponseBase:
        if not request.user.is_authenticated:
            return _vers_connexion(request, "/")
        return _sans_trace(vue(request, **kwargs))

    porte.acces = CONNECTE  # type: ignore[attr-defined]
    return porte


def administration(vue: Vue) -> Vue:
    """A page for whoever administers the installation; 403 for the others."""

    @wraps(vue)
    def porte(request: HttpRequest, **kwargs: Any) -> HttpResponseBase:
        compte = request.user
        if not isinstance(compte, Compte):
            return _vers_connexion(request, "/")
        if not compte.est_administrateur:
            raise PermissionDenied("Cette page est réservée à l'administration de l'installation.")
        return _sans_trace(vue(request, **kwargs))

    porte.acces = ADMINISTRATION  # type: ignore[attr-defined]
    return porte


def publique(vue: Vue) -> Vue:
    """A page for everybody, signed in or not."""
    vue.acces = PUBLIQUE  # type: ignore[attr-defined]
    return vue


def _sans_trace(reponse: HttpResponseBase) -> HttpResponseBase:
    """Nothing of the page stays in the browser: after signing out, « back » shows no name."""
    patch_cache_control(reponse, private=True, no_store=True)
    return reponse


def _vers_connexion(request: HttpRequest, repli: str) -> HttpResponseBase:
    """Sign in, then come back: to this page when it can be asked again, else to the nearest one that can.

    A form posted once the session is over is kept, and the page opens again on it.
    """
    if request.method in ("GET", "HEAD"):
        return redirect_to_login(request.get_full_path())
    return redirect_to_login(brouillons.garder_en_session(request) or repli)
