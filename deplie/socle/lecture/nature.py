"""What a file is, by its content: its ending says nothing."""

from __future__ import annotations

import zipfile
from enum import Enum
from typing import Final

from deplie.socle.lecture import archives
from deplie.socle.lecture.sources import Source
from deplie.socle.lecture.types import FichierEtranger, FichierRefuse, Limites


class Nature(Enum):
    TEXTE = "texte"
    CLASSEUR = "classeur"
    ARCHIVE = "archive"


_ANCIEN: Final = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
# Streams of an encrypted workbook, as the directory of the old container names them.
_CHIFFRE: Final = ("EncryptedPackage".encode("utf-16-le"), "EncryptionInfo".encode("utf-16-le"))
_ENREGISTREZ: Final = "Ouvrez-le dans le tableur et enregistrez-le en .xlsx ou en CSV."
_AUTRES: Final = (
    (b"%PDF", "c'est un document PDF"),
    (b"\x1f\x8b", "c'est une archive gzip"),
    (b"7z\xbc\xaf\x27\x1c", "c'est une archive 7z"),
    (b"Rar!", "c'est une archive rar"),
    (b"{\\rtf", "c'est un document de texte (RTF)"),
    (b"\x89PNG", "c'est une image"),
    (b"\xff\xd8\xff", "c'est une image"),
    (b"GIF8", "c'est une image"),
    (b"SQLite format 3\0", "c'est une base de données"),
)
_PAGES: Final = (b"<!doctype html", b"<html", b"<table", b"<meta", b"<head")


def nature_de(source: Source, limites: Limites) -> Nature:
    """The nature of a file. Raises FichierRefuse for an empty, too large, protected or foreign one."""
    taille = source.taille()
    if taille == 0:
        raise FichierRefuse(f"{source.nom} : le fichier est vide.")
    if taille > limites.taille:
        raise FichierRefuse(
            f"{source.nom} : le fichier pèse {taille // 2**20} Mio ; la limite est de {limites.taille // 2**20} Mio."
        )
    with source.flux() as flux:
        debut = flux.read(4096)
    if debut.startswith((b"PK\x03\x04", b"PK\x05\x06", b"PK\x07\x08")):
        return _zip(source, limites)
    if debut.startswith(_ANCIEN):
        return _ancien(source)
    _refuser_etranger(debut, source.nom)
    return Nature.TEXTE


def _refuser_etranger(debut: bytes, nom: str) -> None:
    for marque, quoi in _AUTRES:
        if debut.startswith(marque):
            raise FichierEtranger(f"{nom} : {quoi}, pas un tableau. {_ENREGISTREZ}")
    tete = debut.removeprefix(b"\xef\xbb\xbf").lstrip().lower()
    if tete.startswith(_PAGES):
        raise FichierEtranger(f"{nom} : c'est une page web nommée comme un tableau. {_ENREGISTREZ}")
    if tete.startswith(b"<?xml"):
        raise FichierEtranger(f"{nom} : c'est un fichier XML. {_ENREGISTREZ}")


def _ancien(source: Source) -> Nature:
    with source.flux() as flux:
        contenu = flux.read()
    if any(nom in contenu for nom in _CHIFFRE):
        raise FichierRefuse(
            f"{source.nom} : le classeur est protégé par un mot de passe. Retirez-le, puis recommencez."
        )
    if "WordDocument".encode("utf-16-le") in contenu:
        raise FichierEtranger(f"{source.nom} : c'est un document de texte, pas un tableau. {_ENREGISTREZ}")
    return Nature.CLASSEUR


def _zip(source: Source, limites: Limites) -> Nature:
    with archives.ouvrir(source, limites) as archive:
        noms = {nom.lower() for nom in archive.namelist()}
        if "xl/workbook.bin" in noms:
            raise FichierRefuse(f"{source.nom} : le format .xlsb n'est pas lu. {_ENREGISTREZ}")
        if "xl/workbook.xml" in noms:
            return Nature.CLASSEUR
        if "word/document.xml" in noms or "ppt/presentation.xml" in noms:
            raise FichierEtranger(f"{source.nom} : c'est un document, pas un tableau. {_ENREGISTREZ}")
        if "content.xml" in noms and "mimetype" in noms:
            _ods(archive, source.nom, limites)
            return Nature.CLASSEUR
        if "[content_types].xml" in noms:
            raise FichierRefuse(f"{source.nom} : le classeur est abîmé ou incomplet. Enregistrez-le de nouveau.")
    return Nature.ARCHIVE


def _ods(archive: zipfile.ZipFile, nom: str, limites: Limites) -> None:
    genre = b"".join(archives.tranches(archive, archive.getinfo("mimetype"), nom, limites))[:200]
    if b"opendocument.spreadsheet" not in genre:
        raise FichierEtranger(f"{nom} : c'est un document, pas un tableau. {_ENREGISTREZ}")
    manifeste = next((m for m in archive.infolist() if m.filename == "META-INF/manifest.xml"), None)
    if manifeste is None or manifeste.file_size > 2**20:
        return
    if b"encryption-data" in b"".join(archives.tranches(archive, manifeste, nom, limites)):
        raise FichierRefuse(f"{nom} : le classeur est protégé par un mot de passe. Retirez-le, puis recommencez.")
