"""Grants awarded: what is published, what is wrong, and the file that anybody may fetch."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse

from deplie.acteurs.queries import Acteur
from deplie.acteurs.views import page, publique
from deplie.financements import exports
from deplie.financements.queries import subventions as lues
from deplie.financements.queries.appel import territoire_public_ou_404
from deplie.financements.rules.scdl import VERSION


@page("appel.gerer")
def subventions(request: HttpRequest, acteur: Acteur) -> HttpResponse:
    """Each grant with its checks; the public address gives those that pass."""
    toutes = lues.visibles_par(acteur)
    contexte = {
        "lignes": toutes,
        "publiees": sum(not une.fautes for une in toutes),
        "version": VERSION,
        "adresse": request.build_absolute_uri(reverse("subventions_publiques", args=[acteur.territoire.code])),
    }
    return render(request, "financements/subventions.html", contexte)


@publique
def fichier(request: HttpRequest, lieu: str) -> HttpResponse:
    """The records that follow the schema: comma, point, UTF-8, one line per grant."""
    territoire = territoire_public_ou_404(lieu)
    reponse = HttpResponse(exports.fichier_scdl(lues.publiables(territoire)), content_type="text/csv; charset=utf-8")
    reponse["Content-Disposition"] = f'attachment; filename="subventions-{territoire.code.lower()}.csv"'
    return reponse
