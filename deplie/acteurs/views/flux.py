"""A calendar followed from elsewhere by a secret address: the page that draws it, renews it, closes it, and what the
address answers. Rooms say what their calendar holds."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Protocol

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.cache import patch_cache_control

from deplie.acteurs.queries import Acteur
from deplie.socle.erreurs import RefusMetier

ICS = "text/calendar; charset=utf-8"


class Ouvrir(Protocol):
    """Draws a secret, told once."""

    def __call__(self, *, par: Acteur) -> str: ...


class Fermer(Protocol):
    """Closes the address."""

    def __call__(self, *, par: Acteur) -> None: ...


@dataclass(frozen=True)
class Flux:
    """One calendar: its acts, the template and the name of its page, the name of its public address."""

    ouvrir: Ouvrir
    fermer: Fermer
    sien: Callable[[Acteur], object]
    gabarit: str
    page: str
    public: str


def page_du_flux(request: HttpRequest, acteur: Acteur, flux: Flux) -> HttpResponse:
    """The secret is shown once, in the answer to the button that draws it."""
    adresse = ""
    if request.method == "POST" and request.POST.get("acte") == "fermer":
        flux.fermer(par=acteur)
        messages.success(request, "L'adresse est fermée : elle n'ouvre plus rien.")
        return redirect(flux.page, acteur.territoire.code)
    if request.method == "POST":
        try:
            adresse = request.build_absolute_uri(reverse(flux.public, args=[flux.ouvrir(par=acteur)]))
        except RefusMetier as refus:
            messages.error(request, refus.message)
            return redirect(flux.page, acteur.territoire.code)
    return render(request, flux.gabarit, {"flux": flux.sien(acteur), "adresse": adresse})


def exiger(acteur: Acteur | None) -> Acteur:
    """Whoever a secret speaks for; 404 for a secret that opens nothing."""
    if acteur is None:
        raise Http404
    return acteur


def calendrier_lu(contenu: bytes, nom: str) -> HttpResponse:
    """What a calendar reads at its address: nothing of it stays in between."""
    reponse = HttpResponse(contenu, content_type=ICS)
    reponse["Content-Disposition"] = f'inline; filename="{nom}.ics"'
    patch_cache_control(reponse, private=True, no_store=True)
    return reponse
