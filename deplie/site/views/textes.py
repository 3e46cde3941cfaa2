"""Pages of text that anybody may read: legal notices, personal data, accessibility, help."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from deplie.acteurs.rules import ROLES
from deplie.acteurs.views import publique
from deplie.parcours.rules.alertes import ALERTES


def _texte(request: HttpRequest, nom: str, **plus: Any) -> HttpResponse:
    contexte = plus | {
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
    """The words of alerts and roles are those of the rules."""
    return _texte(request, "aide", alertes=ALERTES.values(), roles=ROLES.values())
