"""The messages of a territory in doubt, or that failed: send again, or leave."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_POST

from deplie.acteurs.queries import Acteur
from deplie.acteurs.views import page
from deplie.parcours import actions
from deplie.parcours.queries.message import lire_messages, message_ou_404, messages_a_suivre
from deplie.socle import journal
from deplie.socle.erreurs import RefusMetier

PAR_PAGE = 50


@page("message.suivre")
def liste(request: HttpRequest, acteur: Acteur) -> HttpResponse:
    """Named people: that the list is read is written first."""
    lues = Paginator(messages_a_suivre(acteur), PAR_PAGE).get_page(request.GET.get("page"))
    vus = lire_messages(acteur, lues)
    if vus:
        journal.consulter(acteur.territoire, par=acteur, verbe="lire les messages à suivre", personnes=len(vus))
    return render(request, "parcours/messages.html", {"page": lues, "lus": vus, "nombre": lues.paginator.count})


@require_POST
@page("message.suivre")
def renvoyer(request: HttpRequest, acteur: Acteur, pk: int) -> HttpResponse:
    return _decider(request, acteur, pk, actions.renvoyer_message, "Le message repart, s'il a encore lieu d'être.")


@require_POST
@page("message.suivre")
def laisser(request: HttpRequest, acteur: Acteur, pk: int) -> HttpResponse:
    return _decider(request, acteur, pk, actions.laisser_message, "Le message est laissé : il n'est pas renvoyé.")


def _decider(request: HttpRequest, acteur: Acteur, pk: int, action: Callable[..., Any], phrase: str) -> HttpResponse:
    try:
        action(envoi=message_ou_404(acteur, pk), par=acteur)
        messages.success(request, phrase)
    except RefusMetier as refus:
        messages.error(request, refus.message)
    return redirect("parcours:messages", acteur.territoire.code)
