"""Pages of places and of who receives there. Those of workshops are in parcours: they show who is registered."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_POST

from deplie.acteurs.queries import Acteur
from deplie.acteurs.views import page
from deplie.offre import actions, queries
from deplie.offre.forms import FormulaireLieu, FormulairePermanence
from deplie.socle.brouillons import saisie
from deplie.socle.editions import Edition
from deplie.socle.formulaires import soumettre


@page("lieu.voir")
def lieux(request: HttpRequest, acteur: Acteur) -> HttpResponse:
    contexte = {"lieux": list(queries.lieux_et_permanences(acteur)), "gerer": acteur.peut("lieu.gerer")}
    return render(request, "offre/lieux.html", contexte)


@page("lieu.gerer")
def creer_lieu(request: HttpRequest, acteur: Acteur) -> HttpResponse:
    formulaire = FormulaireLieu(saisie(request), acteur=acteur)

    def decider(valeurs: dict[str, Any], edition: Edition) -> None:
        actions.creer_lieu(par=acteur, **valeurs)

    return _page(request, acteur, formulaire, decider, "Ouvrir un lieu", "Le lieu est enregistré.")


@page("lieu.gerer")
def lieu(request: HttpRequest, acteur: Acteur, pk: int) -> HttpResponse:
    trouve = queries.lieu_ou_404(acteur, pk)
    formulaire = FormulaireLieu(saisie(request), acteur=acteur, initial=FormulaireLieu.initial_de(trouve))

    def decider(valeurs: dict[str, Any], edition: Edition) -> None:
        actions.modifier_lieu(lieu=trouve, par=acteur, edition=edition, **valeurs)

    return _page(request, acteur, formulaire, decider, trouve.nom, "Le lieu est enregistré.")


def _page(
    request: HttpRequest, acteur: Acteur, formulaire: FormulaireLieu, decider: Any, titre: str, phrase: str
) -> HttpResponse:
    if request.method == "POST" and formulaire.soumettre(decider):
        messages.success(request, phrase)
        return redirect("offre:lieux", acteur.territoire.code)
    return render(request, "offre/formulaire.html", {"formulaire": formulaire, "titre": titre})


@page("lieu.gerer")
def poser_permanence(request: HttpRequest, acteur: Acteur, pk: int) -> HttpResponse:
    trouve = queries.lieu_ou_404(acteur, pk)
    formulaire = FormulairePermanence(saisie(request), acteur=acteur)
    if request.method == "POST" and soumettre(formulaire, actions.poser_permanence, lieu=trouve, par=acteur):
        messages.success(request, "La permanence est posée.")
        return redirect("offre:lieux", acteur.territoire.code)
    contexte = {"formulaire": formulaire, "titre": f"Poser une permanence, {trouve.nom}"}
    return render(request, "offre/formulaire.html", contexte)


@require_POST
@page("lieu.gerer")
def retirer_permanence(request: HttpRequest, acteur: Acteur, pk: int) -> HttpResponse:
    actions.retirer_permanence(permanence=queries.permanence_ou_404(acteur, pk), par=acteur)
    messages.success(request, "La permanence est retirée.")
    return redirect("offre:lieux", acteur.territoire.code)
