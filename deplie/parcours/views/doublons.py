"""Records that look alike: the list of them, and what is decided of two."""

from __future__ import annotations

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_POST

from deplie.acteurs.queries import Acteur
from deplie.acteurs.views import page
from deplie.parcours.queries.paires import Paires
from deplie.personnes.actions import ecarter_doublon
from deplie.personnes.queries import personne_ou_404
from deplie.socle import journal

PAR_PAGE = 25


@page("doublon.traiter")
def doublons(request: HttpRequest, acteur: Acteur) -> HttpResponse:
    """Two records by two, the likeliest first."""
    journal.consulter(acteur.territoire, par=acteur, verbe="chercher les doublons")
    choisie = Paginator(Paires(acteur), PAR_PAGE).get_page(request.GET.get("page"))
    return render(request, "parcours/doublons.html", {"page": choisie, "parametres": ""})


@require_POST
@page("doublon.traiter")
def ecarter(request: HttpRequest, acteur: Acteur, pk: int, autre: int) -> HttpResponse:
    """Two persons: they are not shown together again."""
    une, seconde = personne_ou_404(acteur, pk), personne_ou_404(acteur, autre)
    if une.pk != seconde.pk:
        ecarter_doublon(une=une, autre=seconde, par=acteur)
        messages.success(request, f"{une} et {seconde} restent deux personnes.")
    return redirect("parcours:doublons", acteur.territoire.code)
