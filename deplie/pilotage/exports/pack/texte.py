"""The pack on paper, in Word: the whole bilan, and the page for elected people. Headings, tables, native charts."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from io import BytesIO
from typing import TYPE_CHECKING, Any, Final

from deplie.pilotage.exports.pack.graphique_word import poser
from deplie.pilotage.exports.pack.mots import COLONNES, dessous, en_tete, ligne_de, presse, sources
from deplie.pilotage.queries.pack import ChapitreDit, ChiffreDit, Pack
from deplie.socle.couleurs import teintes
from deplie.socle.fichiers.logos import ImageLogo

if TYPE_CHECKING:
    from docx.document import Document

_POLICE: Final = "Calibri"
_PAPIER: Final = "F7F4EE"
# The box of the logo at the head of the first sheet, in centimetres.
_LOGO: Final = (5.0, 1.5)
# Widths of the columns of figures, in inches.
_CHIFFRES: Final = (2.2, 1.1, 1.4, 1.8)


def bilan_word(pack: Pack) -> bytes:
    """The bilan: chapters with text, tables and charts, what to know, definitions."""
    document = _document(pack, f"{pack.titre}, {pack.dispositif}")
    rang = 0
    for numero, chapitre in enumerate(pack.chapitres, 1):
        document.add_heading(f"{numero}. {chapitre.titre}", 1)
        rang = _chapitre(document, pack, chapitre, rang)
    if pack.alertes:
        document.add_heading("À savoir avant de lire ces chiffres", 1)
        for alerte in pack.alertes:
            document.add_paragraph(alerte, style="List Bullet")
    document.add_heading("Définitions", 1)
    lignes = [(dit.libelle, dit.definition) for dit in pack.chiffres]
    _tableau(document, ("Chiffre", "Définition"), lignes, (2.0, 4.5))
    document.add_paragraph(sources(pack))
    return _octets(document)


def synthese_word(pack: Pack) -> bytes:
    """One page: the headline figures, what they rest on, what comes next."""
    document = _document(pack, f"L'essentiel : {pack.titre}, {pack.dispositif}")
    _tableau(document, COLONNES, [ligne_de(dit) for dit in pack.synthese], _CHIFFRES)
    document.add_heading("En quelques phrases", 1)
    document.add_paragraph(presse(pack))
    perspectives = list(pack.perspectives())
    if perspectives:
        document.add_heading("Et ensuite", 1)
        for phrase in perspectives[:4]:
            document.add_paragraph(phrase, style="List Bullet")
    if pack.secret:
        document.add_paragraph(pack.secret)
    document.add_paragraph(sources(pack))
    return _octets(document)


def rapport_word(pack: Pack) -> bytes:
    """Two facing pages of an annual report, theirs to lay out. Raises ValueError for a pack that has none."""
    if pack.rapport is None:
        raise ValueError("a pack without its double page")
    document = _document(pack, f"{pack.titre}, {pack.dispositif}")
    document.add_heading("Les chiffres de l'année", 1)
    _tuiles(document, pack, pack.rapport.cles)
    for rang, (titre, lu) in enumerate(pack.rapport.volets):
        if rang == 1:
            document.add_page_break()
        document.add_heading(titre, 1)
        document.add_paragraph(f"{lu.titre} : {lu.chiffre.texte}")
        _tableau(document, lu.entetes, lu.lignes, (5.0, 1.5))
        if lu.reserve:
            document.add_paragraph(lu.reserve)
    for texte in pack.rapport.textes:
        document.add_heading(texte.titre, 1)
        for phrase in texte.paragraphes:
            document.add_paragraph(phrase)
    for phrase in filter(None, (pack.secret_du_rapport, sources(pack))):
        document.add_paragraph(phrase)
    return _octets(document)


def _chapitre(document: Document, pack: Pack, chapitre: ChapitreDit, rang: int) -> int:
    for phrase in chapitre.paragraphes:
        document.add_paragraph(phrase)
    if chapitre.chiffres:
        _tableau(document, COLONNES, [ligne_de(dit) for dit in chapitre.chiffres], _CHIFFRES)
    for nom, raison in chapitre.muets:
        document.add_paragraph(f"{nom}\u00a0: {raison}.")
    for graphique in chapitre.graphiques:
        rang += 1
        document.add_heading(graphique.titre, 2)
        poser(document, graphique, pack.couleur.lstrip("#").upper(), rang)
        largeurs = (4.0, *(1.2,) * (len(graphique.entetes) - 1))
        _tableau(document, graphique.entetes, graphique.lignes, largeurs)
        if graphique.reserve:
            document.add_paragraph(graphique.reserve)
    for table in chapitre.tables:
        document.add_heading(table.titre, 2)
        colonnes = len(table.entetes) - 1
        _tableau(document, table.entetes, table.lignes, (6.5 - 1.3 * colonnes, *(1.3,) * colonnes))
    return rang


def _document(pack: Pack, titre: str) -> Document:
    from docx import Document as nouveau
    from docx.oxml.ns import qn
    from docx.shared import Cm, Pt, RGBColor

    document = nouveau()
    proprietes: Any = document.core_properties
    proprietes.title, proprietes.author, proprietes.language = titre, pack.territoire, "fr-FR"
    proprietes.created = proprietes.modified = pack.fige_le.replace(tzinfo=None)
    couleur = RGBColor.from_string(pack.couleur.lstrip("#").upper())
    for nom, taille in (("Normal", 10.5), ("Title", 24), ("Heading 1", 15), ("Heading 2", 12), ("List Bullet", 10.5)):
        style: Any = document.styles[nom]
        style.font.name, style.font.size = _POLICE, Pt(taille)
        polices = style.element.get_or_add_rPr().get_or_add_rFonts()
        for bout in ("w:asciiTheme", "w:hAnsiTheme", "w:eastAsiaTheme", "w:cstheme"):
            polices.attrib.pop(qn(bout), None)
        if nom in ("Title", "Heading 1", "Heading 2"):
            style.font.color.rgb = couleur
    _en_francais(document)
    for section in document.sections:
        section.page_width, section.page_height = Cm(21), Cm(29.7)
        section.left_margin = section.right_margin = section.top_margin = section.bottom_margin = Cm(2.2)
        section.footer.paragraphs[0].text = f"{pack.territoire} · {pack.titre}, {pack.dispositif}"
    if pack.logo:
        _logo(document, pack.logo, pack.couleur.lstrip("#").upper())
    document.add_heading(titre, 0)
    for ligne in en_tete(pack):
        document.add_paragraph(ligne)
    return document


def _logo(document: Document, logo: ImageLogo, couleur: str) -> None:
    """At the head of the first sheet; on a band of the territory's colour where it is too light for paper."""
    from docx.shared import Cm

    paragraphe = document.add_paragraph()
    largeur, hauteur = (Cm(cote) for cote in logo.dans(*_LOGO))
    image: Any = paragraphe.add_run().add_picture(BytesIO(logo.octets), largeur, hauteur)
    image._inline.docPr.set("descr", logo.texte)
    if logo.clair:
        paragraphe._p.get_or_add_pPr().append(_fond(couleur))


def _en_francais(document: Any) -> None:
    from docx.oxml import OxmlElement
    from docx.oxml.ns import qn

    proprietes = document.styles["Normal"].element.get_or_add_rPr()
    langue = OxmlElement("w:lang")
    langue.set(qn("w:val"), "fr-FR")
    proprietes.append(langue)


def _tableau(document: Any, entetes: Sequence[str], lignes: Iterable[Sequence[str]], largeurs: Sequence[float]) -> None:
    """A true table: its head is repeated on each page, no row is cut in two."""
    from docx.shared import Inches

    table = document.add_table(rows=1, cols=len(entetes), style="Table Grid")
    table.autofit = False
    for cellule, texte in zip(table.rows[0].cells, entetes, strict=True):
        cellule.text = texte
        for morceau in cellule.paragraphs[0].runs:
            morceau.bold = True
        _teinter(cellule, _PAPIER)
    _marquer(table.rows[0], "w:tblHeader")
    for ligne in lignes:
        rangee = table.add_row()
        for cellule, texte in zip(rangee.cells, ligne, strict=True):
            cellule.text = texte
    for colonne, largeur in zip(table.columns, largeurs, strict=True):
        colonne.width = Inches(largeur)
    for rangee in table.rows:
        _marquer(rangee, "w:cantSplit")
        for cellule, largeur in zip(rangee.cells, largeurs, strict=True):
            cellule.width = Inches(largeur)
    document.add_paragraph()


def _tuiles(document: Any, pack: Pack, dits: Sequence[ChiffreDit]) -> None:
    """Headline figures written large, two by two; the first ones on the territory's colour."""
    from docx.shared import Pt, RGBColor

    couleur = pack.couleur.lstrip("#").upper()
    pale = teintes(pack.couleur)["main-2"].lstrip("#").upper()
    table = document.add_table(rows=-(-len(dits) // 2), cols=2, style="Table Grid")
    for rang, dit in enumerate(dits):
        cellule, plein = table.cell(*divmod(rang, 2)), rang < 2
        _teinter(cellule, couleur if plein else pale)
        for ligne, (texte, taille) in enumerate(((dit.libelle, 11), (dit.texte, 26), (dessous(dit), 9.5))):
            paragraphe = cellule.paragraphs[0] if ligne == 0 else cellule.add_paragraph()
            morceau = paragraphe.add_run(texte)
            morceau.font.size, morceau.bold = Pt(taille), ligne < 2
            if plein:
                morceau.font.color.rgb = RGBColor(0xFF, 0xFF, 0xFF)
            elif ligne == 1:
                morceau.font.color.rgb = RGBColor.from_string(couleur)
    document.add_paragraph()


def _marquer(rangee: Any, marque: str) -> None:
    from docx.oxml import OxmlElement

    rangee._tr.get_or_add_trPr().append(OxmlElement(marque))


def _teinter(cellule: Any, couleur: str) -> None:
    cellule._tc.get_or_add_tcPr().append(_fond(couleur))


def _fond(couleur: str) -> Any:
    from docx.oxml import OxmlElement
    from docx.oxml.ns import qn

    fond = OxmlElement("w:shd")
    for nom, valeur in (("w:val", "clear"), ("w:color", "auto"), ("w:fill", couleur)):
        fond.set(qn(nom), valeur)
    return fond


def _octets(document: Document) -> bytes:
    tampon = BytesIO()
    document.save(tampon)
    return tampon.getvalue()
