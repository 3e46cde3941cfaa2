"""Horizontal bars, one per part, the previous period thinner and greyer."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from deplie.socle.graphiques.dessin import AVANT, ENCRE_2, FORT, Dessin, Toile, entier, lignes_de


@dataclass(frozen=True)
class Barre:
    """A part: its label, its count, the count one period before (None: not comparable), the written gap."""

    nom: str
    valeur: int
    avant: int | None = None
    ecart: str = ""


def barres(parts: Sequence[Barre], *, phrase: str, periode: str, periode_avant: str = "", titre: str = "") -> Dessin:
    """Bars in the given order, zero-based, on one scale for both periods."""
    avec_avant = bool(periode_avant) and any(part.avant is not None for part in parts)
    return Dessin(
        large=_dessiner(parts, 560, phrase, avec_avant),
        etroit=_dessiner(parts, 330, phrase, avec_avant),
        phrase=phrase,
        titre=titre,
        entetes=("", periode, periode_avant, "Écart") if avec_avant else ("", periode),
        lignes=[_ligne(part, avec_avant) for part in parts],
    )


def _ligne(part: Barre, avec_avant: bool) -> list[str]:
    if not avec_avant:
        return [part.nom, entier(part.valeur)]
    return [part.nom, entier(part.valeur), "–" if part.avant is None else entier(part.avant), part.ecart or "–"]


def _dessiner(parts: Sequence[Barre], largeur: float, phrase: str, avec_avant: bool) -> str:
    maximum = max([1, *(part.valeur for part in parts), *(part.avant or 0 for part in parts)])
    echelle = (largeur - 150) / maximum
    toile = Toile(largeur, 0, phrase)
    y = 0.0
    for part in parts:
        for mots in lignes_de(part.nom, largeur):
            y += 19
            toile.texte(0, y - 3, mots)
        y = _barre(toile, part, y + 2, echelle, avec_avant) + 9
    toile.hauteur = max(y, 10)
    return toile.svg()


def _barre(toile: Toile, part: Barre, y: float, echelle: float, avec_avant: bool) -> float:
    toile.rect(0, y, part.valeur * echelle, 14, FORT, 2)
    x = part.valeur * echelle + 8
    valeur = entier(part.valeur)
    toile.texte(x, y + 13, valeur, taille=16, gras=650)
    if part.ecart:
        toile.texte(x + 9.5 * len(valeur) + 10, y + 13, part.ecart, taille=14, couleur=ENCRE_2)
    if not avec_avant:
        return y + 14
    toile.rect(0, y + 16, (part.avant or 0) * echelle, 7, AVANT, 2)
    return y + 23
