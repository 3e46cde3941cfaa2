"""Files that prove, generated and plainly fictitious: a page of text, a picture, a Word model.

Written by hand rather than laid out: hundreds of them take less than a second.
"""

from __future__ import annotations

import struct
import zlib
from collections.abc import Sequence
from io import BytesIO
from typing import Final

from django.core.files.uploadedfile import SimpleUploadedFile

from deplie.acteurs.queries import Acteur
from deplie.socle.fichiers.depot import recevoir
from deplie.socle.models import Fichier

BANDEAU: Final = "DOCUMENT FICTIF - DÉMONSTRATION"
# The letters of « FICTIF », five columns by seven lines, one character a line.
_LETTRES: Final = {
    "F": "\x1f\x10\x10\x1e\x10\x10\x10",
    "I": "\x0e\x04\x04\x04\x04\x04\x0e",
    "C": "\x0e\x11\x10\x10\x10\x11\x0e",
    "T": "\x1f\x04\x04\x04\x04\x04\x04",
}
_POINT: Final = 8


def garder(nom: str, octets: bytes, par: Acteur) -> Fichier:
    """Give a file as anybody would: checked by its content, kept out of the web root."""
    return recevoir(SimpleUploadedFile(nom, octets), territoire=par.territoire.code, par=par)


def page(titre: str, lignes: Sequence[str]) -> bytes:
    """A PDF of one page: the band that says what it is, a title, lines of text."""
    dit = [f"BT /F1 11 Tf 60 790 Td {_texte(BANDEAU)} Tj ET", f"BT /F1 17 Tf 60 745 Td {_texte(titre)} Tj ET"]
    dit += [f"BT /F1 11 Tf 60 {705 - 20 * rang} Td {_texte(une)} Tj ET" for rang, une in enumerate(lignes)]
    contenu = "\n".join(dit).encode("cp1252")
    objets = [
        b"<< /Type /Catalog /Pages 2 0 R /Lang (fr-FR) >>",
        b"<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
        b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Contents 4 0 R"
        b" /Resources << /Font << /F1 5 0 R >> >> >>",
        b"<< /Length %d >>\nstream\n%s\nendstream" % (len(contenu), contenu),
        b"<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica /Encoding /WinAnsiEncoding >>",
    ]
    sortie, places = b"%PDF-1.4\n", []
    for numero, objet in enumerate(objets, 1):
        places.append(len(sortie))
        sortie += b"%d 0 obj\n%s\nendobj\n" % (numero, objet)
    table = b"".join(b"%010d 00000 n \n" % place for place in places)
    fin = b"trailer\n<< /Size %d /Root 1 0 R >>\nstartxref\n%d\n%%%%EOF\n" % (len(objets) + 1, len(sortie))
    return sortie + b"xref\n0 %d\n0000000000 65535 f \n%s" % (len(objets) + 1, table) + fin


def _texte(ligne: str) -> str:
    """A string of a PDF: what the encoding does not know becomes a question mark."""
    connu = ligne.encode("cp1252", "replace").decode("cp1252")
    return "(" + connu.replace("\\", "\\\\").replace("(", "\\(").replace(")", "\\)") + ")"


def photo() -> bytes:
    """A PNG that reads « FICTIF »: what a telephone would have taken of a paper."""
    mot, marge = "FICTIF", 3
    largeur, hauteur = (6 * len(mot) + 2 * marge) * _POINT, (7 + 2 * marge) * _POINT
    lignes = bytearray()
    for y in range(hauteur):
        lignes.append(0)
        rang = y // _POINT - marge
        for x in range(largeur):
            place, colonne = divmod(x // _POINT - marge, 6)
            noir = 0 <= rang < 7 and 0 <= place < len(mot) and ord(_LETTRES[mot[place]][rang]) >> (4 - colonne) & 1 \
                if colonne < 5 else False  # fmt: skip
            lignes.append(60 if noir else 235)
    entete = struct.pack(">IIBBBBB", largeur, hauteur, 8, 0, 0, 0, 0)
    corps = _bloc(b"IHDR", entete) + _bloc(b"IDAT", zlib.compress(bytes(lignes), 9)) + _bloc(b"IEND", b"")
    return b"\x89PNG\r\n\x1a\n" + corps


def _bloc(nom: bytes, donnees: bytes) -> bytes:
    return struct.pack(">I", len(donnees)) + nom + donnees + struct.pack(">I", zlib.crc32(nom + donnees))


def modele(paragraphes: Sequence[str]) -> bytes:
    """A Word file of these paragraphs, fields between double braces included."""
    from docx import Document

    document, sortie = Document(), BytesIO()
    for paragraphe in paragraphes:
        document.add_paragraph(paragraphe)
    document.save(sortie)
    return sortie.getvalue()
