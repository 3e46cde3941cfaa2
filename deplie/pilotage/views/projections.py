"""Where the year will end at the pace of a day."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone

from deplie.acteurs.queries import Acteur
from deplie.acteurs.views import page
from deplie.pilotage.forms import FiltreProjection
from deplie.pilotage.queries.projections import projeter
from deplie.socle.erreurs import RefusMetier


@page("bilan.voir")
def projection(request: HttpRequest, acteur: Acteur) -> HttpResponse:
    filtre = FiltreProjection(request.GET, territoire=acteur.territoire)
    contexte: dict[str, Any] = {"filtre": filtre}
    if filtre.is_valid():
        demande = filtre.demande
        le = min(filtre.jour, timezone.localdate())
        contexte |= {"le": le, "periode": demande.periode, "adresse": filtre.adresse()}
        try:
            contexte["projections"] = projeter(acteur, demande.dispositif, demande.periode, le)
        except RefusMetier as refus:
            contexte["refus"] = refus.message
    return render(request, "pilotage/projeter.html", contexte)
