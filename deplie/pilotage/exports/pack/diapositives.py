"""Slides: a title, boxes of text, native tables and charts, what a speaker reads, in the colours of a territory.

Nothing is smaller than 18 points (24 px), and nothing is a picture of a number: charts and tables stay theirs to edit.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import datetime
from io import BytesIO
from typing import TYPE_CHECKING, Any, Final

from deplie.pilotage.queries.pack import Graphique
from deplie.socle.couleurs import teintes
from deplie.socle.fichiers.logos import ImageLogo

if TYPE_CHECKING:
    from pptx.slide import Slide

# Inches: a slide of 16:9, its margins.
LARGEUR: Final = 13.333
HAUTEUR: Final = 7.5
MARGE: Final = 0.7
UTILE: Final = LARGEUR - 2 * MARGE
HAUT: Final = 1.75
BAS: Final = 6.85
POLICE: Final = "Arial"
PETIT: Final = 18
_ENCRE: Final = "1C2733"
_ENCRE_2: Final = "4C5A68"
_GRIS: Final = "9AA3AD"
_TITRE_SEUL: Final = 5
# The boxes of the logo, on the first slide and in the corner of the others; what a plate adds around.
_COUVERTURE: Final = (3.2, 0.9)
_COIN: Final = (1.9, 0.5)
_BORD: Final = 0.1
# Mean width of a character, in ems of this face.
_CHASSE: Final = 0.52


def lignes_de(texte: str, largeur: float, taille: float) -> int:
    """How many lines a text takes in a box (inches, points)."""
    par_ligne = max(1, int(largeur * 72 / (taille * _CHASSE)))
    return sum(-(-max(1, len(paragraphe)) // par_ligne) for paragraphe in texte.split("\n"))


class Diaporama:
    """A presentation being written. ``pied`` stands at the foot of each slide, ``logo`` in its corner."""

    def __init__(
        self, couleur: str, titre: str, auteur: str, pied: str, le: datetime, logo: ImageLogo | None = None
    ) -> None:
        from pptx import Presentation
        from pptx.util import Inches

        self._presentation: Any = Presentation()
        self._presentation.slide_width, self._presentation.slide_height = Inches(LARGEUR), Inches(HAUTEUR)
        jetons = teintes(couleur)
        self.couleur, self.pale = jetons["main"].lstrip("#").upper(), jetons["main-2"].lstrip("#").upper()
        self._pied, self._logo = pied, logo
        proprietes = self._presentation.core_properties
        proprietes.title, proprietes.author, proprietes.language = titre, auteur, "fr-FR"
        proprietes.created = proprietes.modified = le.replace(tzinfo=None)
        proprietes.last_modified_by = auteur

    def diapositive(self, titre: str, surtitre: str = "") -> Slide:
        """A slide with its title, the name of its chapter above, its number below."""
        page = self._page(titre, HAUT - 1.0, 32)
        if surtitre:
            place = UTILE - (_COIN[0] + 0.2 if self._logo else 0)
            self.texte(page, surtitre, MARGE, 0.35, place, 0.4, PETIT, couleur=self.couleur, gras=True)
        if self._logo:
            largeur, _ = self._logo.dans(*_COIN)
            self._poser_logo(page, self._logo, LARGEUR - MARGE - largeur, 0.2, _COIN, sur="FFFFFF")
        numero = len(self._presentation.slides)
        self.texte(page, f"{self._pied} · {numero}", MARGE, 6.95, UTILE, 0.4, PETIT, couleur=_ENCRE_2)
        return page

    def couverture(self, titre: str, au_dessus: str, dessous: Iterable[str]) -> Slide:
        """The first slide: white on the territory's colour."""
        page = self._page(titre, 2.5, 54, "FFFFFF")
        page.background.fill.solid()
        page.background.fill.fore_color.rgb = _rgb(self.couleur)
        if self._logo:
            self._poser_logo(page, self._logo, MARGE + _BORD, 0.32, _COUVERTURE, sur=self.couleur)
        self.texte(page, au_dessus, MARGE, 1.5, UTILE, 0.9, 28, couleur="FFFFFF", gras=True)
        self.texte(page, "\n".join(dessous), MARGE, 4.0, UTILE, 2.6, 24, couleur="FFFFFF")
        return page

    def _poser_logo(
        self, page: Slide, logo: ImageLogo, x: float, y: float, boite: tuple[float, float], *, sur: str
    ) -> None:
        """The logo in its box, whatever its shape; on a plate where it would be lost on the ground ``sur``."""
        from pptx.util import Inches

        largeur, hauteur = logo.dans(*boite)
        blanc = sur == "FFFFFF"
        if logo.clair == blanc:
            plaque = self.couleur if blanc else "FFFFFF"
            self.carte(page, x - _BORD, y - _BORD, largeur + 2 * _BORD, hauteur + 2 * _BORD, plaque)
        image = page.shapes.add_picture(BytesIO(logo.octets), *(Inches(v) for v in (x, y, largeur, hauteur)))
        image.name = "Logo"
        _dire(image, logo.texte)

    def _page(self, titre: str, haut: float, taille: int, couleur: str = _ENCRE) -> Slide:
        from pptx.enum.text import MSO_ANCHOR, PP_ALIGN
        from pptx.util import Inches

        page: Slide = self._presentation.slides.add_slide(self._presentation.slide_layouts[_TITRE_SEUL])
        cadre = page.shapes.title
        assert cadre is not None
        cadre.left, cadre.top, cadre.width, cadre.height = (Inches(v) for v in (MARGE, haut, UTILE, 0.9))
        cadre.text_frame.text, cadre.text_frame.word_wrap = titre, True
        cadre.text_frame.vertical_anchor = MSO_ANCHOR.MIDDLE
        paragraphe = cadre.text_frame.paragraphs[0]
        paragraphe.alignment = PP_ALIGN.LEFT
        for morceau in paragraphe.runs:
            _ecrire(morceau, taille if lignes_de(titre, UTILE, taille) == 1 else taille - 6, couleur, gras=True)
        return page

    def texte(
        self,
        page: Slide,
        texte: str,
        x: float,
        y: float,
        largeur: float,
        hauteur: float,
        taille: int,
        *,
        couleur: str = _ENCRE,
        gras: bool = False,
        puce: str = "",
    ) -> None:
        """A box of text, one paragraph a line; ``puce`` before each."""
        from pptx.util import Inches, Pt

        boite = page.shapes.add_textbox(*(Inches(v) for v in (x, y, largeur, hauteur)))
        boite.text_frame.word_wrap = True
        for rang, ligne in enumerate(texte.split("\n")):
            paragraphe = boite.text_frame.paragraphs[0] if rang == 0 else boite.text_frame.add_paragraph()
            morceau = paragraphe.add_run()
            morceau.text = f"{puce}{ligne}"
            paragraphe.space_after = Pt(taille / 3 if puce else 0)
            _ecrire(morceau, taille, couleur, gras)

    def carte(self, page: Slide, x: float, y: float, largeur: float, hauteur: float, couleur: str = "") -> None:
        """A ground, the palest tint unless told otherwise, that a reader of the screen passes over."""
        from pptx.enum.shapes import MSO_SHAPE
        from pptx.util import Inches

        fond = page.shapes.add_shape(MSO_SHAPE.RECTANGLE, *(Inches(v) for v in (x, y, largeur, hauteur)))
        fond.fill.solid()
        fond.fill.fore_color.rgb = _rgb(couleur or self.pale)
        fond.line.fill.background()
        fond.shadow.inherit = False
        fond.name = "Fond"
        _decoratif(fond)

    def tableau(
        self,
        page: Slide,
        entetes: Sequence[str],
        lignes: Sequence[Sequence[str]],
        place: tuple[float, float, Sequence[float]],
        dire: str,
        taille: int = PETIT,
    ) -> None:
        """A native table: ``place`` is its corner and the widths of its columns; numbers to the right."""
        from pptx.util import Inches

        x, y, largeurs = place
        forme = page.shapes.add_table(
            len(lignes) + 1, len(entetes), *(Inches(v) for v in (x, y, sum(largeurs), 0.4 * (len(lignes) + 1)))
        )
        _dire(forme, dire)
        table = forme.table
        for colonne, largeur in enumerate(largeurs):
            table.columns[colonne].width = Inches(largeur)
        for rang, cellules in enumerate((entetes, *lignes)):
            for colonne, texte in enumerate(cellules):
                chiffres = colonne > 0 and (
                    _est_nombre(texte) or (rang == 0 and bool(texte) and _est_nombre(lignes[0][colonne]))
                )
                fond = self.couleur if rang == 0 else ("FFFFFF" if rang % 2 else self.pale)
                self._cellule(table.cell(rang, colonne), texte, taille, fond, nombre=chiffres)

    def _cellule(self, cellule: Any, texte: str, taille: int, fond: str, *, nombre: bool) -> None:
        from pptx.enum.text import PP_ALIGN
        from pptx.util import Inches

        cellule.margin_left = cellule.margin_right = Inches(0.08)
        cellule.margin_top = cellule.margin_bottom = Inches(0.04)
        cellule.fill.solid()
        cellule.fill.fore_color.rgb = _rgb(fond)
        paragraphe = cellule.text_frame.paragraphs[0]
        paragraphe.alignment = PP_ALIGN.RIGHT if nombre else PP_ALIGN.LEFT
        morceau = paragraphe.add_run()
        morceau.text = texte
        entete = fond == self.couleur
        _ecrire(morceau, taille, "FFFFFF" if entete else _ENCRE, gras=entete)

    def graphique(self, page: Slide, lu: Graphique, x: float, y: float, largeur: float, hauteur: float) -> None:
        """Native horizontal bars from zero, values at their ends; the year before thinner and greyer."""
        from pptx.util import Inches

        cadre = page.shapes.add_chart(
            _barres_couchees(), *(Inches(v) for v in (x, y, largeur, hauteur)), donnees_de(lu)
        )
        _dire(cadre, lu.phrase)
        habiller(cadre.chart, self.couleur, avec_avant=bool(lu.periode_avant))

    def notes(self, page: Slide, phrases: Iterable[str]) -> None:
        """What the speaker has under the eyes."""
        cadre = page.notes_slide.notes_text_frame
        assert cadre is not None
        cadre.text = "\n".join(phrases)

    def octets(self) -> bytes:
        """The file."""
        for page in self._presentation.slides:
            for partie in (page, page.notes_slide) if page.has_notes_slide else (page,):
                _parler_francais(partie)
        tampon = BytesIO()
        self._presentation.save(tampon)
        return tampon.getvalue()


def donnees_de(lu: Graphique) -> Any:
    """The sheet behind a chart; parts from the last to the first, for bars are drawn upwards."""
    from pptx.chart.data import CategoryChartData

    donnees = CategoryChartData(number_format="#,##0")
    parts = lu.parts[::-1]
    donnees.categories = [part.nom for part in parts]
    if lu.periode_avant:
        donnees.add_series(lu.periode_avant, [part.avant for part in parts])
    donnees.add_series(lu.periode, [part.valeur for part in parts])
    return donnees


def _barres_couchees() -> Any:
    from pptx.enum.chart import XL_CHART_TYPE

    return XL_CHART_TYPE.BAR_CLUSTERED


def habiller(graphique: Any, couleur: str, *, avec_avant: bool) -> None:
    """Colours, direct labels, no grid."""
    from pptx.enum.chart import XL_LABEL_POSITION, XL_LEGEND_POSITION
    from pptx.util import Pt

    graphique.has_title, graphique.has_legend = False, avec_avant
    graphique.font.size, graphique.font.name = Pt(PETIT), POLICE
    if avec_avant:
        graphique.legend.position, graphique.legend.include_in_layout = XL_LEGEND_POSITION.TOP, False
    graphique.value_axis.visible = graphique.value_axis.has_major_gridlines = False
    graphique.value_axis.minimum_scale = 0
    graphique.category_axis.format.line.color.rgb = _rgb(_GRIS)
    trace = graphique.plots[0]
    trace.gap_width, trace.overlap = 45, 0
    trace.has_data_labels = True
    trace.data_labels.position = XL_LABEL_POSITION.OUTSIDE_END
    trace.data_labels.number_format, trace.data_labels.number_format_is_linked = "#,##0", False
    for rang, serie in enumerate(trace.series):
        serie.format.fill.solid()
        serie.format.fill.fore_color.rgb = _rgb(_GRIS if avec_avant and rang == 0 else couleur)


def _rgb(code: str) -> Any:
    from pptx.dml.color import RGBColor

    return RGBColor.from_string(code)


def _ecrire(morceau: Any, taille: int, couleur: str, gras: bool) -> None:
    from pptx.util import Pt

    morceau.font.size, morceau.font.name, morceau.font.bold = Pt(taille), POLICE, gras
    morceau.font.color.rgb = _rgb(couleur)


def _dire(forme: Any, phrase: str) -> None:
    """What is read to who does not see a table, a chart or a picture."""
    forme._element.xpath(".//p:cNvPr")[0].set("descr", phrase)


def _decoratif(forme: Any) -> None:
    """Nothing to read: a screen reader passes over it."""
    proprietes = forme._element.xpath(".//p:cNvPr")[0]
    principal = "{http://schemas.openxmlformats.org/drawingml/2006/main}"
    liste = _dedans(proprietes, f"{principal}extLst")
    extension = _dedans(liste, f"{principal}ext", uri="{C183D7F6-B498-43B3-948B-1728B52AA6E4}")
    _dedans(extension, "{http://schemas.microsoft.com/office/drawing/2017/decorative}decorative", val="1")


def _dedans(parent: Any, balise: str, **attributs: str) -> Any:
    enfant = parent.makeelement(balise, attributs)
    parent.append(enfant)
    return enfant


def _parler_francais(partie: Any) -> None:
    for balise in partie._element.iter("{http://schemas.openxmlformats.org/drawingml/2006/main}rPr"):
        balise.set("lang", "fr-FR")


def _est_nombre(texte: str) -> bool:
    return bool(texte) and (texte[0].isdigit() or texte[0] in "−–") and len(texte) < 16
