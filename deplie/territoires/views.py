"""What a territory gives to every page: its colours."""

from __future__ import annotations

from django.http import Http404, HttpRequest, HttpResponse
from django.views.decorators.cache import cache_control

from deplie.socle.couleurs import feuille_de, refus_de_couleur


@cache_control(public=True, max_age=31_536_000, immutable=True)
def couleurs(request: HttpRequest, code: str) -> HttpResponse:
    """The stylesheet of a colour: the address says it all, so it is kept for ever, and nothing is read."""
    if refus_de_couleur(f"#{code}"):
        raise Http404
    return HttpResponse(feuille_de(f"#{code}"), content_type="text/css; charset=utf-8")


# The door of a page for everybody (``acteurs.views.publique`` stands above this room).
couleurs.acces = "publique"  # type: ignore[attr-defined]
