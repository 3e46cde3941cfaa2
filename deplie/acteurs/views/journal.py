"""The journal's page."""

from __future__ import annotations

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from deplie.acteurs.forms.journal import FiltresJournal
from deplie.acteurs.queries import Acteur
from deplie.acteurs.queries import journal as lecture
from deplie.acteurs.views.acces import page

PAR_PAGE = 50


@page("journal.voir")
def journal(request: HttpRequest, acteur: Acteur) -> HttpResponse:
    filtres = FiltresJournal(request.GET or None, acteur=acteur)
    feuille = Paginator(lecture.journal(acteur, filtres.filtre()), PAR_PAGE).get_page(request.GET.get("page"))
    suite = request.GET.copy()
    suite.pop("page", None)
    lignes = [(ligne, lecture.nom_d_objet(ligne.objet), lecture.precisions(ligne.detail)) for ligne in feuille]
    contexte = {"filtres": filtres, "feuille": feuille, "lignes": lignes, "parametres": suite.urlencode()}
    return render(request, "acteurs/journal.html", contexte)
