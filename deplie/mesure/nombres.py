"""Exact arithmetic of figures: integers and fractions in, decimals rounded half up out."""

from __future__ import annotations

from collections.abc import Iterable
from decimal import Decimal
from fractions import Fraction

Nombre = int | Fraction | Decimal


def arrondi(valeur: Nombre, decimales: int = 1) -> Decimal:
    """Half up (6.25 → 6.3 ; 0.05 → 0.1), on the exact value, never on a float."""
    exacte = valeur if isinstance(valeur, int | Fraction) else Fraction(valeur)
    # ⌊x + ½⌋ in whole numbers: a bilan rounds thousands of figures.
    double = 2 * exacte.denominator
    entier = (2 * exacte.numerator * 10**decimales + exacte.denominator) // double
    return Decimal(entier).scaleb(-decimales)


def rapport(numerateur: Nombre | None, denominateur: Nombre | None, fois: int = 1) -> Fraction | None:
    """``numerateur / denominateur × fois``; None when the base is unknown or empty."""
    if numerateur is None or not denominateur:
        return None
    if isinstance(numerateur, int) and isinstance(denominateur, int):
        return Fraction(numerateur * fois, denominateur)
    return Fraction(numerateur) / Fraction(denominateur) * fois


def mediane(effectifs: Iterable[tuple[int, int]]) -> Fraction | None:
    """Median of the values told as (value, how many); the mean of the two middle ones when they are even in number."""
    tries = sorted((valeur, combien) for valeur, combien in effectifs if combien > 0)
    total = sum(combien for _, combien in tries)
    if not total:
        return None
    return Fraction(_rang(tries, (total + 1) // 2) + _rang(tries, total // 2 + 1), 2)


def _rang(tries: list[tuple[int, int]], rang: int) -> int:
    """The value of that rank (from 1) among sorted (value, how many)."""
    passes = 0
    for valeur, combien in tries:
        passes += combien
        if passes >= rang:
            return valeur
    raise ValueError("rank beyond the values")


def compatibles(part: Decimal, decimales: int, base: int) -> tuple[int, int] | None:
    """The counts of a base whose share, rounded half up, prints as ``part`` percent; None when there is none.

    61 % of 448 allows 272 to 275. The share printed with 0 decimals holds half a point on each side.
    """
    demi = Fraction(1, 2 * 10**decimales)
    bas, haut = (Fraction(part) - demi) * base / 100, (Fraction(part) + demi) * base / 100
    premier = max(0, -((-bas.numerator) // bas.denominator))
    dernier = min(base, (haut.numerator - 1) // haut.denominator)
    return (premier, dernier) if premier <= dernier else None
