"""How far a figure stands from its target: a bar, and a mark at 100 %."""

from __future__ import annotations

from fractions import Fraction

from deplie.socle.graphiques.dessin import CLAIR, ENCRE, FORT, TRAIT, Toile


def jauge(valeur: Fraction | int, cible: Fraction | int, phrase: str) -> str:
    """The bar is drawn to the larger of value and target; over-attainment is legitimate and shows past the mark."""
    large = 240.0
    plein = Fraction(max(valeur, cible, 1))
    toile = Toile(large, 16, phrase)
    toile.rect(0, 4, large, 8, TRAIT, 4)
    toile.rect(0, 4, large * float(max(Fraction(valeur), Fraction(0)) / plein), 8, FORT, 4)
    toile.rect(min(large - 2.5, large * float(Fraction(cible) / plein) - 1.2), 0, 2.5, 16, ENCRE)
    return toile.svg()


def fourchette(
    observe: Fraction, attendu: Fraction, bas: Fraction, haut: Fraction, cible: Fraction | None, phrase: str
) -> str:
    """What stands (a bar), where it may end (a band from ``bas`` to ``haut``, a mark at ``attendu``), the target."""
    large, haute = 480.0, 28.0
    plein = float(max(haut, observe, cible or 0, 1)) * 1.04

    def place(valeur: Fraction) -> float:
        return large * float(valeur) / plein

    toile = Toile(large, haute, phrase)
    toile.rect(0, 10, large, 8, TRAIT, 4)
    toile.rect(place(bas), 4, max(3.0, place(haut) - place(bas)), 20, CLAIR, 3)
    toile.rect(0, 10, max(2.0, place(observe)), 8, FORT, 4)
    toile.rect(place(attendu) - 1.5, 4, 3, 20, FORT)
    if cible is not None:
        toile.rect(place(cible) - 1.5, 0, 3, haute, ENCRE)
    return toile.svg()
