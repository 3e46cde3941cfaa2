"""A Word file once rendered, laid out again as a PDF: same words, same order. One template says both.

What is kept: headings, paragraphs with their bold and italic, line breaks, lists, tables, pictures with their
alternative text, those of the header first (``illustrations``). What stays with the Word file: its columns, the
words of its headers, its fonts.
"""

from __future__ import annotations

from datetime import datetime
from io import BytesIO
from typing import TYPE_CHECKING, Any, Final

from deplie.socle.couleurs import USUELLE
from deplie.socle.documents.illustrations import Illustration, de_l_entete, illustrations
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
    premier = next((rang for rang, bloc in enumerate(blocs) if "illustrations" not in bloc), None)
    if premier is not None and blocs[premier]["genre"] == "titre":
        # What stands above the title of a letter is its head.
        hauts = [bloc | {"genre": "entete"} for bloc in blocs[:premier]]
        titre, blocs = _nu(blocs[premier]), [*hauts, *blocs[premier + 1 :]]
    images: dict[str, bytes] = {}
    poses = [_poser(bloc, images) for bloc in blocs]
    entete = [bloc for bloc in poses if bloc["genre"] == "entete"]
    corps = [bloc for bloc in poses if bloc["genre"] != "entete"]
    donnees = {"titre": titre, "sur": sur, "pied": pied, "entete": entete, "blocs": corps}
    return _composer(donnees, images, couleur, le)


def _composer(donnees: dict[str, Any], images: dict[str, bytes], couleur: str, le: datetime | None) -> bytes:
    """The PDF; a picture that does not decode is told by name, as those of another kind."""
    from typst import TypstError

    try:
        return rendre_pdf("socle/documents/relu.typ", donnees, couleur=couleur, le=le, images=images)
    except TypstError:
        if not images:
            raise
    for bloc in (*donnees["entete"], *donnees["blocs"]):
        for une in bloc.get("images", ()):
            une["nom"] = ""
    return rendre_pdf("socle/documents/relu.typ", donnees, couleur=couleur, le=le)


def _poser(bloc: dict[str, Any], images: dict[str, bytes]) -> dict[str, Any]:
    """A block where each picture is a name; its bytes join ``images`` under that name."""
    if "illustrations" not in bloc:
        return bloc
    posees = []
    for une in bloc["illustrations"]:
        nom = f"image-{len(images)}.{une.fin}" if une.fin else ""
        if nom:
            images[nom] = une.octets
        posees.append(_image(une, nom))
    return {"genre": bloc["genre"], "cote": bloc["cote"], "images": posees}


def _image(une: Illustration, nom: str) -> dict[str, Any]:
    gauche, haut, droite, bas = une.coupe
    return {
        "nom": nom,
        "texte": une.texte,
        "decor": une.decor,
        "largeur": une.largeur,
        "hauteur": une.hauteur,
        "pleine": une.largeur / (1 - gauche - droite),
        "haute": une.hauteur / (1 - haut - bas),
        "gauche": gauche,
        "haut": haut,
    }


def blocs_du_word(octets: bytes) -> list[dict[str, Any]]:
    """What a Word file holds, in its order: « titre » (its level, none skipped), « texte », « puce »,
    « tableau », « images »; before all, « entete »: the pictures of the header."""
    from docx import Document
    from docx.table import Table

    document = Document(BytesIO(octets))
    blocs: list[dict[str, Any]] = []
    for partie in document.iter_inner_content():
        if trouvees := list(illustrations(partie._element, document.part)):
            blocs.append({"genre": "images", "illustrations": trouvees, "cote": _cote(partie)})
        if isinstance(partie, Table):
            lignes = _lignes(partie)
            if any(any(ligne) for ligne in lignes) or (lignes and not trouvees):
                blocs.append({"genre": "tableau", "lignes": lignes, "nombres": _montants(lignes)})
            continue
        if not (morceaux := _morceaux(partie)):
            continue
        style = (partie.style.name if partie.style else None) or ""
        if style.startswith(_TITRES):
            blocs.append({"genre": "titre", "niveau": _niveau(style), "morceaux": morceaux})
        else:
            blocs.append({"genre": "puce" if style.startswith(_LISTES) else "texte", "morceaux": morceaux})
    dits = [bloc for bloc in blocs if bloc["genre"] != "images"]
    _ranger([bloc for bloc in dits if bloc["genre"] == "titre"], premier=bool(dits) and dits[0]["genre"] == "titre")
    if hautes := de_l_entete(document):
        blocs.insert(0, {"genre": "entete", "illustrations": hautes, "cote": "left"})
    return blocs


def _cote(partie: Any) -> str:
    """The side that a paragraph leans to."""
    return {1: "center", 2: "right"}.get(getattr(partie, "alignment", None) or 0, "left")


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
