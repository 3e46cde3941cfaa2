"""The pictures of a Word file, for the PDF that says the same: what each shows, at the size and cut the author gave.

PNG and JPEG are carried, known by their bytes. Any other kind, a picture that stands elsewhere than in the file, a wall
of pixels: told by name in the PDF, so that nobody believes that the two say the same.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final

from deplie.socle.fichiers.images import dimensions

if TYPE_CHECKING:
    from docx.document import Document
    from docx.opc.part import Part

_POINT: Final = 12700  # English metric units in a point.
# The width of a sheet between its margins, and most of its height.
_LARGEUR, _HAUTEUR = 493.0, 620.0
_PIXELS_MAX: Final = 40_000_000
_SIGNATURES: Final = {b"\x89PNG\r\n\x1a\n": ("PNG", "png"), b"\xff\xd8\xff": ("JPEG", "jpg")}
SANS_TEXTE: Final = "Image sans texte de remplacement"
_A: Final = "{http://schemas.openxmlformats.org/drawingml/2006/main}"
_R: Final = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}"
_W: Final = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_WP: Final = "{http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing}"
_REPLI: Final = "{http://schemas.openxmlformats.org/markup-compatibility/2006}Fallback"
_DECOR: Final = "{http://schemas.microsoft.com/office/drawing/2017/decorative}decorative"


@dataclass(frozen=True)
class Illustration:
    """A picture: its alternative text, its bytes and their kind (none where it is only told), its size in points, the
    shares cut off left, top, right and bottom. ``decor``: its author says that it tells nothing."""

    texte: str
    octets: bytes = b""
    fin: str = ""
    largeur: float = 0
    hauteur: float = 0
    coupe: tuple[float, float, float, float] = (0, 0, 0, 0)
    decor: bool = False


def illustrations(element: Any, partie: Part) -> Iterator[Illustration]:
    """The pictures below an element of a Word file, in their order; ``partie`` holds their bytes."""
    for trouve in element.iter(f"{_WP}inline", f"{_WP}anchor", f"{_W}pict"):
        if next(trouve.iterancestors(_REPLI), None) is not None:
            continue
        if trouve.tag == f"{_W}pict":
            yield Illustration(SANS_TEXTE)
        elif not _filigrane(trouve):
            yield from _du_cadre(trouve, partie)


def de_l_entete(document: Document) -> list[Illustration]:
    """Those of the first sheet's header, where a letter has its logo."""
    section = document.sections[0]
    entete = section.first_page_header if section.different_first_page_header_footer else section.header
    return list(illustrations(entete._element, entete.part)) if not entete.is_linked_to_previous else []


def _du_cadre(cadre: Any, partie: Part) -> Iterator[Illustration]:
    nom, taille = cadre.find(f"{_WP}docPr"), _taille(cadre)
    texte = " ".join((nom.get("descr") or nom.get("title") or "").split()) if nom is not None else ""
    decor = any(un.get("val") in ("1", "true") for un in cadre.iter(_DECOR))
    for calque in cadre.iter(f"{_A}blip"):
        octets = _octets(partie, calque.get(f"{_R}embed"))
        fin = _fin(octets)
        if not fin or min(taille) <= 0:
            yield Illustration(texte or SANS_TEXTE, decor=decor)
            continue
        reduite = min(1.0, _LARGEUR / taille[0], _HAUTEUR / taille[1])
        coupe = _coupe(calque.getparent())
        yield Illustration(texte or SANS_TEXTE, octets, fin, taille[0] * reduite, taille[1] * reduite, coupe, decor)


def _octets(partie: Part, lien: str | None) -> bytes:
    """What a link of a part leads to inside the file; nothing where it leads out of it, or nowhere."""
    relation = partie.rels.get(lien) if lien else None
    return bytes(relation.target_part.blob) if relation is not None and not relation.is_external else b""


def _fin(octets: bytes) -> str:
    for signature, (genre, fin) in _SIGNATURES.items():
        if octets.startswith(signature):
            try:
                largeur, hauteur = dimensions(genre, octets)
            except ValueError:
                return ""
            return fin if largeur * hauteur <= _PIXELS_MAX else ""
    return ""


def _coupe(remplissage: Any) -> tuple[float, float, float, float]:
    """The shares of a picture that its author cut off; none where they leave nothing, or add to it."""
    for bords in remplissage.findall(f"{_A}srcRect"):
        parts = tuple(int(bords.get(cote) or 0) / 100_000 for cote in ("l", "t", "r", "b"))
        if min(parts) >= 0 and parts[0] + parts[2] < 0.98 and parts[1] + parts[3] < 0.98:
            return parts[0], parts[1], parts[2], parts[3]
    return 0, 0, 0, 0


def _filigrane(cadre: Any) -> bool:
    """A picture laid behind the text over most of a sheet is its paper."""
    return cadre.get("behindDoc") == "1" and min(_taille(cadre)) > 400


def _taille(cadre: Any) -> tuple[float, float]:
    """Width and height in points; nothing where they are not told."""
    etendue = cadre.find(f"{_WP}extent")
    lus = [etendue.get(cote, "") for cote in ("cx", "cy")] if etendue is not None else []
    return (int(lus[0]) / _POINT, int(lus[1]) / _POINT) if all(un.isdecimal() for un in lus) and lus else (0.0, 0.0)
