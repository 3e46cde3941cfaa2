"""What every template writes the French way, without asking for it."""

from __future__ import annotations

from typing import Any

from django import template
from django.template.defaultfilters import pluralize as a_l_anglaise

register = template.Library()


@register.filter
def pluralize(valeur: Any, formes: str = "s") -> str:
    """As Django's, but a plural begins at two: « 0 étape », « 1 étape », « 2 étapes »."""
    try:
        nombre = float(valeur)
    except (TypeError, ValueError):
        nombre = len(valeur)
    return str(a_l_anglaise(2 if nombre >= 2 else 1, formes))
