"""What the pages of a frame share: a form that records something, then goes back where it is shown."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import Any

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.forms import BaseForm
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone

from deplie.acteurs.queries import Acteur
from deplie.socle.formulaires import ChampJour, FormulaireEdition, soumettre

Retour = tuple[str, tuple[int, ...]]
CADRE: Retour = ("cadre:cadre", ())


def enregistrer(
    request: HttpRequest,
    acteur: Acteur,
    formulaire: BaseForm,
    action: Callable[..., Any],
    *,
    titre: str,
    acte: str,
    fait: str,
    vers: Retour = CADRE,
    fixes: dict[str, Any] | None = None,
    phrase: str = "",
) -> HttpResponse:
    """Show the form, or run the action and go to ``vers`` with the sentence ``fait``."""
    if request.method == "POST" and soumettre(formulaire, action, par=acteur, **(fixes or {})):
        return retour(request, acteur, fait, vers)
    contexte = {"formulaire": formulaire, "titre": titre, "acte": acte, "phrase": phrase}
    return render(request, "cadre/formulaire.html", contexte)


def retour(request: HttpRequest, acteur: Acteur, fait: str, vers: Retour = CADRE) -> HttpResponse:
    """Say what was done where it is shown."""
    messages.success(request, fait)
    return redirect(vers[0], acteur.territoire.code, *vers[1])


def jour_lu(request: HttpRequest) -> tuple[date, str]:
    """The day at which the frame is read, today unless asked otherwise; and what was typed when it is no day."""
    texte = request.GET.get("le", "").strip()
    if not texte:
        return timezone.localdate(), ""
    try:
        return ChampJour().clean(texte), ""
    except ValidationError:
        return timezone.localdate(), texte


def corriger(
    request: HttpRequest,
    acteur: Acteur,
    formulaire: FormulaireEdition,
    changer: Callable[[dict[str, Any], Any], None],
    *,
    titre: str,
    fait: str,
    vers: Retour = CADRE,
    phrase: str = "Pour corriger une erreur de saisie : ce qui était inscrit avant est gardé.",
) -> HttpResponse:
    """Show the form of what was recorded, or correct it; two people at once lose nothing."""
    if request.method == "POST" and formulaire.soumettre(changer):
        return retour(request, acteur, fait, vers)
    contexte = {"formulaire": formulaire, "titre": titre, "acte": "Enregistrer", "phrase": phrase}
    return render(request, "cadre/formulaire.html", contexte)
