"""Pictures of a Word file in the PDF that says the same: with what they show, or told by name."""

from __future__ import annotations

import struct
import zlib
from io import BytesIO
from zipfile import ZIP_DEFLATED, ZipFile

from docx import Document
from docx.shared import Cm

from deplie.socle.documents import rendre_pdf_du_word
from deplie.socle.documents.illustrations import SANS_TEXTE
from deplie.socle.documents.relu import blocs_du_word

_WP = "{http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing}"


def png(largeur: int = 40, hauteur: int = 20) -> bytes:
    """A small flat picture."""

    def morceau(nom: bytes, contenu: bytes) -> bytes:
        somme = zlib.crc32(nom + contenu)
        return struct.pack(">I", len(contenu)) + nom + contenu + struct.pack(">I", somme)

    points = zlib.compress((b"\0" + b"\x0b\x5f\x66" * largeur) * hauteur)
    entete = struct.pack(">IIBBBBB", largeur, hauteur, 8, 2, 0, 0, 0)
    return b"\x89PNG\r\n\x1a\n" + morceau(b"IHDR", entete) + morceau(b"IDAT", points) + morceau(b"IEND", b"")


def document(*, texte: str = "Logo du plan", large: float = 3) -> bytes:
    """A letter with a logo in its header, a picture in its text and one in a table."""
    feuille, tampon = Document(), BytesIO()
    entete = feuille.sections[0].header
    entete.paragraphs[0].add_run().add_picture(BytesIO(png()), width=Cm(large))
    feuille.add_heading("Convention", 0)
    feuille.add_paragraph("Avant").add_run().add_picture(BytesIO(png()), width=Cm(2))
    feuille.add_table(rows=1, cols=2).rows[0].cells[1].paragraphs[0].add_run().add_picture(BytesIO(png()))
    for partie in (entete._element, feuille.element):
        for cadre in partie.iter(f"{_WP}docPr"):
            cadre.set("descr", texte)
    feuille.save(tampon)
    return tampon.getvalue()


def abime(octets: bytes) -> bytes:
    """The same file, whose pictures stop in the middle."""
    tampon = BytesIO()
    with ZipFile(BytesIO(octets)) as avant, ZipFile(tampon, "w", ZIP_DEFLATED) as apres:
        for nom in avant.namelist():
            contenu = avant.read(nom)
            apres.writestr(nom, contenu[:-30] if nom.startswith("word/media/") else contenu)
    return tampon.getvalue()


def alternatives(pdf: bytes) -> int:
    return pdf.count(b"/Alt")


def test_the_logo_of_the_header_comes_first_then_pictures_where_they_stand():
    blocs = blocs_du_word(document())
    assert [bloc["genre"] for bloc in blocs] == ["entete", "titre", "images", "texte", "images"]
    assert [une.texte for bloc in blocs for une in bloc.get("illustrations", ())] == ["Logo du plan"] * 3


def test_a_pdf_shows_each_picture_with_its_alternative_text():
    assert alternatives(rendre_pdf_du_word(document(), titre="Convention")) == 3


def test_a_picture_without_alternative_text_says_so():
    (entete, *_) = blocs_du_word(document(texte=""))
    assert entete["illustrations"][0].texte == SANS_TEXTE


def test_a_picture_wider_than_the_sheet_is_reduced_in_its_proportions():
    (une,) = blocs_du_word(document(large=60))[0]["illustrations"]
    assert une.largeur < 500
    assert round(une.largeur / une.hauteur, 2) == 2


def test_a_picture_that_does_not_decode_is_told_and_the_document_is_given():
    pdf = rendre_pdf_du_word(abime(document()), titre="Convention")
    assert pdf.startswith(b"%PDF")
    assert alternatives(pdf) == 0


def test_a_picture_of_another_kind_is_told_by_its_name():
    tampon = BytesIO()
    with ZipFile(BytesIO(document())) as avant, ZipFile(tampon, "w") as apres:
        for nom in avant.namelist():
            apres.writestr(nom, b"BM" + bytes(60) if nom.startswith("word/media/") else avant.read(nom))
    (une,) = blocs_du_word(tampon.getvalue())[0]["illustrations"]
    assert (une.texte, une.fin) == ("Logo du plan", "")
    assert rendre_pdf_du_word(tampon.getvalue(), titre="Convention").startswith(b"%PDF")
