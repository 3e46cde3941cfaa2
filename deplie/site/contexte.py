"""What every template may read: the actor, the menu, and whether this is a demonstration."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest

from deplie.site.demonstration.declaration import note
from deplie.socle.menu import menu


def contexte(request: HttpRequest) -> dict[str, Any]:
    """``acteur`` and ``menu`` on the pages of a territory; ``demonstration`` when its people are invented.

    ``note_demonstration`` says which figures of that territory are published and which are invented.
    """
    acteur = getattr(request, "acteur", None)
    if acteur is None:
        return {"acteur": None, "menu": [], "demonstration": False, "note_demonstration": ""}
    return {
        "acteur": acteur,
        "menu": menu(acteur, request.path),
        "demonstration": acteur.territoire.demonstration,
        "recherche_possible": acteur.peut("participation.voir"),
        "note_demonstration": note(acteur.territoire.code) if acteur.territoire.demonstration else "",
    }
