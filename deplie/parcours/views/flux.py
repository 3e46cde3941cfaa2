"""One's own calendar, followed from elsewhere by a secret address: drawn, renewed, closed on its page."""

from __future__ import annotations

from datetime import timedelta

from django.http import Http404, HttpRequest, HttpResponse
from django.utils import timezone

from deplie.acteurs import actions
from deplie.acteurs.queries import Acteur
from deplie.acteurs.queries.flux import acteur_du_flux, flux_de
from deplie.acteurs.views import page, publique
from deplie.acteurs.views.flux import Flux, calendrier_lu, exiger, page_du_flux
from deplie.parcours.exports import calendrier_des_entretiens
from deplie.parcours.queries import entretien as lus
from deplie.parcours.queries.agenda import seances_animees

AVANT, APRES = timedelta(days=31), timedelta(days=184)
_FLUX = Flux(actions.ouvrir_flux, actions.fermer_flux, flux_de, "parcours/flux.html", "parcours:flux", "parcours_flux")


@page("entretien.voir")
def flux(request: HttpRequest, acteur: Acteur) -> HttpResponse:
    return page_du_flux(request, acteur, _FLUX)


@publique
def calendrier(request: HttpRequest, jeton: str) -> HttpResponse:
    """What a calendar reads: nobody is named, so nobody is consulted; 404 for a secret that opens nothing."""
    acteur = exiger(acteur_du_flux(jeton))
    if acteur.agent is None:
        raise Http404
    jour = timezone.localdate()
    entretiens = lus.entre(acteur, acteur.agent, jour - AVANT, jour + APRES)
    seances = seances_animees(acteur, acteur.agent, jour - AVANT, jour + APRES)
    return calendrier_lu(calendrier_des_entretiens(acteur, entretiens, request.build_absolute_uri, seances), "agenda")
