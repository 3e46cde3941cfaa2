"""Cents: how a sum is rounded, how it is shared so that nothing is lost, how it is said in a sentence.

House rule, stated wherever it shows: half up, once, at the end, on the exact value; never a float. A sum shared over
years or posts is cut by the largest remainders, so that its parts always make it up to the cent. Amounts are read and
written by ``socle.argent``.
"""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal
from fractions import Fraction

from deplie.mesure.nombres import Nombre, arrondi
from deplie.socle.argent import MAXIMUM, ZERO
from deplie.socle.argent import formater as euros


def au_cent(montant: Nombre) -> Decimal:
    """A sum in euros, half up: 0.005 gives 0.01."""
    return arrondi(montant, 2)


def au_cent_inferieur(montant: Nombre) -> Decimal:
    """A ceiling in euros, cut to the cent below: a maximum is never passed by its rounding."""
    exact = Fraction(montant) * 100
    return Decimal(exact.numerator // exact.denominator).scaleb(-2)


def repartir(total: Decimal, poids: Sequence[Decimal]) -> list[Decimal]:
    """Share a sum of whole cents, not negative, in proportion of weights: the parts add up to it exactly.

    Largest remainder: each takes the cents it is sure of, those left go to the largest remainders, the first on a tie.
    Raises ``ValueError`` when there is something to share and no weight at all.
    """
    base = sum((Fraction(un) for un in poids), Fraction(0))
    cents = int(total * 100)
    if not base:
        if cents:
            raise ValueError("nothing to share a sum by")
        return [ZERO for _ in poids]
    quotas = [cents * Fraction(un) / base for un in poids]
    parts = [quota.numerator // quota.denominator for quota in quotas]
    restes = sorted(range(len(parts)), key=lambda i: (parts[i] - quotas[i], i))
    for i in restes[: cents - sum(parts)]:
        parts[i] += 1
    return [Decimal(part).scaleb(-2) for part in parts]


def refus_de_montant(montant: Decimal, *, nul: bool = True) -> str:
    """Why a number is not a sum of money: not a number, negative, part of a cent, too large; empty when it is one."""
    if not montant.is_finite():
        return "Ce montant n'est pas un nombre."
    if montant < 0:
        return f"Le montant {euros(montant)} est négatif : un montant positif est attendu."
    if montant == 0 and not nul:
        return "Le montant est nul : un montant en euros est attendu."
    if montant > MAXIMUM:
        return f"Le montant dépasse {euros(MAXIMUM)} : vérifiez la saisie."
    if montant != au_cent(montant):
        return f"Le montant {str(montant).replace('.', ',')} compte plus de deux décimales : arrondissez au centime."
    return ""


def pourcent(taux: Nombre, decimales: int = 2) -> str:
    """A rate in percent as a sentence says it, without useless zeros: « 60 % », « 88,7 % »."""
    ecrit = f"{arrondi(taux, decimales):f}"
    return f"{ecrit.rstrip('0').rstrip('.') if '.' in ecrit else ecrit}\u00a0%".replace(".", ",")
