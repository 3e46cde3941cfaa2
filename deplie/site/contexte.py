"""What every template may read: the actor, the menu, and whether this is a demonstration."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest

from deplie.site.demonstration.declaration import note
from deplie.socle.couleurs import USUELLE
from deplie.socle.menu import menu
from deplie.territoires.models import Territoire
from deplie.territoires.queries.reglages import reglage


def contexte(request: HttpRequest) -> dict[str, Any]:
    """``acteur`` and ``menu`` on the pages of a territory; ``demonstration`` when its people are invented.

    ``couleur`` is the territory's own, in hexadecimal.
    ``note_demonstration`` says which figures of that territory are published and which are invented.
    """
    acteur = getattr(request, "acteur", None)
    if acteur is None:
        return {"acteur": None, "menu": [], "demonstration": False, "note_demonstration": "", "couleur": ""}
    return {
        "acteur": acteur,
        "menu": menu(acteur, request.path),
        "couleur": _couleur(acteur.territoire),
        "demonstration": acteur.territoire.demonstration,
        "recherche_possible": acteur.peut("participation.voir"),
        "note_demonstration": note(acteur.territoire.code) if acteur.territoire.demonstration else "",
    }


def _couleur(territoire: Territoire) -> str:
    """The colour that a territory has chosen, without its sign; empty for the usual one."""
    choisie = reglage(territoire, "couleur")
    return "" if choisie == USUELLE else choisie.removeprefix("#").lower()
