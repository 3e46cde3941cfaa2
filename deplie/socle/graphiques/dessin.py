"""What every chart is: two drawings (wide, narrow: redrawn, not shrunk), a sentence, a table.

Colours are roles of the stylesheet. Each shape carries the class of its role, so that a territory's colours and a dark
room reach the charts, and its colour of the paper theme as a presentation attribute, so that the file stands alone.
Sizes are pixels at the natural width; no text is under ``TEXTE_MINIMUM`` where a drawing is allowed to shrink.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from html import escape
from typing import Final

FORT, MOYEN, CLAIR, PALE = "fort", "moyen", "clair", "pale"
ACCENT, BIEN, AVANT, AUTRE, TRAIT = "accent", "bien", "avant", "autre", "trait"
ENCRE, ENCRE_2, FOND = "encre", "encre-2", "fond"
# The paper theme, as in the tokens of the stylesheet (a test compares them).
COULEURS: Final = {
    FORT: "#0b5f66", MOYEN: "#4f8f94", CLAIR: "#8fb9bb", PALE: "#cfe0e1",
    ACCENT: "#b4530a", BIEN: "#23693f", AVANT: "#b9ada0", AUTRE: "#8d857a", TRAIT: "#d9d2c5",
    ENCRE: "#1c2733", ENCRE_2: "#4c5a68", FOND: "#fffdf9",
}  # fmt: skip

# Natural widths: a whole page, half a page, a narrow screen. Each is shown only where it keeps its text legible.
PAGE, DEMI, ETROIT = 880.0, 500.0, 300.0
TEXTE_MINIMUM: Final = 14.0
FINE: Final = "\u202f"
# Widths of letters in em of the text face, by group; the others count for an average letter.
_LARGEURS: Final = {"fijlrtI.,;:'’!|()·": 0.31, " \u00a0\u202f": 0.2, "mwMW—": 0.8, "ABCDEGHKLNOPQRSTUVXYZÀÉ": 0.6}
_EM: Final = {lettre: em for lettres, em in _LARGEURS.items() for lettre in lettres}
_MOYENNE: Final = 0.51
_HALO: Final = f' paint-order="stroke" stroke="{COULEURS[FOND]}" stroke-width="4" stroke-linejoin="round"'


@dataclass(frozen=True)
class Dessin:
    """A chart ready for a page. ``entetes`` and ``lignes`` are the table that stands under it, already written.

    ``format`` is « page » or « demi »: how much room the wide drawing needs before it replaces the narrow one.
    """

    large: str
    etroit: str
    phrase: str
    entetes: Sequence[str] = ()
    lignes: Sequence[Sequence[str]] = ()
    titre: str = ""
    format: str = "demi"


@dataclass
class Toile:
    """An SVG being drawn, ``largeur`` × ``hauteur`` user units (pixels at its natural size)."""

    largeur: float
    hauteur: float
    phrase: str
    titre: str = ""
    morceaux: list[str] = field(default_factory=list)

    def rect(self, x: float, y: float, largeur: float, hauteur: float, couleur: str, arrondi: float = 0) -> None:
        coins = f' rx="{arrondi:g}"' if arrondi else ""
        place = f'x="{x:.1f}" y="{y:.1f}" width="{max(largeur, 0):.1f}" height="{max(hauteur, 0):.1f}"'
        self.morceaux.append(f"<rect {place}{coins} {_plein(couleur)}/>")

    def texte(
        self, x: float, y: float, mots: str, *, taille: float = 15, couleur: str = ENCRE, ancre: str = "start",
        gras: int = 400, titre: bool = False, halo: bool = False,
    ) -> None:  # fmt: skip
        """``halo`` clears the paper around letters that cross a line."""
        classes = f"c-{couleur}{' titre-svg' if titre else ''}{' halo' if halo else ''}"
        poids = f' font-weight="{gras}"' if gras != 400 else ""
        cote = f' text-anchor="{ancre}"' if ancre != "start" else ""
        self.morceaux.append(
            f'<text class="{classes}" x="{x:.1f}" y="{y:.1f}" font-size="{taille:g}"{poids}{cote} '
            f'fill="{COULEURS[couleur]}"{_HALO if halo else ""}>{escape(mots)}</text>'
        )

    def trait(self, x1: float, y1: float, x2: float, y2: float, couleur: str = TRAIT, epaisseur: float = 1) -> None:
        self.morceaux.append(
            f'<line class="s-{couleur}" x1="{x1:.1f}" y1="{y1:.1f}" x2="{x2:.1f}" y2="{y2:.1f}" '
            f'stroke="{COULEURS[couleur]}" stroke-width="{epaisseur:g}"/>'
        )

    def losange(self, x: float, y: float, rayon: float, couleur: str) -> None:
        """A diamond around its centre."""
        pointes = f"{x:.1f},{y - rayon:.1f} {x + rayon:.1f},{y:.1f} {x:.1f},{y + rayon:.1f} {x - rayon:.1f},{y:.1f}"
        self.morceaux.append(f'<polygon points="{pointes}" {_plein(couleur)}/>')

    def ruban(self, x1: float, haut1: float, bas1: float, x2: float, haut2: float, bas2: float, couleur: str) -> None:
        """A band that goes from one vertical segment to another."""
        m = (x1 + x2) / 2
        self.morceaux.append(
            f'<path d="M{x1:.1f},{haut1:.1f} C{m:.1f},{haut1:.1f} {m:.1f},{haut2:.1f} {x2:.1f},{haut2:.1f} '
            f"L{x2:.1f},{bas2:.1f} C{m:.1f},{bas2:.1f} {m:.1f},{bas1:.1f} {x1:.1f},{bas1:.1f} Z"
            f'" {_plein(couleur)} fill-opacity="0.2"/>'
        )

    def svg(self) -> str:
        titre, phrase = escape(self.titre or self.phrase), escape(self.phrase)
        hauteur = max(self.hauteur, 10)
        return (
            f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {self.largeur:g} {hauteur:g}" '
            f'width="{self.largeur:g}" height="{hauteur:g}" preserveAspectRatio="xMinYMid" role="img">'
            f"<title>{titre}</title><desc>{phrase}</desc>"
            f"{''.join(self.morceaux)}</svg>"
        )


def _plein(couleur: str) -> str:
    return f'class="c-{couleur}" fill="{COULEURS[couleur]}"'


def entier(valeur: int) -> str:
    """1305 → « 1 305 »."""
    return f"{valeur:,}".replace(",", FINE)


def large_de(mots: str, taille: float = 15) -> float:
    """About how wide a text is, in pixels: there is no font on the server to measure with."""
    return taille * sum(_EM.get(lettre, _MOYENNE) for lettre in mots)


def lignes_de(mots: str, largeur: float, taille: float = 15) -> list[str]:
    """``mots`` cut into lines that hold in ``largeur``; a word longer than the line stands alone on its own."""
    lignes = [""]
    for mot in mots.split(" "):
        candidate = f"{lignes[-1]} {mot}".strip()
        if not lignes[-1] or large_de(candidate, taille) <= largeur:
            lignes[-1] = candidate
        else:
            lignes.append(mot)
    return lignes
