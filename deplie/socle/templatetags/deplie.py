"""How figures and days are written in French pages."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Any

from django import template

register = template.Library()

FINE, INSECABLE, MOINS = "\u202f", "\u00a0", "\u2212"
MOIS = (
    "janvier", "février", "mars", "avril", "mai", "juin",
    "juillet", "août", "septembre", "octobre", "novembre", "décembre",
)  # fmt: skip


@register.filter
def nombre(valeur: Any, decimales: int | None = None) -> str:
    """1234.5 → « 1 234,5 »; an unknown value is « – »."""
    if valeur is None or valeur == "":
        return "–"
    exact = Decimal(str(valeur))
    if decimales is None:
        decimales = 0 if exact == exact.to_integral_value() else -int(exact.normalize().as_tuple().exponent)
    ecrit = f"{abs(exact):,.{decimales}f}".replace(",", FINE).replace(".", ",")
    return f"{MOINS}{FINE}{ecrit}" if exact < 0 else ecrit


@register.filter
def pourcent(valeur: Any) -> str:
    """54.9 → « 54,9 % », one decimal always: 61,0 and 61 do not say the same."""
    return "–" if valeur is None else f"{nombre(valeur, 1)}{INSECABLE}%"


@register.filter
def signe(valeur: Any) -> str:
    """A gap with its sign: « + 46 », « − 15 », « 0 »."""
    if valeur is None:
        return "–"
    return f"+{FINE}{nombre(valeur)}" if Decimal(str(valeur)) > 0 else nombre(valeur)


@register.filter
def jour(valeur: date | None) -> str:
    """« 24 février 2021 », « 1er janvier 2021 »."""
    if valeur is None:
        return "–"
    numero = "1er" if valeur.day == 1 else str(valeur.day)
    return f"{numero} {MOIS[valeur.month - 1]} {valeur.year}"


@register.filter
def jour_court(valeur: date | None) -> str:
    """« 24/02/2021 »."""
    return "–" if valeur is None else f"{valeur:%d/%m/%Y}"


@register.filter
def dans(cle: Any, libelles: dict[Any, Any]) -> Any:
    """The label of a code: ``code|dans:libelles``; the code itself when it has none."""
    return libelles.get(cle, cle)
