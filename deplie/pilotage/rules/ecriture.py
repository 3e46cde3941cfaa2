"""How a figure is written in French: narrow spaces, half-up roundings, no false 0 % nor false 100 %."""

from __future__ import annotations

from decimal import Decimal
from fractions import Fraction

from deplie.mesure.nombres import Nombre, arrondi

FINE, INSECABLE, MOINS = "\u202f", "\u00a0", "\u2212"


def nombre(valeur: Nombre | None, decimales: int | None = None) -> str:
    """« 1 305 », « 54,9 »; a decimal number keeps its own decimals unless told. An unknown one is « – »."""
    if valeur is None:
        return "–"
    exact = arrondi(valeur, _decimales(valeur) if decimales is None else decimales)
    entier, _, fraction = format(abs(exact), "f").partition(".")
    groupes = f"{int(entier):,}".replace(",", FINE)
    return f"{MOINS if exact < 0 else ''}{groupes}{',' + fraction if fraction else ''}"


def pourcentage(valeur: Nombre | None, decimales: int = 1) -> str:
    """« 54,9 % »."""
    return "–" if valeur is None else f"{nombre(valeur, decimales)}{INSECABLE}%"


def part_dite(numerateur: Nombre, denominateur: Nombre) -> str:
    """A share in a sentence, in whole percent, without saying 0 % of some nor 100 % of almost all."""
    exacte = Fraction(numerateur) / Fraction(denominateur) * 100
    ronde = arrondi(exacte, 0)
    if exacte > 0 and ronde == 0:
        return f"moins de 1{INSECABLE}%"
    if exacte < 100 and ronde == 100:
        return f"plus de 99{INSECABLE}%"
    return f"{nombre(ronde, 0)}{INSECABLE}%"


def ecart(valeur: Nombre, precedent: Nombre, decimales: int = 0) -> str:
    """« + 92 », « − 15 », « = » — with its sign."""
    difference = Fraction(valeur) - Fraction(precedent)
    ronde = arrondi(abs(difference), decimales)
    if not ronde:
        return "="
    return f"{'+' if difference > 0 else MOINS}{INSECABLE}{nombre(ronde, decimales)}"


def pluriel(combien: Nombre, singulier: str, plusieurs: str | None = None) -> str:
    """The word that agrees with a number: below 2, the singular."""
    return singulier if abs(Fraction(combien)) < 2 else (plusieurs or f"{singulier}s")


def compte(combien: int, singulier: str, plusieurs: str | None = None) -> str:
    """« 1 sortie », « 319 sorties »."""
    return f"{nombre(combien)} {pluriel(combien, singulier, plusieurs)}"


def _decimales(valeur: Nombre) -> int:
    if isinstance(valeur, Decimal):
        return max(0, -int(valeur.normalize().as_tuple().exponent))
    return 0 if Fraction(valeur).denominator == 1 else 1
