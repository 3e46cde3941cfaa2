"""The draft of a page's form: offered at its head, and kept by the script while one types."""

from __future__ import annotations

from typing import Any

from django import template
from django.forms import BaseForm
from django.forms.utils import ErrorDict

from deplie.socle import brouillons

register = template.Library()


@register.inclusion_tag("socle/brouillon.html", takes_context=True)
def brouillon(context: template.Context, formulaire: BaseForm | None = None) -> dict[str, Any]:
    """What the head of a form says of its draft. Put inside the form; nothing outside the pages of a territory.

    A form opened on its draft says no error: nobody has sent it yet.
    """
    request = context.get("request")
    if request is None or getattr(request, "acteur", None) is None:
        return {}
    adresse = brouillons.adresse_de(request)
    if not brouillons.se_garde(adresse):
        return {}
    repris = request.method == "GET" and brouillons.REPRENDRE in request.GET
    trouve = brouillons.trouver(request) if request.method == "GET" else None
    if repris and trouve and formulaire is not None:
        vars(formulaire)["_errors"] = ErrorDict()
    return {"adresse": adresse, "trouve": trouve, "repris": repris and trouve, "reprendre": brouillons.REPRENDRE}
