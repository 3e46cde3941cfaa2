"""The logo of a territory on the documents of its committee: in its box, said in words, on a ground if it is light."""

from __future__ import annotations

from dataclasses import replace
from io import BytesIO

import pytest
from docx import Document
from docx.shared import Cm
from pptx import Presentation
from pptx.util import Inches
from pypdf import PdfReader

from deplie.pilotage.exports import pack as documents
from deplie.pilotage.queries.pack import Pack
from deplie.socle.fichiers.logos import ImageLogo, refaire
from tests.pdf_ua import fautes_de
from tests.pilotage.test_pack import lieu, pack, publication  # noqa: F401  # fixtures
from tests.territoires.test_logo import blanche, image

pytestmark = pytest.mark.django_db
FORMES = {
    "ordinaire": image(),
    "très large": image((1200, 20), fond=(255, 255, 255, 255)),
    "très haut": image((20, 1200), fond=(255, 255, 255, 255)),
    "blanc": blanche(),
}


@pytest.fixture(params=FORMES)
def marque(request, pack: Pack) -> Pack:  # noqa: F811
    refaite = refaire(FORMES[request.param])
    return replace(pack, logo=replace(refaite, texte="Logo de l'Ouest"))


def logo_de(pack: Pack) -> ImageLogo:  # noqa: F811
    assert pack.logo is not None
    return pack.logo


def test_chaque_diapositive_le_porte_dans_sa_boite(marque: Pack) -> None:
    logo = logo_de(marque)
    for rang, page in enumerate(Presentation(BytesIO(documents.ecrire(marque, "presentation.pptx"))).slides):
        images = [forme for forme in page.shapes if forme.shape_type == 13]
        assert len(images) == 1
        posee = images[0]
        assert posee._element.xpath(".//p:cNvPr")[0].get("descr") == "Logo de l'Ouest"
        boite = (3.2, 0.9) if rang == 0 else (1.9, 0.5)
        assert posee.width <= Inches(boite[0]) + 1
        assert posee.height <= Inches(boite[1]) + 1
        assert posee.top + posee.height < page.shapes.title.top
        # A plate is under it on the cover unless it is light, and on white sheets when it is.
        plaques = [forme for forme in page.shapes if forme.name == "Fond" and forme.top == posee.top - Inches(0.1)]
        assert bool(plaques) is (logo.clair != (rang == 0))


@pytest.mark.parametrize("document", ["bilan.docx", "synthese.docx"])
def test_les_papiers_de_word_le_portent_en_tete(marque: Pack, document: str) -> None:
    lu = Document(BytesIO(documents.ecrire(marque, document)))
    posee = lu.inline_shapes[0]
    assert posee._inline.docPr.get("descr") == "Logo de l'Ouest"
    assert posee.width <= Cm(5.0) + 1
    assert posee.height <= Cm(1.5) + 1
    assert lu.paragraphs[0]._p.xpath(".//w:drawing")
    assert bool(lu.paragraphs[0]._p.xpath("./w:pPr/w:shd")) is logo_de(marque).clair
    numeros = [un.get("id") for un in lu.element.body.xpath(".//wp:docPr")]
    assert len(set(numeros)) == len(numeros)


@pytest.mark.parametrize("document", ["bilan.pdf", "synthese.pdf"])
def test_les_pdf_le_portent_et_le_disent(marque: Pack, document: str) -> None:
    octets = documents.ecrire(marque, document)
    lu = PdfReader(BytesIO(octets))
    assert len(lu.pages[0].images) == 1
    # Whether a picture is a scanned page is for the eye: the checker asks it of every picture.
    assert fautes_de(octets) == ["point 08 : manual"]
    if document == "synthese.pdf":
        assert len(lu.pages) == 1


def test_sans_logo_rien_ne_change(pack: Pack) -> None:  # noqa: F811
    assert pack.logo is None
    page = Presentation(BytesIO(documents.ecrire(pack, "presentation.pptx"))).slides[0]
    assert [forme for forme in page.shapes if forme.shape_type == 13] == []
    assert not PdfReader(BytesIO(documents.ecrire(pack, "synthese.pdf"))).pages[0].images
