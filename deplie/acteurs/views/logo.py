"""The page of the territory's logo."""

from __future__ import annotations

from base64 import b64encode
from functools import partial
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_POST

from deplie.acteurs.forms.logo import FormulaireLogo
from deplie.acteurs.queries import Acteur
from deplie.acteurs.views.acces import page
from deplie.socle.documents.modele import envoi_de, repondre
from deplie.socle.formulaires import soumettre
from deplie.territoires.actions import poser_logo, retirer_logo
from deplie.territoires.queries.logo import image_du_logo, logo_de


@page("reglage.modifier")
def logo(request: HttpRequest, acteur: Acteur) -> HttpResponse:
    """The logo in use; bring one, or another."""
    territoire = acteur.territoire
    formulaire = FormulaireLogo(*envoi_de(request))
    if request.method == "POST" and soumettre(formulaire, poser_logo, territoire=territoire, par=acteur):
        messages.success(request, "Le logo est en place : les prochains documents le portent.")
        return redirect("acteurs:logo", territoire.code)
    image = image_du_logo(territoire)
    contexte: dict[str, Any] = {
        "formulaire": formulaire,
        "pose": logo_de(territoire),
        "image": image,
        "donnees": f"data:image/png;base64,{b64encode(image.octets).decode()}" if image else "",
    }
    return render(request, "acteurs/logo.html", contexte)


@require_POST
@page("reglage.modifier")
def retirer(request: HttpRequest, acteur: Acteur) -> HttpResponse:
    faire = partial(retirer_logo, territoire=acteur.territoire, par=acteur)
    dit = "Le logo est retiré : les prochains documents n'en portent plus."
    return repondre(request, faire, "acteurs:logo", acteur.territoire.code, dit=dit)
