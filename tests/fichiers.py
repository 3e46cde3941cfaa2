"""Small files of each kind, as people give them, made here: no sample is kept in the depot."""

from __future__ import annotations

import struct
import zipfile
import zlib
from io import BytesIO

from django.core.files.uploadedfile import SimpleUploadedFile

PDF = b"%PDF-1.4\n1 0 obj<</Type/Catalog/Pages 2 0 R>>endobj\n2 0 obj<</Type/Pages/Count 0/Kids[]>>endobj\n%%EOF\n"


def donne(nom: str, contenu: bytes = PDF) -> SimpleUploadedFile:
    """The file as a form receives it."""
    return SimpleUploadedFile(nom, contenu)


def archive(**membres: str | bytes) -> bytes:
    """An archive of these members; « __ » stands for « / » and « ___ » for « . » in their names."""
    tampon = BytesIO()
    with zipfile.ZipFile(tampon, "w", zipfile.ZIP_DEFLATED) as ecrite:
        for nom, contenu in membres.items():
            ecrite.writestr(nom.replace("___", ".").replace("__", "/"), contenu)
    return tampon.getvalue()


def docx(**autres: str) -> bytes:
    return archive(word__document___xml="<w:document/>", **autres)


def odt() -> bytes:
    return archive(mimetype="application/vnd.oasis.opendocument.text", content___xml="<office/>")


def png(largeur: int = 4, hauteur: int = 3) -> bytes:
    entete = struct.pack(">IIBBBBB", largeur, hauteur, 8, 2, 0, 0, 0)
    morceaux = [(b"IHDR", entete), (b"IDAT", zlib.compress(b"")), (b"IEND", b"")]
    return b"\x89PNG\r\n\x1a\n" + b"".join(
        struct.pack(">I", len(c)) + nom + c + struct.pack(">I", zlib.crc32(nom + c)) for nom, c in morceaux
    )


def jpeg(largeur: int = 4, hauteur: int = 3) -> bytes:
    """Its header only: an application segment, then the frame."""
    trame = struct.pack(">HBHHB", 8, 8, hauteur, largeur, 0)
    return b"\xff\xd8\xff\xe0" + struct.pack(">H", 6) + b"JFIF\xff\xff\xc0" + trame + b"\xff\xd9"


def webp(largeur: int = 4, hauteur: int = 3) -> bytes:
    taille = (largeur - 1).to_bytes(3, "little") + (hauteur - 1).to_bytes(3, "little")
    return b"RIFF\x16\x00\x00\x00WEBPVP8X\x0a\x00\x00\x00\x00\x00\x00\x00" + taille
