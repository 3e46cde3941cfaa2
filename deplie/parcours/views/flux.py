"""One's own calendar, followed from elsewhere by a secret address: drawn, renewed, closed on its page."""

from __future__ import annotations

from datetime import timedelta

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.cache import patch_cache_control

from deplie.acteurs import actions
from deplie.acteurs.queries import Acteur
from deplie.acteurs.queries.flux import acteur_du_flux, flux_de
from deplie.acteurs.views import page, publique
from deplie.parcours.exports import calendrier_des_entretiens
from deplie.parcours.queries import entretien as lus
from deplie.parcours.queries.agenda import seances_animees
from deplie.socle.erreurs import RefusMetier

AVANT, APRES = timedelta(days=31), timedelta(days=184)


@page("entretien.voir")
def flux(request: HttpRequest, acteur: Acteur) -> HttpResponse:
    """The secret is shown once, in the answer to the button that draws it."""
    adresse = ""
    if request.method == "POST" and request.POST.get("acte") == "fermer":
        actions.fermer_flux(par=acteur)
        messages.success(request, "L'adresse est fermée : elle n'ouvre plus rien.")
        return redirect("parcours:flux", acteur.territoire.code)
    if request.method == "POST":
        try:
            jeton = actions.ouvrir_flux(par=acteur)
        except RefusMetier as refus:
            messages.error(request, refus.message)
            return redirect("parcours:flux", acteur.territoire.code)
        adresse = request.build_absolute_uri(reverse("parcours_flux", args=[jeton]))
    return render(request, "parcours/flux.html", {"flux": flux_de(acteur), "adresse": adresse})


@publique
def calendrier(request: HttpRequest, jeton: str) -> HttpResponse:
    """What a calendar reads: nobody is named, so nobody is consulted; 404 for a secret that opens nothing."""
    acteur = acteur_du_flux(jeton)
    if acteur is None or acteur.agent is None:
        raise Http404
    jour = timezone.localdate()
    entretiens = lus.entre(acteur, acteur.agent, jour - AVANT, jour + APRES)
    seances = seances_animees(acteur, acteur.agent, jour - AVANT, jour + APRES)
    contenu = calendrier_des_entretiens(acteur, entretiens, request.build_absolute_uri, seances)
    reponse = HttpResponse(contenu, content_type="text/calendar; charset=utf-8")
    reponse["Content-Disposition"] = 'inline; filename="agenda.ics"'
    patch_cache_control(reponse, private=True, no_store=True)
    return reponse
