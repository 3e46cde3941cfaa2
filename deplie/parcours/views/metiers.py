"""The occupations near to what is being typed, for the field that looks for one."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from deplie.acteurs.views.acces import connecte
from deplie.territoires.queries.metiers import chercher


@connecte
def metiers(request: HttpRequest) -> HttpResponse:
    """A piece of page: the occupations of the ROME to choose from, nobody being named."""
    contexte = {"proposes": chercher(request.GET.get("q", "")[:200]), "champ": request.GET.get("champ", "")[:80]}
    return render(request, "parcours/_metiers.html", contexte)
