"""A chart of Word that Word itself draws: its sheet stays behind it, its text stays text."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from deplie.pilotage.exports.pack.diapositives import donnees_de, habiller
from deplie.pilotage.queries.pack import Graphique

if TYPE_CHECKING:
    from docx.document import Document

_CHART: Final = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/chart"
_CLASSEUR: Final = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/package"
_TYPE_CHART: Final = "application/vnd.openxmlformats-officedocument.drawingml.chart+xml"
_TYPE_CLASSEUR: Final = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
_CADRE: Final = """<w:drawing xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"
 xmlns:wp="http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing"
 xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main"
 xmlns:c="http://schemas.openxmlformats.org/drawingml/2006/chart"
 xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships">
<wp:inline distT="0" distB="0" distL="0" distR="0"><wp:extent cx="5900000" cy="{hauteur}"/>
<wp:docPr id="{numero}" name="Graphique {rang}"/>
<a:graphic><a:graphicData uri="http://schemas.openxmlformats.org/drawingml/2006/chart"><c:chart r:id="{lien}"/>
</a:graphicData></a:graphic></wp:inline></w:drawing>"""
# One bar and its neighbour of the year before, in English Metric Units.
_PAR_PART: Final = 420000
_TETE: Final = 700000
# Charts are numbered after the pictures of their document.
_APRES: Final = 100


def poser(document: Document, lu: Graphique, couleur: str, rang: int) -> None:
    """Add the chart at the end of a document; ``rang`` numbers it from 1."""
    from docx.opc.packuri import PackURI
    from docx.opc.part import Part
    from docx.oxml import parse_xml

    xml, classeur = _dessiner(lu, couleur)
    contenant: Any = document.part.package
    feuille = Part(PackURI(f"/word/embeddings/chiffres{rang}.xlsx"), _TYPE_CLASSEUR, classeur, contenant)
    partie = Part(PackURI(f"/word/charts/chart{rang}.xml"), _TYPE_CHART, xml, contenant)
    lien_feuille = partie.relate_to(feuille, _CLASSEUR)
    partie._blob = xml.replace(b"FEUILLE", lien_feuille.encode())
    lien = document.part.relate_to(partie, _CHART)
    hauteur = _TETE + _PAR_PART * len(lu.parts)
    cadre = parse_xml(_CADRE.format(hauteur=hauteur, numero=_APRES + rang, rang=rang, lien=lien))
    cadre.xpath(".//wp:docPr")[0].set("descr", lu.phrase)
    document.add_paragraph().add_run()._r.append(cadre)


def _dessiner(lu: Graphique, couleur: str) -> tuple[bytes, bytes]:
    """The drawing and its sheet, made as a slide makes them."""
    from docx.opc.oxml import serialize_part_xml
    from pptx import Presentation
    from pptx.enum.chart import XL_CHART_TYPE
    from pptx.util import Inches, Pt

    presentation = Presentation()
    page = presentation.slides.add_slide(presentation.slide_layouts[6])
    cadre: Any = page.shapes.add_chart(
        XL_CHART_TYPE.BAR_CLUSTERED, Inches(0), Inches(0), Inches(6), Inches(3), donnees_de(lu)
    )
    habiller(cadre.chart, couleur, avec_avant=bool(lu.periode_avant))
    cadre.chart.font.size = Pt(10)
    classeur, racine = cadre.chart.part.chart_workbook.xlsx_part.blob, cadre.chart._chartSpace
    for lien in racine.xpath("./c:externalData"):
        lien.set("{http://schemas.openxmlformats.org/officeDocument/2006/relationships}id", "FEUILLE")
    return serialize_part_xml(racine), classeur
