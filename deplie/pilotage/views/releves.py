"""Declared and published figures: who said what, in which document."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from deplie.acteurs.queries import Acteur
from deplie.acteurs.views import page
from deplie.pilotage.queries.releves import declares_par_document


@page("releve.voir")
def releves(request: HttpRequest, acteur: Acteur) -> HttpResponse:
    documents = declares_par_document(acteur)
    return render(request, "pilotage/releves.html", {"documents": documents, "importer": acteur.peut("import.faire")})
