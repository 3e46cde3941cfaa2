"""What is due: the page, the file for a calendar, the secret address that one may follow."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from itertools import groupby
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.cache import patch_cache_control

from deplie.acteurs.queries import Acteur
from deplie.acteurs.views import page, publique
from deplie.financements import actions
from deplie.financements.exports import calendrier_des_echeances
from deplie.financements.queries import echeances as lues
from deplie.financements.queries.echeances import QUAND, Choix, Due
from deplie.financements.queries.rappel_echeances import acteur_du_flux, flux_de
from deplie.socle import journal
from deplie.socle.erreurs import RefusMetier

ICS = "text/calendar; charset=utf-8"


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


@page("echeance.voir")
def flux(request: HttpRequest, acteur: Acteur) -> HttpResponse:
    """The secret is shown once, in the answer to the button that draws it."""
    adresse = ""
    if request.method == "POST" and request.POST.get("acte") == "fermer":
        actions.fermer_flux_echeances(par=acteur)
        messages.success(request, "L'adresse est fermée : elle n'ouvre plus rien.")
        return redirect("financements:flux_echeances", acteur.territoire.code)
    if request.method == "POST":
        try:
            jeton = actions.ouvrir_flux_echeances(par=acteur)
        except RefusMetier as refus:
            messages.error(request, refus.message)
            return redirect("financements:flux_echeances", acteur.territoire.code)
        adresse = request.build_absolute_uri(reverse("echeances_suivies", args=[jeton]))
    return render(request, "financements/flux_echeances.html", {"flux": flux_de(acteur), "adresse": adresse})


@publique
def calendrier(request: HttpRequest, jeton: str) -> HttpResponse:
    """What a calendar reads: nobody is named; 404 for a secret that opens nothing."""
    acteur = acteur_du_flux(jeton)
    if acteur is None:
        raise Http404
    dues = lues.toutes(acteur, timezone.localdate())
    reponse = HttpResponse(calendrier_des_echeances(acteur, dues, request.build_absolute_uri), content_type=ICS)
    reponse["Content-Disposition"] = 'inline; filename="echeances.ics"'
    patch_cache_control(reponse, private=True, no_store=True)
    return reponse
