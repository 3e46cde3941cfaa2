"""The kinds of files that are kept, and what tells each from its first bytes: an ending says nothing."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final


@dataclass(frozen=True)
class Genre:
    """A kind: what people call it, its usual endings (the first one is given back), its media type."""

    libelle: str
    fins: tuple[str, ...]
    media: str


_OOXML: Final = "application/vnd.openxmlformats-officedocument"
_ODF: Final = "application/vnd.oasis.opendocument"
GENRES: Final[dict[str, Genre]] = {
    "PDF": Genre("document PDF", ("pdf",), "application/pdf"),
    "JPEG": Genre("photo JPEG", ("jpg", "jpeg", "jpe", "jfif"), "image/jpeg"),
    "PNG": Genre("image PNG", ("png",), "image/png"),
    "WEBP": Genre("image WebP", ("webp",), "image/webp"),
    "DOCX": Genre("document Word", ("docx",), f"{_OOXML}.wordprocessingml.document"),
    "XLSX": Genre("classeur Excel", ("xlsx",), f"{_OOXML}.spreadsheetml.sheet"),
    "ODT": Genre("document OpenDocument", ("odt",), f"{_ODF}.text"),
    "ODS": Genre("classeur OpenDocument", ("ods",), f"{_ODF}.spreadsheet"),
}
# What the field of a form proposes.
ACCEPTES: Final = ",".join(f".{fin}" for genre in GENRES.values() for fin in genre.fins)
CONNUS: Final = "PDF, JPEG, PNG, WebP, Word (.docx), Excel (.xlsx) ou OpenDocument (.odt, .ods)"

_MARQUES: Final = ((b"%PDF-", "PDF"), (b"\xff\xd8\xff", "JPEG"), (b"\x89PNG\r\n\x1a\n", "PNG"))
# What is often given, is not kept, and how to give it otherwise.
_AUTRES: Final = (
    (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "c'est un ancien document Office, ou un document protégé par un mot "
     "de passe. Enregistrez-le sans mot de passe, en .docx, .xlsx ou PDF"),
    (b"MZ", "c'est un programme. Il n'est pas accepté"),
    (b"\x7fELF", "c'est un programme. Il n'est pas accepté"),
    (b"{\\rtf", "c'est un document RTF. Enregistrez-le en .docx ou en PDF"),
    (b"GIF8", "c'est une image GIF. Enregistrez-la en PNG ou en JPEG"),
    (b"BM", "c'est une image BMP. Enregistrez-la en PNG ou en JPEG"),
    (b"II*\x00", "c'est une image TIFF. Enregistrez-la en PDF ou en JPEG"),
    (b"MM\x00*", "c'est une image TIFF. Enregistrez-la en PDF ou en JPEG"),
    (b"Rar!", "c'est une archive. Joignez les documents un par un"),
    (b"7z\xbc\xaf\x27\x1c", "c'est une archive. Joignez les documents un par un"),
    (b"\x1f\x8b", "c'est une archive. Joignez les documents un par un"),
)  # fmt: skip
_PHOTOS: Final = (b"heic", b"heix", b"heif", b"mif1", b"avif")


def genre_du_debut(debut: bytes) -> str:
    """The code of the kind that the first bytes tell; « ZIP » for what an archive holds, « » for none of them."""
    if debut.startswith(b"PK\x03\x04"):
        return "ZIP"
    if debut.startswith(b"RIFF") and debut[8:12] == b"WEBP":
        return "WEBP"
    return next((code for marque, code in _MARQUES if debut.startswith(marque)), "")


def pourquoi_refuse(debut: bytes) -> str:
    """Why a file that is none of the kinds is not kept, and what to do instead; a sentence without its end."""
    if debut[4:8] == b"ftyp" and debut[8:12] in _PHOTOS:
        return "c'est une photo au format de certains téléphones (HEIC). Enregistrez-la en JPEG"
    connue = next((phrase for marque, phrase in _AUTRES if debut.startswith(marque)), "")
    return connue or f"ce n'est pas un document reconnu. Sont acceptés : {CONNUS}"
