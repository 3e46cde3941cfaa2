"""What the forms of a plan share: one page, its way back, and the sentence once it is done."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render

from deplie.gouvernance.models import Plan
from deplie.socle.erreurs import RefusMetier


def formulaire(request: HttpRequest, saisi: forms.Form, titre: str, **contexte: Any) -> HttpResponse:
    """The form, alone on its page. ``plan`` and ``action`` tell where one comes from; ``retirer``, an address and the
    words of its button, takes back what the form corrects."""
    return render(request, "gouvernance/formulaire.html", {"formulaire": saisi, "titre": titre} | contexte)


def vers_plan(request: HttpRequest, plan: Plan, phrase: str) -> HttpResponse:
    messages.success(request, phrase)
    return redirect("gouvernance:plan", plan.territoire.code, plan.pk)


def vers_action(request: HttpRequest, code: str, pk: int, phrase: str) -> HttpResponse:
    messages.success(request, phrase)
    return redirect("gouvernance:action", code, pk)


def retire(request: HttpRequest, decider: Callable[[], Any], phrase: str) -> bool:
    """Take something back; a refusal is said on the next page. True when it was done."""
    try:
        decider()
    except RefusMetier as refus:
        messages.error(request, refus.message)
        return False
    messages.success(request, phrase)
    return True
