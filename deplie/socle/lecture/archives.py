"""Zip archives: what is inside, without ever trusting a name, a size or a ratio that the archive declares."""

from __future__ import annotations

import stat
import struct
import zipfile
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import PurePath, PurePosixPath
from typing import BinaryIO, Final

from deplie.socle.lecture.sources import Source, Temporaire
from deplie.socle.lecture.types import FichierRefuse, Limites

TRANCHE: Final = 2**18
RATIO_DEPUIS: Final = 50 * 2**20
ANNUAIRE_MAX: Final = 4 * 2**20
# What zipfile and its decompressors raise on damaged or hostile archives.
FAUTES: Final = (
    zipfile.BadZipFile,
    zipfile.LargeZipFile,
    zlib.error,
    struct.error,
    EOFError,
    OSError,
    RuntimeError,
    ValueError,
    OverflowError,
    LookupError,
)
# The other methods give no way to stop a decompression halfway.
_METHODES: Final = (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED)
_SYSTEME: Final = frozenset({"__MACOSX", "Thumbs.db", "desktop.ini"})


def _annuaire(flux: BinaryIO) -> int:
    """The size in bytes of the central directory, the largest of the two that the end of an archive may declare."""
    taille = flux.seek(0, 2)
    flux.seek(max(0, taille - 66_000))
    fin = flux.read()
    place = fin.rfind(b"PK\x05\x06")
    if place < 0 or len(fin) < place + 22:
        raise zipfile.BadZipFile("no end record")
    declaree: int = struct.unpack_from("<I", fin, place + 12)[0]
    large = fin.rfind(b"PK\x06\x06", 0, place)
    if large >= 0 and len(fin) >= large + 56:
        declaree = max(declaree if declaree != 0xFFFFFFFF else 0, struct.unpack_from("<Q", fin, large + 40)[0])
    return declaree


@contextmanager
def ouvrir(source: Source, limites: Limites) -> Iterator[zipfile.ZipFile]:
    """The archive, its names and its declared sizes checked. Raises FichierRefuse."""
    with source.flux() as flux:
        with _abime(source.nom):
            if _annuaire(flux) > ANNUAIRE_MAX:
                raise FichierRefuse(f"{source.nom} : l'archive contient trop de fichiers.")
            archive = zipfile.ZipFile(flux)
        with archive:
            _verifier(archive, source.nom, limites)
            yield archive


@contextmanager
def _abime(nom: str) -> Iterator[None]:
    """Whatever the library raises inside is said in one sentence."""
    try:
        yield
    except FAUTES:
        raise FichierRefuse(f"{nom} : le fichier est abîmé ou incomplet. Enregistrez-le de nouveau.") from None


def _verifier(archive: zipfile.ZipFile, nom: str, limites: Limites) -> None:
    membres = archive.infolist()
    if len(membres) > limites.membres:
        raise FichierRefuse(f"{nom} : l'archive contient trop de fichiers ({len(membres)}).")
    vus = set()
    for membre in membres:
        _verifier_nom(membre, nom)
        if membre.filename in vus:
            raise FichierRefuse(f"{nom} : l'archive contient deux fois « {membre.filename} ».")
        vus.add(membre.filename)
        if membre.compress_type not in _METHODES:
            raise FichierRefuse(
                f"{nom} : la méthode de compression de l'archive n'est pas lue. Recréez-la en .zip simple."
            )
        if membre.flag_bits & 1:
            raise FichierRefuse(f"{nom} : l'archive est protégée par un mot de passe. Retirez-le, puis recommencez.")
    if sum(membre.file_size for membre in membres) > limites.decompresse:
        raise FichierRefuse(f"{nom} : le contenu décompressé dépasse {limites.decompresse // 2**20} Mio.")


def _verifier_nom(membre: zipfile.ZipInfo, nom: str) -> None:
    for chemin in {membre.filename, membre.orig_filename}:
        parties = chemin.replace("\\", "/").split("/")
        if ".." in parties or parties[0] == "" or parties[0].endswith(":"):
            raise FichierRefuse(
                f"{nom} : l'archive désigne un fichier hors d'elle-même (« {chemin} ») ; elle est refusée."
            )
    if stat.S_ISLNK(membre.external_attr >> 16):
        raise FichierRefuse(f"{nom} : l'archive contient un lien (« {membre.filename} ») ; elle est refusée.")


def tranches(archive: zipfile.ZipFile, membre: zipfile.ZipInfo, nom: str, limites: Limites) -> Iterator[bytes]:
    """The content of a member, counted as it comes: a bomb is refused as soon as it passes the limit."""
    lus = 0
    with _abime(nom), archive.open(membre) as flux:
        while tranche := flux.read(TRANCHE):
            lus += len(tranche)
            if lus > limites.decompresse or (lus > RATIO_DEPUIS and lus > limites.rapport * membre.compress_size):
                raise FichierRefuse(f"{nom} : le contenu décompressé est démesuré ; le fichier est refusé.")
            yield tranche


def est_systeme(chemin: PurePath) -> bool:
    """Is it what a system or a spreadsheet leaves beside files (« .DS_Store », « ~$classeur.xlsx »)?"""
    return chemin.name.startswith((".", "~$")) or not _SYSTEME.isdisjoint(chemin.parts)


def membres(source: Source, limites: Limites) -> Iterator[Source]:
    """The files of an archive of tables, each held in a file without a name: none of its names reaches the disk."""
    reste = limites.taille
    with ouvrir(source, limites) as archive:
        for membre in archive.infolist():
            chemin = PurePosixPath(membre.filename)
            if membre.is_dir() or est_systeme(chemin):
                continue
            copie = Temporaire()
            reste -= _copier(archive, membre, source.nom, limites, copie, reste)
            yield Source(f"{source.nom} › {chemin.name}", temporaire=copie)


def _copier(
    archive: zipfile.ZipFile, membre: zipfile.ZipInfo, nom: str, limites: Limites, copie: Temporaire, reste: int
) -> int:
    ecrits = 0
    for tranche in tranches(archive, membre, nom, limites):
        ecrits += copie.ecrire(tranche)
        if ecrits > reste:
            raise FichierRefuse(f"{nom} : le contenu décompressé dépasse {limites.taille // 2**20} Mio.")
    copie.achever()
    return ecrits
