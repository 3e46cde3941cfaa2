"""What a person answers about reminders."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.views.decorators.http import require_POST

from deplie.acteurs.queries import Acteur
from deplie.acteurs.views import page
from deplie.parcours import actions
from deplie.parcours.queries.perimetre import personne_ou_404
from deplie.socle.envois import canaux_ouverts
from deplie.socle.erreurs import RefusMetier


@require_POST
@page("participation.modifier")
def rappels(request: HttpRequest, acteur: Acteur, pk: int) -> HttpResponse:
    personne = personne_ou_404(acteur, pk)
    canal = request.POST.get("canal", "")
    try:
        if canal and canal not in canaux_ouverts():
            raise RefusMetier("Cette installation n'envoie pas ce genre de message.")
        actions.choisir_les_rappels(personne=personne, canal=canal, par=acteur)
    except RefusMetier as refus:
        messages.error(request, refus.message)
    else:
        messages.success(request, "Sa réponse est enregistrée.")
    return redirect(f"{reverse('parcours:personne', args=[acteur.territoire.code, pk])}?onglet=identite")
