"""The page of the territory's settings."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render

from deplie.acteurs import actions
from deplie.acteurs.forms.reglages import FormulaireReglages
from deplie.acteurs.queries import Acteur
from deplie.acteurs.views.acces import page
from deplie.socle.brouillons import saisie
from deplie.socle.formulaires import soumettre
from deplie.territoires.queries.reglages import reglages as valeurs_du_territoire


@page("reglage.modifier")
def reglages(request: HttpRequest, acteur: Acteur) -> HttpResponse:
    territoire = acteur.territoire
    formulaire = FormulaireReglages(
        saisie(request),
        valeurs=valeurs_du_territoire(territoire),
        dispositifs=list(territoire.dispositifs.all()),
    )

    def enregistrer(**valeurs: Any) -> None:
        poses, dates = formulaire.reglages_poses(), formulaire.completudes_posees()
        actions.regler_territoire(valeurs=poses, completudes=dates, par=acteur)

    if request.method == "POST" and soumettre(formulaire, enregistrer):
        messages.success(request, "Les réglages sont enregistrés.")
        return redirect("acteurs:reglages", territoire.code)
    return render(request, "acteurs/reglages.html", {"formulaire": formulaire})
