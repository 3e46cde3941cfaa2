"""Horizontal bars, one per part, the previous period thinner and greyer; sub-parts indented under theirs."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from deplie.socle.graphiques.dessin import (
    AVANT,
    CLAIR,
    DEMI,
    ENCRE_2,
    ETROIT,
    FORT,
    Dessin,
    Toile,
    entier,
    large_de,
    lignes_de,
)

RETRAIT = 18.0


@dataclass(frozen=True)
class Barre:
    """A part: its label, its count, the count one period before (None: not comparable), the written gap and share.

    ``niveau`` 1 is a sub-part of the last part of level 0; ``couleur`` is a role of the stylesheet.
    """

    nom: str
    valeur: int
    avant: int | None = None
    ecart: str = ""
    part: str = ""
    niveau: int = 0
    couleur: str = ""


def barres(parts: Sequence[Barre], *, phrase: str, periode: str, periode_avant: str = "", titre: str = "") -> Dessin:
    """Bars in the given order, zero-based, on one scale for both periods and both levels."""
    avec_avant = bool(periode_avant) and any(part.avant is not None for part in parts)
    avec_part = any(part.part for part in parts)
    entetes = ["", periode, *(["Part"] if avec_part else []), *([periode_avant, "Écart"] if avec_avant else [])]
    return Dessin(
        large=_dessiner(parts, DEMI, phrase, titre, avec_avant),
        etroit=_dessiner(parts, ETROIT, phrase, titre, avec_avant),
        phrase=phrase,
        titre=titre,
        entetes=entetes,
        lignes=[_ligne(part, avec_avant, avec_part) for part in parts],
    )


def _ligne(part: Barre, avec_avant: bool, avec_part: bool) -> list[str]:
    avant = ["–" if part.avant is None else entier(part.avant), part.ecart or "–"]
    nom = f"dont {part.nom}" if part.niveau else part.nom
    return [nom, entier(part.valeur), *([part.part] if avec_part else []), *(avant if avec_avant else [])]


def echelle_de(parts: Sequence[Barre], largeur: float, reserve: float = 0) -> float:
    """Pixels for one: the longest bar of either period leaves room at its end for the longest written value."""
    maximum = max([1, *(part.valeur for part in parts), *(part.avant or 0 for part in parts)])
    retrait = RETRAIT * max([0, *(part.niveau for part in parts)])
    ecrits = max([0, *(_large_ecrit(part, largeur) for part in parts)])
    return (largeur - retrait - max(ecrits, reserve) - 10) / maximum


def _ecrit_avec_ecart(part: Barre, largeur: float) -> str:
    """What stands after the value: the share, else the gap where there is room."""
    return part.part or (part.ecart if largeur >= DEMI else part.ecart.partition(" (")[0])


def _large_ecrit(part: Barre, largeur: float) -> float:
    return large_de(entier(part.valeur), 17) + large_de(_ecrit_avec_ecart(part, largeur), 14) + 18


def _dessiner(parts: Sequence[Barre], largeur: float, phrase: str, titre: str, avec_avant: bool) -> str:
    echelle = echelle_de(parts, largeur)
    toile = Toile(largeur, 0, phrase, titre)
    y = 0.0
    for rang, part in enumerate(parts):
        if rang:
            y += 6 if part.niveau else 13
        y = poser_barre(toile, part, y, echelle, avec_avant)
    toile.hauteur = y + 2
    return toile.svg()


def poser_barre(
    toile: Toile, part: Barre, y: float, echelle: float, avec_avant: bool, x: float = 0, largeur: float = 0
) -> float:
    """Draw one part from ``y`` down: its label, its bar, its value, the year before; returns where it ends.

    ``largeur`` bounds the label (the whole drawing if 0), from ``x`` to the right.
    """
    bord = x + (largeur or toile.largeur)
    x += RETRAIT * part.niveau
    taille = 14.0 if part.niveau else 15.0
    for mots in lignes_de(part.nom, bord - x, taille):
        y += taille + 3
        toile.texte(x, y - 3, mots, taille=taille, couleur=ENCRE_2 if part.niveau else "encre")
    haut = 9.0 if part.niveau else 14.0
    y += 2
    toile.rect(x, y, part.valeur * echelle, haut, part.couleur or (CLAIR if part.niveau else FORT), 2)
    if avec_avant and part.avant is not None:
        toile.rect(x, y + haut + 2.5, part.avant * echelle, 3.5 if part.niveau else 5.5, AVANT, 1.5)
    _valeur(toile, part, x + part.valeur * echelle + 7, y + haut - (0.5 if part.niveau else 2), bord)
    return y + haut + ((6 if part.niveau else 8) if avec_avant else 0)


def _valeur(toile: Toile, part: Barre, x: float, y: float, bord: float) -> None:
    taille = 14.5 if part.niveau else 16.5
    ecrite = entier(part.valeur)
    toile.texte(x, y + 1, ecrite, taille=taille, gras=560 if part.niveau else 680)
    suite = _ecrit_avec_ecart(part, bord)
    if suite:
        toile.texte(x + large_de(ecrite, taille + 1) + 8, y + 1, suite, taille=14, couleur=ENCRE_2)
