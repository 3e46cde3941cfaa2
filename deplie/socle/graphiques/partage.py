"""One whole cut in two or three: a bar whose parts are named under their own ends, the year before thinner."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from deplie.socle.graphiques.dessin import (
    AUTRE,
    AVANT,
    CLAIR,
    DEMI,
    ENCRE_2,
    ETROIT,
    FORT,
    MOYEN,
    PALE,
    TRAIT,
    Dessin,
    Toile,
    entier,
    large_de,
    lignes_de,
)

_SUITES = {1: (FORT,), 2: (FORT, CLAIR), 3: (FORT, MOYEN, CLAIR), 4: (FORT, MOYEN, CLAIR, PALE)}
_AVANT = (AVANT, TRAIT, AVANT, TRAIT)


@dataclass(frozen=True)
class Tranche:
    """A part of the whole: label, count, share as written (« 60,9 % »); the same one period before, if it compares."""

    nom: str
    valeur: int
    part: str
    avant: int | None = None
    part_avant: str = ""


def partage(
    tranches: Sequence[Tranche], *, titre: str, phrase: str, periode: str = "", periode_avant: str = ""
) -> Dessin:
    """The bar and, under it, one label per part: at both ends when there are two, else one a line."""
    avec_avant = bool(periode_avant) and all(t.avant is not None for t in tranches) and any(t.avant for t in tranches)
    entetes = [titre, periode or "Nombre", "Part", *([periode_avant, "Part"] if avec_avant else [])]
    return Dessin(
        large=_dessiner(tranches, DEMI, phrase, titre, avec_avant),
        etroit=_dessiner(tranches, ETROIT, phrase, titre, avec_avant),
        phrase=phrase,
        titre=titre,
        entetes=entetes,
        lignes=[_ligne(t, avec_avant) for t in tranches],
    )


def _ligne(tranche: Tranche, avec_avant: bool) -> list[str]:
    avant = [entier(tranche.avant or 0), tranche.part_avant]
    return [tranche.nom, entier(tranche.valeur), tranche.part, *(avant if avec_avant else [])]


def couleurs_de(combien: int) -> tuple[str, ...]:
    """Shades of one hue, the first the strongest; past four parts, the last ones share the neutral one."""
    return _SUITES.get(combien) or (*_SUITES[4], *[AUTRE] * (combien - 4))


def _dessiner(tranches: Sequence[Tranche], largeur: float, phrase: str, titre: str, avec_avant: bool) -> str:
    toile = Toile(largeur, 0, phrase, titre)
    couleurs = couleurs_de(len(tranches))
    _bande(toile, [t.valeur for t in tranches], 1, 20, couleurs)
    bas = 22.0
    if avec_avant:
        _bande(toile, [t.avant or 0 for t in tranches], 23, 6, [_AVANT[n % 4] for n in range(len(tranches))])
        bas = 30.0
    if len(tranches) == 2:
        toile.hauteur = _aux_deux_bouts(toile, tranches, bas)
    else:
        toile.hauteur = _un_par_ligne(toile, tranches, bas, couleurs)
    return toile.svg()


def _bande(toile: Toile, valeurs: Sequence[int], y: float, haut: float, couleurs: Sequence[str]) -> None:
    total = sum(valeurs) or 1
    x = 0.0
    for valeur, couleur in zip(valeurs, couleurs, strict=True):
        large = toile.largeur * valeur / total
        toile.rect(x, y, large - (1.5 if large > 3 else 0), haut, couleur, 2)
        x += large


def _aux_deux_bouts(toile: Toile, tranches: Sequence[Tranche], y: float) -> float:
    bas = y
    for tranche, ancre, x in zip(tranches, ("start", "end"), (0.0, toile.largeur), strict=True):
        toile.texte(x, y + 19, tranche.part, taille=17, gras=680, ancre=ancre)
        haut = y + 37
        for mots in lignes_de(f"{tranche.nom} ({entier(tranche.valeur)})", toile.largeur / 2 - 8, 14.5):
            toile.texte(x, haut, mots, taille=14.5, couleur=ENCRE_2, ancre=ancre)
            haut += 17
        bas = max(bas, haut - 12)
    return bas


def _un_par_ligne(toile: Toile, tranches: Sequence[Tranche], y: float, couleurs: Sequence[str]) -> float:
    retrait = 18 + max([0, *(large_de(t.part, 16.5) for t in tranches)]) + 6
    for tranche, couleur in zip(tranches, couleurs, strict=True):
        toile.rect(0, y + 8, 11, 11, couleur, 2)
        toile.texte(18, y + 19, tranche.part, taille=15.5, gras=650)
        for mots in lignes_de(f"{tranche.nom} ({entier(tranche.valeur)})", toile.largeur - retrait, 14.5):
            y += 19
            toile.texte(retrait, y, mots, taille=14.5, couleur=ENCRE_2)
    return y + 6
