"""Pages of text that anybody may read: legal notices, personal data, accessibility, help."""

from __future__ import annotations

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from deplie.acteurs.views import publique


def _texte(request: HttpRequest, nom: str) -> HttpResponse:
    contexte = {
        "editeur": settings.EDITEUR,
        "contact": settings.CONTACT,
        "hebergeur": settings.HEBERGEUR,
        "dpo": settings.CONTACT_DPO or settings.CONTACT,
    }
    return render(request, f"site/textes/{nom}.html", contexte)


@publique
def mentions_legales(request: HttpRequest) -> HttpResponse:
    return _texte(request, "mentions_legales")


@publique
def donnees_personnelles(request: HttpRequest) -> HttpResponse:
    return _texte(request, "donnees_personnelles")


@publique
def accessibilite(request: HttpRequest) -> HttpResponse:
    return _texte(request, "accessibilite")


@publique
def aide(request: HttpRequest) -> HttpResponse:
    return _texte(request, "aide")
