"""How figures and days are written in French pages."""

from __future__ import annotations

import re
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from django import template
from django.utils.html import escape
from django.utils.safestring import SafeString, mark_safe

from deplie.socle.argent import formater

register = template.Library()
# An aside in brackets, of more than twenty characters; its first words are kept when they are few.
_APARTE = re.compile(r"\s\(([^()]{20,})\)")
APARTE_COURT = 45
_JOINTURE = re.compile(r"([@._-])")

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
def euros(montant: Any) -> str:
    """« 1 234,56 € »: always the cents, in a table whose lines make a total."""
    return formater(montant)


@register.filter
def euros_court(montant: Any) -> str:
    """« 25 000 € », « 1 234,56 € »: in a sentence, no cents where there are none."""
    return formater(montant, court=True)


@register.filter(expects_localtime=True)
def jour(valeur: date | None) -> str:
    """« 24 février 2021 », « 1er janvier 2021 »; of an instant, the day that it is where the installation is."""
    if valeur is None:
        return "–"
    numero = "1er" if valeur.day == 1 else str(valeur.day)
    return f"{numero} {MOIS[valeur.month - 1]} {valeur.year}"


@register.filter(expects_localtime=True)
def jour_court(valeur: date | None) -> str:
    """« 24/02/2021 »."""
    return "–" if valeur is None else f"{valeur:%d/%m/%Y}"


@register.filter(expects_localtime=True)
def heure(valeur: datetime) -> str:
    """« 10 h », « 8 h 05 »."""
    return f"{valeur.hour}{INSECABLE}h" + (f"{INSECABLE}{valeur.minute:02}" if valeur.minute else "")


@register.filter(is_safe=True)
def chemin(fil: str) -> str:
    """Where we are, above the title: what separates two links does not end the last one."""
    return fil.strip().removesuffix("›").rstrip()


@register.filter
def courriel(adresse: str) -> SafeString:
    """An address that a narrow page breaks at its joints, never in the middle of a word."""
    return mark_safe(_JOINTURE.sub(r"\1<wbr>", escape(adresse)))  # noqa: S308 - escaped above


@register.filter
def dans(cle: Any, libelles: dict[Any, Any]) -> Any:
    """The label of a code: ``code|dans:libelles``; the code itself when it has none."""
    return libelles.get(cle, cle)


@register.filter
def court(phrase: str) -> str:
    """A sentence without the long end of its asides (sources): where the whole one stands a click away."""
    return _APARTE.sub(_abreger, phrase)


def _abreger(aparte: re.Match[str]) -> str:
    debut, reste, _ = aparte[1].partition(f"{INSECABLE}; ") if f"{INSECABLE}; " in aparte[1] else (aparte[1], "", "")
    return f" ({debut})" if reste and len(debut) <= APARTE_COURT else ""


@register.filter
def dit_a(prescripteur: Any, acteur: Any) -> str:
    """The name of a prescriber as the reader may read it (``acteurs.queries.Acteur.dit``)."""
    return str(acteur.dit(prescripteur))


@register.filter
def decouper(texte: str) -> list[str]:
    """« Poste,Année » → the heads of a table written in a template."""
    return texte.split(",")
