"""The territories one works in, and the creation of a territory by whoever administers the installation."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render

from deplie.acteurs.queries import territoires_de
from deplie.acteurs.queries.demonstration import demonstration_ouverte
from deplie.acteurs.views import administration, connecte
from deplie.site.forms import FormulaireTerritoire
from deplie.site.ouverture import ouvrir_territoire
from deplie.socle.formulaires import soumettre
from deplie.socle.journal import Titulaire


@connecte
def territoires(request: HttpRequest) -> HttpResponse:
    """Where one may go."""
    contexte = {"territoires": territoires_de(request.user), "administre": request.user.est_administrateur}
    return render(request, "site/territoires.html", contexte)


@administration
def creer_territoire(request: HttpRequest) -> HttpResponse:
    formulaire = FormulaireTerritoire(request.POST or None)
    if request.method == "POST" and soumettre(formulaire, ouvrir_territoire, par=Titulaire(request.user)):
        code = formulaire.cleaned_data["code"]
        messages.success(request, f"Le territoire {formulaire.cleaned_data['nom']} est créé.")
        return redirect("acteurs:equipe", code)
    contexte = {"formulaire": formulaire, "essai": demonstration_ouverte()}
    return render(request, "site/creer_territoire.html", contexte)
