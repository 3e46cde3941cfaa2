"""The same whole seen several times: one bar a line, cut in the same parts, each count written in its part."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from deplie.socle.graphiques.dessin import ENCRE_2, ETROIT, PAGE, Dessin, Toile, entier, large_de, lignes_de

_BARRE, _LIGNE = 24.0, 34.0


@dataclass(frozen=True)
class Part:
    """A part of every bar: its word, the colour of its piece, that of the count written in it."""

    nom: str
    couleur: str
    encre: str


def empiles(
    parts: Sequence[Part], lignes: Sequence[tuple[str, Sequence[int]]], *, phrase: str, titre: str, entete: str
) -> Dessin:
    """``lignes``: ``(name, one count for each part)``, all on one scale; ``entete`` heads the names in the table."""
    return Dessin(
        large=_dessiner(parts, lignes, Toile(PAGE, 0, phrase, titre), 190.0),
        etroit=_dessiner(parts, lignes, Toile(ETROIT, 0, phrase, titre), 0.0),
        phrase=phrase,
        titre=titre,
        format="page",
        entetes=(entete, *(part.nom for part in parts)),
        lignes=[[nom, *map(entier, nombres)] for nom, nombres in lignes],
    )


def _dessiner(parts: Sequence[Part], lignes: Sequence[tuple[str, Sequence[int]]], toile: Toile, gauche: float) -> str:
    y = _legende(toile, parts)
    echelle = (toile.largeur - gauche) / max([1, *(sum(nombres) for _, nombres in lignes)])
    for nom, nombres in lignes:
        if gauche:
            toile.texte(0, y + 17, nom)
        else:
            y += 18
            toile.texte(0, y - 2, nom)
        x = gauche
        for part, nombre in zip(parts, nombres, strict=True):
            large = nombre * echelle
            toile.rect(x, y, large - (1.5 if large > 3 else 0), _BARRE, part.couleur, 2)
            if large_de(entier(nombre), 14.5) + 6 <= large:
                toile.texte(x + large / 2, y + 17, entier(nombre), taille=14.5, couleur=part.encre, ancre="middle")
            x += large
        y += _LIGNE
    toile.hauteur = y - 4
    return toile.svg()


def _legende(toile: Toile, parts: Sequence[Part]) -> float:
    x, y = 0.0, 0.0
    for part in parts:
        mots = lignes_de(part.nom, toile.largeur)[0]
        prend = 18 + large_de(mots) + 18
        if x and x + prend > toile.largeur:
            x, y = 0.0, y + 22
        toile.rect(x, y + 4, 12, 12, part.couleur, 2)
        toile.texte(x + 18, y + 15, mots, couleur=ENCRE_2)
        x += prend
    return y + 30
