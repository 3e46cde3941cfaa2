"""Small multiples: the same bars for each value of another dimension, all on one scale."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from deplie.socle.graphiques.barres import Barre, echelle_de, poser_barre
from deplie.socle.graphiques.dessin import ETROIT, PAGE, TRAIT, Dessin, Toile, entier, lignes_de

_COLONNES = 3
_GOUTTIERE = 26.0


@dataclass(frozen=True)
class Panneau:
    """One small chart: its title, its total, its bars."""

    nom: str
    total: int
    barres: Sequence[Barre]


def multiples(panneaux: Sequence[Panneau], *, phrase: str, titre: str, periode: str, periode_avant: str = "") -> Dessin:
    """Three panels a row on a wide page, one under the other on a narrow one; every bar on the same scale."""
    toutes = [barre for panneau in panneaux for barre in panneau.barres]
    avec_avant = bool(periode_avant) and any(barre.avant is not None for barre in toutes)
    entetes = ["", "", periode, *([periode_avant] if avec_avant else [])]
    lignes = [
        [p.nom, b.nom, entier(b.valeur), *(["–" if b.avant is None else entier(b.avant)] if avec_avant else [])]
        for p in panneaux
        for b in p.barres
    ]
    return Dessin(
        large=_dessiner(panneaux, PAGE, max(1, min(_COLONNES, len(panneaux))), phrase, titre, avec_avant),
        etroit=_dessiner(panneaux, ETROIT, 1, phrase, titre, avec_avant),
        phrase=phrase,
        titre=titre,
        entetes=entetes,
        lignes=lignes,
        format="page",
    )


def _dessiner(
    panneaux: Sequence[Panneau], largeur: float, colonnes: int, phrase: str, titre: str, avec_avant: bool
) -> str:
    toile = Toile(largeur, 0, phrase, titre)
    pas = (largeur - _GOUTTIERE * (colonnes - 1)) / colonnes
    echelle = echelle_de([barre for panneau in panneaux for barre in panneau.barres], pas)
    haut = 0.0
    for debut in range(0, len(panneaux), colonnes):
        bas = haut
        for rang, panneau in enumerate(panneaux[debut : debut + colonnes]):
            bas = max(bas, _panneau(toile, panneau, rang * (pas + _GOUTTIERE), haut, pas, echelle, avec_avant))
        haut = bas + 24
    toile.hauteur = haut - 20
    return toile.svg()


def _panneau(toile: Toile, panneau: Panneau, x: float, y: float, pas: float, echelle: float, avec_avant: bool) -> float:
    for mots in lignes_de(f"{panneau.nom} · {entier(panneau.total)}", pas, 16):
        y += 18
        toile.texte(x, y, mots, taille=16, gras=640)
    y += 6
    toile.trait(x, y, x + pas, y, TRAIT, 1)
    for barre in panneau.barres:
        y = poser_barre(toile, barre, y + 6, echelle, avec_avant, x, pas)
    return y
