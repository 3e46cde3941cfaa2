"""One whole cut into parts: a single bar, each part named with its share and its count."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from deplie.socle.graphiques.dessin import ENCRE_2, SUITE, Dessin, Toile, entier, lignes_de


@dataclass(frozen=True)
class Tranche:
    """A part of the whole: label, count, share as written (« 60,9 % »)."""

    nom: str
    valeur: int
    part: str


def partage(tranches: Sequence[Tranche], *, titre: str, phrase: str) -> Dessin:
    """The bar and, under it, one label per part: side by side when two hold, else one a line."""
    return Dessin(
        large=_dessiner(tranches, 520, phrase),
        etroit=_dessiner(tranches, 330, phrase),
        phrase=phrase,
        titre=titre,
        entetes=(titre, "Nombre", "Part"),
        lignes=[[t.nom, entier(t.valeur), t.part] for t in tranches],
    )


def _dessiner(tranches: Sequence[Tranche], largeur: float, phrase: str) -> str:
    total = sum(t.valeur for t in tranches) or 1
    toile = Toile(largeur, 0, phrase)
    x = 0.0
    for rang, tranche in enumerate(tranches):
        large = largeur * tranche.valeur / total
        toile.rect(x, 2, large - (1.5 if large > 3 else 0), 22, SUITE[rang % len(SUITE)], 3)
        x += large
    toile.hauteur = _noms(toile, tranches, largeur)
    return toile.svg()


def _noms(toile: Toile, tranches: Sequence[Tranche], largeur: float) -> float:
    """Labels in columns of equal width, each with the square of its colour; returns the height used."""
    colonnes = 2 if largeur > 400 or len(tranches) == 2 else 1
    pas = largeur / colonnes
    y, bas = 30.0, 30.0
    for rang, tranche in enumerate(tranches):
        colonne = rang % colonnes
        if colonne == 0:
            y = bas
        x = colonne * pas
        toile.rect(x, y + 6, 11, 11, SUITE[rang % len(SUITE)], 2)
        haut = y + 17
        toile.texte(x + 17, haut, tranche.part, gras=650)
        retrait = 17 + 8.2 * len(tranche.part) + 4
        mots = lignes_de(f"{tranche.nom} ({entier(tranche.valeur)})", pas - retrait - 4)
        for numero, ligne in enumerate(mots):
            toile.texte(x + retrait, haut + 17 * numero, ligne, couleur=ENCRE_2)
        bas = max(bas, y + 6 + 17 * len(mots))
    return bas + 6
