"""Two rates compared: is their difference more than chance? Newcombe's hybrid score interval, and the sentence of it.

Sources: E. B. Wilson, « Probable inference, the law of succession, and statistical inference », JASA 22 (1927), for one
rate; R. G. Newcombe, « Interval estimation for the difference between independent proportions: comparison of eleven
methods », Statistics in Medicine 17 (1998) 873-890, method 10 (scores, no continuity correction), for two. A sum of
rates with weights is the same construction (G. Zou and A. Donner, Statistics in Medicine 27 (2008) 1693-1702): a
difference is the sum of weights 1 and −1. Counts come in whole, arithmetic is exact but for the square roots (40
digits), and nothing is rounded before it is written.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal, localcontext
from enum import StrEnum
from fractions import Fraction
from typing import Final

from deplie.mesure.nombres import arrondi
from deplie.pilotage.rules.ecriture import INSECABLE, MOINS, compte, nombre, part_dite, pluriel
from deplie.socle.erreurs import RefusMetier

# The quantile of the normal law for 95 %, to twenty digits.
Z_95: Final = Fraction("1.95996398454005423552")
# Under this many people in one of the groups, a rate is not compared (proposal: no source says).
PLANCHER: Final = 10
_CHIFFRES: Final = 40


class Conclusion(StrEnum):
    SIGNIFICATIF = "SIGNIFICATIF"
    NON_SIGNIFICATIF = "NON_SIGNIFICATIF"
    TROP_PETIT = "TROP_PETIT"
    SANS_EFFECTIF = "SANS_EFFECTIF"


@dataclass(frozen=True)
class Intervalle:
    """From a bound to another, both in, as fractions of 1."""

    bas: Fraction
    haut: Fraction

    def contient(self, valeur: Fraction | int) -> bool:
        return self.bas <= valeur <= self.haut


@dataclass(frozen=True)
class Proportion:
    """``reussites`` people among ``effectif``; raises RefusMetier when that cannot be."""

    reussites: int
    effectif: int

    def __post_init__(self) -> None:
        if not 0 <= self.reussites <= self.effectif or not self.effectif:
            raise RefusMetier(f"{self.reussites} sur {self.effectif} n'est pas une part : corrigez l'un des nombres.")

    @property
    def part(self) -> Fraction:
        return Fraction(self.reussites, self.effectif)


@dataclass(frozen=True)
class TauxNu:
    """A rate as a source prints it, without the numbers it comes from: 47 for 47 %."""

    pourcent: Decimal


@dataclass(frozen=True)
class Comparaison:
    """What may be said of two rates; ``ecart`` and ``intervalle`` are None where nothing is concluded."""

    conclusion: Conclusion
    phrase: str
    ecart: Fraction | None = None
    intervalle: Intervalle | None = None


def racine(valeur: Fraction) -> Fraction:
    """The square root to 40 digits, as a fraction; exact where the root is."""
    with localcontext() as contexte:
        contexte.prec = _CHIFFRES
        return Fraction((Decimal(valeur.numerator) / Decimal(valeur.denominator)).sqrt())


def wilson(proportion: Proportion, z: Fraction = Z_95) -> Intervalle:
    """Wilson's score interval of one rate: it never leaves 0 to 1, and holds for 0 of n and n of n."""
    n, x, carre = proportion.effectif, proportion.reussites, z * z
    milieu = 2 * x + carre
    demi = z * racine(carre + Fraction(4 * x * (n - x), n))
    base = 2 * (n + carre)
    # 0 of n begins at 0 and n of n ends at 1: not a hair of rounding beside.
    bas = Fraction(0) if x == 0 else max(Fraction(0), (milieu - demi) / base)
    haut = Fraction(1) if x == n else min(Fraction(1), (milieu + demi) / base)
    return Intervalle(bas, haut)


def somme_ponderee(termes: Iterable[tuple[Fraction, Proportion]], z: Fraction = Z_95) -> tuple[Fraction, Intervalle]:
    """Σ weight × rate with its interval, from the Wilson interval of each rate; a negative weight turns its bounds."""
    total = dessous = dessus = Fraction(0)
    for poids, proportion in termes:
        part, score = proportion.part, wilson(proportion, z)
        vers_le_bas, vers_le_haut = part - score.bas, score.haut - part
        if poids < 0:
            vers_le_bas, vers_le_haut = vers_le_haut, vers_le_bas
        total += poids * part
        dessous += (poids * vers_le_bas) ** 2
        dessus += (poids * vers_le_haut) ** 2
    return total, Intervalle(total - racine(dessous), total + racine(dessus))


def newcombe(premiere: Proportion, seconde: Proportion, z: Fraction = Z_95) -> Intervalle:
    """The interval of first − second (method 10)."""
    return somme_ponderee(((Fraction(1), premiere), (Fraction(-1), seconde)), z)[1]


def comparer(premiere: Proportion | TauxNu, seconde: Proportion | TauxNu, *, plancher: int = PLANCHER) -> Comparaison:
    """What two rates allow to say. A rate without its number, or of too few people, concludes nothing."""
    if isinstance(premiere, TauxNu) or isinstance(seconde, TauxNu):
        nus = f"{_part(premiere)} contre {_part(seconde)}"
        return Comparaison(Conclusion.SANS_EFFECTIF, f"sans effectif, aucune conclusion{INSECABLE}: {nus}")
    face = f"{_part(premiere)} contre {_part(seconde)} {_sur(premiere.effectif, seconde.effectif)}"
    if min(premiere.effectif, seconde.effectif) < plancher:
        peu = f"effectif trop petit pour comparer (moins de {plancher} personnes)"
        return Comparaison(Conclusion.TROP_PETIT, f"{peu}{INSECABLE}: {face}")
    intervalle, ecart = newcombe(premiere, seconde), premiere.part - seconde.part
    conclusion = Conclusion.NON_SIGNIFICATIF if intervalle.contient(0) else Conclusion.SIGNIFICATIF
    dit = "écart non significatif" if conclusion is Conclusion.NON_SIGNIFICATIF else "écart significatif"
    phrase = f"{dit}{INSECABLE}: {face} ({en_points(ecart)}, {fourchette(intervalle)})"
    return Comparaison(conclusion, phrase, ecart, intervalle)


def en_points(ecart: Fraction, decimales: int = 1) -> str:
    """« + 8,5 points », « − 1,0 point », « 0,0 point »."""
    return f"{_signe(ecart, decimales)}{INSECABLE}{pluriel(ecart * 100, 'point')}"


def fourchette(intervalle: Intervalle, decimales: int = 1) -> str:
    """« intervalle à 95 % : de − 11,4 à + 9,2 points »."""
    bornes = f"de {_signe(intervalle.bas, decimales)} à {_signe(intervalle.haut, decimales)} points"
    return f"intervalle à 95{INSECABLE}%{INSECABLE}: {bornes}"


def _signe(ecart: Fraction, decimales: int) -> str:
    # What rounds to nothing has no sign: never « − 0,0 ».
    signe = "" if not arrondi(ecart * 100, decimales) else f"{'+' if ecart > 0 else MOINS}{INSECABLE}"
    return f"{signe}{nombre(abs(ecart) * 100, decimales)}"


def _part(taux: Proportion | TauxNu) -> str:
    if isinstance(taux, Proportion):
        return part_dite(taux.reussites, taux.effectif)
    decimales = max(0, -int(taux.pourcent.as_tuple().exponent))
    return f"{nombre(taux.pourcent, decimales)}{INSECABLE}%"


def _sur(un: int, autre: int) -> str:
    """« sur 334 et 120 personnes »."""
    return f"sur {nombre(un)} et {compte(autre, 'personne')}" if autre != 1 else f"sur {nombre(un)} et 1 personne"
