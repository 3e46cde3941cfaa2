"""Drafts: kept by the page's script while one types, dropped by a button."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.views.decorators.http import require_POST

from deplie.acteurs.views import connecte
from deplie.socle import brouillons


@require_POST
@connecte
def garder(request: HttpRequest) -> HttpResponse:
    """Keep the form of a page: 204, or 413 when nothing may be kept of it."""
    gardes = brouillons.garder(request.user, request.POST.get(brouillons.ADRESSE, ""), request.POST)
    return HttpResponse(status=204 if gardes else 413)


@require_POST
@connecte
def effacer(request: HttpRequest) -> HttpResponse:
    """Drop the draft of a page, and go back to it empty."""
    adresse = request.POST.get(brouillons.ADRESSE, "")
    if not brouillons.se_garde(adresse):
        return redirect("accueil")
    brouillons.oublier(request, adresse)
    return redirect(adresse)
