"""A Word file once rendered, laid out again as a PDF: same words, same order. One template says both.

What is kept: headings, paragraphs with their bold and italic, line breaks, lists, tables. What stays with the Word
file: its pictures, its columns, its headers, its fonts.
"""

from __future__ import annotations

from datetime import datetime
from io import BytesIO
from typing import TYPE_CHECKING, Any, Final

from deplie.socle.couleurs import USUELLE
from deplie.socle.documents.pdf import rendre_pdf

if TYPE_CHECKING:
    from docx.table import Table
    from docx.text.paragraph import Paragraph

_TITRES: Final = ("Title", "Heading", "Titre")
_LISTES: Final = ("List", "Liste")


def rendre_pdf_du_word(
    octets: bytes, *, titre: str, sur: str = "", pied: str = "", couleur: str = USUELLE, le: datetime | None = None
) -> bytes:
    """The bytes of a PDF/UA-1 file that says what a rendered Word file says. ``titre``: its title, where the Word file
    does not begin with one."""
    blocs = blocs_du_word(octets)
    if blocs and blocs[0]["genre"] == "titre":
        titre, blocs = _nu(blocs[0]), blocs[1:]
    donnees = {"titre": titre, "sur": sur, "pied": pied, "blocs": blocs}
    return rendre_pdf("socle/documents/relu.typ", donnees, couleur=couleur, le=le)


def blocs_du_word(octets: bytes) -> list[dict[str, Any]]:
    """What a Word file holds, in its order: « titre » (its level, none skipped), « texte », « puce »,
    « tableau »."""
    from docx import Document
    from docx.table import Table

    blocs: list[dict[str, Any]] = []
    for partie in Document(BytesIO(octets)).iter_inner_content():
        if isinstance(partie, Table):
            if lignes := _lignes(partie):
                blocs.append({"genre": "tableau", "lignes": lignes, "nombres": _montants(lignes)})
            continue
        if not (morceaux := _morceaux(partie)):
            continue
        style = (partie.style.name if partie.style else None) or ""
        if style.startswith(_TITRES):
            blocs.append({"genre": "titre", "niveau": _niveau(style), "morceaux": morceaux})
        else:
            blocs.append({"genre": "puce" if style.startswith(_LISTES) else "texte", "morceaux": morceaux})
    _ranger([bloc for bloc in blocs if bloc["genre"] == "titre"], premier=bool(blocs) and blocs[0]["genre"] == "titre")
    return blocs


def _niveau(style: str) -> int:
    """The level of a heading as the template has it; the title of the document is the first."""
    rang = style.rsplit(" ", 1)[-1]
    return int(rang) + 1 if rang.isdigit() else 1


def _ranger(titres: list[dict[str, Any]], *, premier: bool) -> None:
    """Give headings the levels of a sheet, whose title is the first: none is skipped, equal ones stay equal."""
    suivants = titres[1:] if premier else titres
    rangs = {niveau: min(2 + rang, 3) for rang, niveau in enumerate(sorted({titre["niveau"] for titre in suivants}))}
    precedent = 1
    for titre in suivants:
        titre["niveau"] = precedent = min(rangs[titre["niveau"]], precedent + 1)
    if premier:
        titres[0]["niveau"] = 1


def _morceaux(paragraphe: Paragraph) -> list[dict[str, Any]]:
    """The runs of a paragraph; nothing when they are all blank."""
    dits = [{"texte": r.text, "gras": bool(r.bold), "italique": bool(r.italic)} for r in paragraphe.runs if r.text]
    return dits if any(str(dit["texte"]).strip() for dit in dits) else []


def _lignes(tableau: Table) -> list[list[str]]:
    lignes = [["\n".join(p.text for p in cellule.paragraphs) for cellule in ligne.cells] for ligne in tableau.rows]
    largeur = max((len(ligne) for ligne in lignes), default=0)
    return [ligne + [""] * (largeur - len(ligne)) for ligne in lignes]


def _montants(lignes: list[list[str]]) -> list[int]:
    """The columns where every line is a sum of money: they stand to the right."""
    corps = lignes[1:]
    return [rang for rang in range(len(lignes[0])) if corps and all(ligne[rang].endswith("€") for ligne in corps)]


def _nu(bloc: dict[str, Any]) -> str:
    return "".join(str(dit["texte"]) for dit in bloc["morceaux"]).strip()
