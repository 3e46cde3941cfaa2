"""What every chart is: two drawings (wide, narrow: redrawn, not shrunk), a sentence, a table."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from html import escape

# The palette of the stylesheet: presentation attributes, since the content security policy refuses inline styles.
ENCRE, ENCRE_2 = "#1c2733", "#4c5a68"
FORT, FORT_CLAIR, ACCENT, ACCENT_CLAIR = "#0b5f66", "#8fb9bb", "#b4530a", "#e9d3bf"
BIEN, AVANT, AUTRE, TRAIT = "#23693f", "#b9ada0", "#8d857a", "#d9d2c5"
SUITE = (FORT, FORT_CLAIR, ACCENT, ACCENT_CLAIR, AUTRE, AVANT, ENCRE_2)

FINE = "\u202f"


@dataclass(frozen=True)
class Dessin:
    """A chart ready for a page. ``entetes`` and ``lignes`` are the table that stands under it, already written."""

    large: str
    etroit: str
    phrase: str
    entetes: Sequence[str] = ()
    lignes: Sequence[Sequence[str]] = ()
    titre: str = ""


@dataclass
class Toile:
    """An SVG being drawn, ``largeur`` × ``hauteur`` user units (pixels at its natural size)."""

    largeur: float
    hauteur: float
    phrase: str
    morceaux: list[str] = field(default_factory=list)

    def rect(self, x: float, y: float, largeur: float, hauteur: float, couleur: str, arrondi: float = 0) -> None:
        coins = f' rx="{arrondi:g}"' if arrondi else ""
        self.morceaux.append(
            f'<rect x="{x:.1f}" y="{y:.1f}" width="{max(largeur, 0):.1f}" height="{hauteur:.1f}"{coins} '
            f'fill="{couleur}"/>'
        )

    def texte(
        self, x: float, y: float, mots: str, *, taille: float = 15, couleur: str = ENCRE, ancre: str = "start",
        gras: int = 400, titre: bool = False,
    ) -> None:  # fmt: skip
        classe = ' class="titre-svg"' if titre else ""
        poids = f' font-weight="{gras}"' if gras != 400 else ""
        self.morceaux.append(
            f'<text x="{x:.1f}" y="{y:.1f}" font-size="{taille:g}"{poids} fill="{couleur}" text-anchor="{ancre}"'
            f"{classe}>{escape(mots)}</text>"
        )

    def trait(self, x1: float, y1: float, x2: float, y2: float, couleur: str = TRAIT, epaisseur: float = 1) -> None:
        self.morceaux.append(
            f'<line x1="{x1:.1f}" y1="{y1:.1f}" x2="{x2:.1f}" y2="{y2:.1f}" stroke="{couleur}" '
            f'stroke-width="{epaisseur:g}"/>'
        )

    def ruban(self, x1: float, haut1: float, bas1: float, x2: float, haut2: float, bas2: float, couleur: str) -> None:
        """A band that goes from one vertical segment to another."""
        m = (x1 + x2) / 2
        self.morceaux.append(
            f'<path d="M{x1:.1f},{haut1:.1f} C{m:.1f},{haut1:.1f} {m:.1f},{haut2:.1f} {x2:.1f},{haut2:.1f} '
            f"L{x2:.1f},{bas2:.1f} C{m:.1f},{bas2:.1f} {m:.1f},{bas1:.1f} {x1:.1f},{bas1:.1f} Z"
            f'" fill="{couleur}" fill-opacity="0.2"/>'
        )

    def svg(self) -> str:
        phrase = escape(self.phrase)
        # A drawing made for half a page does not grow past it.
        classe = ' class="moyen"' if self.largeur <= 600 else ""
        return (
            f'<svg{classe} xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {self.largeur:g} {self.hauteur:g}" '
            f'width="100%" role="img" aria-label="{phrase}">{"".join(self.morceaux)}</svg>'
        )


def entier(valeur: int) -> str:
    """1305 → « 1 305 »."""
    return f"{valeur:,}".replace(",", FINE)


def lignes_de(mots: str, largeur: float, taille: float = 15) -> list[str]:
    """``mots`` cut into lines that hold in ``largeur`` (an average letter is half its size wide)."""
    place = max(8, int(largeur / (taille * 0.5)))
    lignes = [""]
    for mot in mots.split():
        candidate = f"{lignes[-1]} {mot}".strip()
        if len(candidate) <= place or not lignes[-1]:
            lignes[-1] = candidate
        else:
            lignes.append(mot)
    return lignes
