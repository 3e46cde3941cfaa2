"""Money: decimal, to the cent, read as people type it. Never a float.

French and English notations are read; what could be either is refused, because no reader can tell whether « 1,234 » is
one euro or a thousand.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from decimal import ROUND_HALF_UP, Decimal
from typing import Any, Final

from deplie.socle.erreurs import RefusMetier

CENTIME: Final = Decimal("0.01")
ZERO: Final = Decimal("0.00")
# What a column of 14 digits, 2 of them decimal, holds.
MAXIMUM: Final = Decimal("999999999999.99")
FINE, INSECABLE, MOINS = "\u202f", "\u00a0", "\u2212"

_ESPACES: Final = re.compile(r"[\s\u00a0\u2000-\u200b\u202f\u205f\u3000\ufeff]+")
_MONNAIE: Final = re.compile(r"^(?:€|eur\b)|(?:€|\beuros?|\beur)$", re.I)
_MULTIPLE: Final = re.compile(
    r"\d ?(?:k|m|md|mds|millions?|milliards?|milliers?)(?: ?(?:€|eur|euros?|d'euros))?$", re.I
)
_NEGATIF: Final = re.compile(r"^[-\u2010-\u2015\u2212]|[-\u2010-\u2015\u2212]$|^\(.*\)$")
# Whole part (its groups of three parted by one mark), then the decimals.
_NOMBRE: Final = re.compile(
    r"(?P<entier>\d+|\d{1,3}(?: \d{3})+|\d{1,3}(?:\.\d{3})+(?![.\d])|\d{1,3}(?:,\d{3})+(?![,\d]))"
    r"(?:[.,](?P<centimes>\d+))?",
    re.A,
)
_DOUTEUX: Final = re.compile(r"[1-9]\d{0,2}[.,]\d{3}", re.A)


class MontantRefuse(RefusMetier, ValueError):
    """What was typed is no amount, or not one that can be kept: its sentence says how to write it."""


def lire_montant(texte: str, *, maximum: Decimal = MAXIMUM) -> Decimal:
    """The amount typed, to the cent: « 1 234,56 € », « 1,234.56 », « 1.234,56 », « 1234 ».

    Raises MontantRefuse for what is not a number, what may be read two ways (« 1,234 »), more than two decimals, a
    negative amount, or one above ``maximum``.
    """
    lisible = _ESPACES.sub(" ", texte).strip()
    nu, brut = _MONNAIE.sub("", lisible).strip(), lisible if len(lisible) <= 40 else f"{lisible[:40]}…"
    if not nu:
        raise MontantRefuse("Indiquez un montant en euros, par exemple 1 234,56.")
    if _NEGATIF.search(nu):
        raise MontantRefuse(f"« {brut} » est négatif. Indiquez un montant positif ou nul.")
    if _MULTIPLE.search(lisible):
        raise MontantRefuse(f"« {brut} » est abrégé. Écrivez le montant en entier, par exemple 1 200 000.")
    if _DOUTEUX.fullmatch(nu):
        raise MontantRefuse(_deux_lectures(brut, nu))
    lu = _NOMBRE.fullmatch(nu)
    if lu is None or (lu["centimes"] and _meme_marque(lu)):
        raise MontantRefuse(f"« {brut} » n'est pas un montant. Écrivez-le ainsi : 1 234,56.")
    if len(lu["centimes"] or "") > 2:
        raise MontantRefuse(f"« {brut} » a plus de deux décimales. Un montant s'écrit au centime près : 1 234,56.")
    return _borner(brut, Decimal(f"{re.sub(r'[ .,]', '', lu['entier'])}.{lu['centimes'] or '0'}"), maximum)


def _meme_marque(lu: re.Match[str]) -> bool:
    """« 1,234,56 »: the mark of the thousands cannot be that of the decimals."""
    return lu.string[lu.end("entier")] in lu["entier"]


def _deux_lectures(brut: str, nu: str) -> str:
    entier, reste = re.split(r"[.,]", nu)
    return (
        f"« {brut} » se lit de deux façons : {formater(Decimal(entier + reste), court=True)} ou {entier},{reste} €. "
        f"Écrivez les milliers avec une espace ({entier} {reste}), ou les centimes avec deux chiffres."
    )


def _borner(brut: str, montant: Decimal, maximum: Decimal) -> Decimal:
    if montant > maximum:
        raise MontantRefuse(f"« {brut} » est trop grand : le montant le plus élevé est {formater(maximum)}.")
    return montant.quantize(CENTIME)


def arrondir(valeur: Decimal) -> Decimal:
    """To the cent, half up: a rate applied to a base."""
    return valeur.quantize(CENTIME, ROUND_HALF_UP)


def somme(montants: Iterable[Decimal | None]) -> Decimal:
    """The sum, to the cent; an unknown amount adds nothing."""
    return sum((montant for montant in montants if montant is not None), ZERO)


def ecrire(montant: Decimal, *, court: bool = False) -> str:
    """« 1 234,56 », as it is typed; ``court`` leaves the cents out where there are none."""
    exact = arrondir(montant)
    rond = court and exact == exact.to_integral_value()
    ecrit = f"{abs(exact):,.{0 if rond else 2}f}".replace(",", FINE).replace(".", ",")
    return f"{MOINS + FINE if exact < 0 else ''}{ecrit}"


def formater(montant: Any, *, court: bool = False) -> str:
    """« 1 234,56 € », its parts never apart at the end of a line. An unknown amount is « – »."""
    if montant is None or montant == "":
        return "–"
    return f"{ecrire(Decimal(str(montant)), court=court)}{INSECABLE}€"
