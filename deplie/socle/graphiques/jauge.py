"""How far a figure stands from its target: a bar, and a mark at 100 %."""

from __future__ import annotations

from fractions import Fraction

from deplie.socle.graphiques.dessin import ENCRE, FORT, TRAIT, Toile


def jauge(valeur: Fraction | int, cible: Fraction | int, phrase: str) -> str:
    """The bar is drawn to the larger of value and target; over-attainment is legitimate and shows past the mark."""
    large = 240.0
    plein = Fraction(max(valeur, cible, 1))
    toile = Toile(large, 16, phrase)
    toile.rect(0, 4, large, 8, TRAIT, 4)
    toile.rect(0, 4, large * float(max(Fraction(valeur), Fraction(0)) / plein), 8, FORT, 4)
    toile.rect(min(large - 2.5, large * float(Fraction(cible) / plein) - 1.2), 0, 2.5, 16, ENCRE)
    return toile.svg()
