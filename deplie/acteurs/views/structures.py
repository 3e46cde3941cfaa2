"""Pages of the bodies that act in the territory."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render

from deplie.acteurs import actions
from deplie.acteurs.forms.equipe import FormulaireStructure
from deplie.acteurs.queries import Acteur
from deplie.acteurs.queries import equipe as lecture
from deplie.acteurs.views.acces import page
from deplie.socle.brouillons import saisie
from deplie.socle.formulaires import soumettre


@page("equipe.gerer")
def creer_structure(request: HttpRequest, acteur: Acteur) -> HttpResponse:
    formulaire = FormulaireStructure(saisie(request))
    if request.method == "POST" and soumettre(formulaire, actions.creer_organisation, par=acteur):
        messages.success(request, f"{formulaire.cleaned_data['nom']} est enregistrée.")
        return redirect("acteurs:equipe", acteur.territoire.code)
    return render(request, "acteurs/structure.html", {"formulaire": formulaire, "structure": None})


@page("equipe.gerer")
def structure(request: HttpRequest, acteur: Acteur, pk: int) -> HttpResponse:
    organisation = lecture.organisation_ou_404(acteur, pk)
    formulaire = FormulaireStructure(saisie(request), initial=vars(organisation))
    completer = actions.completer_organisation
    if request.method == "POST" and soumettre(formulaire, completer, organisation=organisation, par=acteur):
        messages.success(request, f"{organisation} est enregistrée.")
        return redirect("acteurs:equipe", acteur.territoire.code)
    return render(request, "acteurs/structure.html", {"formulaire": formulaire, "structure": organisation})
