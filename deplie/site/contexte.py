"""What every template may read: the actor, the menu, and whether this is a demonstration."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest

from deplie.socle.menu import menu


def contexte(request: HttpRequest) -> dict[str, Any]:
    """``acteur`` and ``menu`` on the pages of a territory; ``demonstration`` when its people are invented."""
    acteur = getattr(request, "acteur", None)
    if acteur is None:
        return {"acteur": None, "menu": [], "demonstration": False}
    return {
        "acteur": acteur,
        "menu": menu(acteur, request.path),
        "demonstration": acteur.territoire.demonstration,
    }
