"""What is due: the page, the file for a calendar, the secret address that one may follow."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from itertools import groupby
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone

from deplie.acteurs.queries import Acteur
from deplie.acteurs.views import page, publique
from deplie.acteurs.views.flux import ICS, Flux, calendrier_lu, exiger, page_du_flux
from deplie.financements import actions
from deplie.financements.exports import calendrier_des_echeances
from deplie.financements.queries import echeances as lues
from deplie.financements.queries.echeances import QUAND, Choix, Due
from deplie.financements.queries.rappel_echeances import acteur_du_flux, flux_de
from deplie.socle import journal


def _choix(request: HttpRequest) -> Choix:
    """What the address asks for; what is unknown is left out."""
    quand, genre = request.GET.get("quand", ""), request.GET.get("genre", "")
    return Choix(quand if quand in QUAND else "90", genre if genre in lues.genres() else "")


@page("echeance.voir")
def echeances(request: HttpRequest, acteur: Acteur) -> HttpResponse:
    """Everything due, by month, what is late first; one click to the act that ends each."""
    jour, choix = timezone.localdate(), _choix(request)
    dues = lues.toutes(acteur, jour)
    nombres = {quand: len(lues.choisir(dues, Choix(quand, choix.genre), jour)) for quand in QUAND}
    presents = {due.genre for due in dues} | {choix.genre}
    contexte = {
        "choix": choix,
        "onglets": [(quand, libelle, nombres[quand]) for quand, libelle in QUAND.items()],
        "genres": [(code, nom) for code, nom in lues.genres().items() if code in presents],
        "mois": _par_mois(acteur, lues.choisir(dues, choix, jour), jour),
        "retards": nombres["retard"],
        "aucune": not dues,
    }
    return render(request, "financements/echeances.html", contexte)


def _par_mois(acteur: Acteur, dues: Sequence[Due], jour: date) -> list[dict[str, Any]]:
    """Months in their order, each with what is due in it, and what each kind is called."""
    noms, rappel = lues.genres(), lues.delais_de(acteur).rappel
    return [
        {
            "le": premier,
            "lignes": [
                {"due": due, "genre": noms[due.genre], "etat": due.etat(jour, rappel), "peut": acteur.peut(due.droit)}
                for due in siennes
            ],
        }
        for premier, siennes in groupby(dues, key=lambda due: due.le.replace(day=1))
    ]


@page("echeance.voir")
def fichier(request: HttpRequest, acteur: Acteur) -> HttpResponse:
    """The same choice as a calendar file. It leaves the house: it names nobody."""
    jour = timezone.localdate()
    dues = lues.choisir(lues.toutes(acteur, jour), _choix(request), jour)
    journal.exporter("exporter les échéances", par=acteur, lignes=len(dues))
    reponse = HttpResponse(calendrier_des_echeances(acteur, dues, request.build_absolute_uri), content_type=ICS)
    reponse["Content-Disposition"] = f'attachment; filename="echeances-{jour:%Y-%m-%d}.ics"'
    return reponse


_FLUX = Flux(
    actions.ouvrir_flux_echeances,
    actions.fermer_flux_echeances,
    flux_de,
    "financements/flux_echeances.html",
    "financements:flux_echeances",
    "echeances_suivies",
)


@page("echeance.voir")
def flux(request: HttpRequest, acteur: Acteur) -> HttpResponse:
    return page_du_flux(request, acteur, _FLUX)


@publique
def calendrier(request: HttpRequest, jeton: str) -> HttpResponse:
    """What a calendar reads: nobody is named; 404 for a secret that opens nothing."""
    acteur = exiger(acteur_du_flux(jeton))
    dues = lues.toutes(acteur, timezone.localdate())
    return calendrier_lu(calendrier_des_echeances(acteur, dues, request.build_absolute_uri), "echeances")
