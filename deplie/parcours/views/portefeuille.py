"""Handing over a portfolio, on one page."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse

from deplie.acteurs.queries import Acteur
from deplie.acteurs.queries.equipe import agent_ou_404
from deplie.acteurs.views import page
from deplie.parcours import actions
from deplie.parcours.forms.portefeuille import FormulairePortefeuille
from deplie.socle import journal
from deplie.socle.brouillons import saisie
from deplie.socle.formulaires import soumettre


@page("portefeuille.passer")
def passer(request: HttpRequest, acteur: Acteur, pk: int) -> HttpResponse:
    """Give the people whom somebody follows to another référent, all together or some."""
    de = agent_ou_404(acteur, pk)
    journal.consulter(acteur.territoire, par=acteur, verbe="consulter un portefeuille", agent=de.pk)
    formulaire = FormulairePortefeuille(saisie(request), acteur=acteur, de=de)

    def decider(**valeurs: Any) -> None:
        fait = actions.passer_portefeuille(de=de, par=acteur, **valeurs)
        messages.success(request, _dire(fait, valeurs["vers"]))

    if request.method == "POST" and soumettre(formulaire, decider):
        liste = reverse("parcours:participants", args=[acteur.territoire.code])
        return redirect(f"{liste}?referent={formulaire.cleaned_data['vers'].pk}")
    return render(request, "parcours/portefeuille.html", {"formulaire": formulaire, "de": de})


def _dire(fait: actions.Passage, vers: object) -> str:
    morceaux = [
        (fait.participations, "personne", "personnes"),
        (fait.rendez_vous, "rendez-vous", "rendez-vous"),
        (fait.prescriptions, "prescription à recevoir", "prescriptions à recevoir"),
    ]
    dits = [f"{nombre} {pluriel if nombre > 1 else seul}" for nombre, seul, pluriel in morceaux if nombre]
    return f"C'est fait : {', '.join(dits)} pour {vers}."
