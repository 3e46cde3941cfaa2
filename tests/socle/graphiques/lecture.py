"""Reading a drawing back: its bars, its texts, its size."""

from __future__ import annotations

from dataclasses import dataclass
from xml.etree import ElementTree as ET

SVG = "{http://www.w3.org/2000/svg}"


@dataclass(frozen=True)
class Rectangle:
    """A rectangle of a drawing, in pixels at its natural width; ``role`` is its colour."""

    x: float
    y: float
    largeur: float
    hauteur: float
    role: str


@dataclass(frozen=True)
class Lu:
    """A drawing read back from its SVG."""

    largeur: float
    hauteur: float
    titre: str
    description: str
    rectangles: tuple[Rectangle, ...]
    textes: tuple[tuple[str, float, float, float, str], ...]  # words, x, y, size, anchor

    def roles(self, *roles: str) -> list[Rectangle]:
        return [r for r in self.rectangles if r.role in roles]


def lire(svg: str) -> Lu:
    """Raises ParseError when the drawing is not well-formed XML."""
    racine = ET.fromstring(svg)  # our own drawing
    assert racine.tag == f"{SVG}svg"
    assert racine.get("role") == "img"
    _, _, largeur, hauteur = map(float, racine.get("viewBox", "").split())
    assert not [e.tag for e in racine.iter() if e.get("style")], "la politique de sécurité refuse les styles en ligne"
    return Lu(
        largeur,
        hauteur,
        racine.findtext(f"{SVG}title") or "",
        racine.findtext(f"{SVG}desc") or "",
        tuple(_rectangle(e) for e in racine.iter(f"{SVG}rect")),
        tuple(_texte(e) for e in racine.iter(f"{SVG}text")),
    )


def _rectangle(e: ET.Element) -> Rectangle:
    x, y, largeur, hauteur = (float(e.get(nom, "nan")) for nom in ("x", "y", "width", "height"))
    return Rectangle(x, y, largeur, hauteur, (e.get("class") or "").removeprefix("c-"))


def _texte(e: ET.Element) -> tuple[str, float, float, float, str]:
    x, y, taille = (float(e.get(nom, "nan")) for nom in ("x", "y", "font-size"))
    return "".join(e.itertext()), x, y, taille, e.get("text-anchor") or "start"
