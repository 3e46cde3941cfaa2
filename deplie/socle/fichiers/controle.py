"""What a file really is, and whether it may be kept: nothing that acts by itself, nothing that explodes when opened."""

from __future__ import annotations

import re
import zipfile
import zlib
from collections.abc import Iterator
from pathlib import Path
from typing import Final

from deplie.socle.erreurs import RefusMetier
from deplie.socle.fichiers.genres import GENRES, genre_du_debut, pourquoi_refuse
from deplie.socle.fichiers.images import POINTS_MAX, dimensions
from deplie.socle.lecture import archives
from deplie.socle.lecture.sources import Source
from deplie.socle.lecture.types import Limites

_LIMITES: Final = Limites(decompresse=500 * 2**20, membres=5_000)
# Compressed objects of a PDF are looked into up to this many bytes in all.
_OBJETS_MAX: Final = 50 * 2**20
# What makes a PDF act by itself. Files it embeds are left: pay slips and invoices bear their figures so.
_ACTIFS: Final = re.compile(rb"/(?:JavaScript|Launch|RichMedia)(?![A-Za-z0-9])")
# Too short to be looked for in compressed bytes, that may spell anything.
_COURTS: Final = re.compile(rb"/(?:JS|XFA)(?![A-Za-z0-9])")
_ECHAPPE: Final = re.compile(rb"#([0-9A-Fa-f]{2})")
_DEBUT, _FIN = b"stream", b"endstream"
_APLATI: Final = "Imprimez-le vers un nouveau PDF (« Imprimer », puis « Enregistrer en PDF »), et joignez celui-là."


def examiner(chemin: Path, nom: str) -> str:
    """The code of a file's kind (``GENRES``). Raises RefusMetier for what is not kept, with what to do instead."""
    with chemin.open("rb") as flux:
        debut = flux.read(64)
    if not debut:
        raise RefusMetier(f"« {nom} » est vide. Choisissez un autre fichier.")
    genre = genre_du_debut(debut)
    if genre == "ZIP":
        genre = _dans_l_archive(chemin, nom)
    if not genre:
        raise RefusMetier(f"« {nom} » : {pourquoi_refuse(debut)}.")
    _verifier_la_fin(nom, genre)
    if genre == "PDF":
        _verifier_pdf(chemin.read_bytes(), nom)
    elif genre in ("JPEG", "PNG", "WEBP"):
        _verifier_image(chemin, nom, genre)
    return genre


def _verifier_la_fin(nom: str, genre: str) -> None:
    """A name that says something else than the content deceives whoever opens it."""
    fin = Path(nom).suffix.removeprefix(".").lower()
    if fin and fin not in GENRES[genre].fins:
        libelle, juste = GENRES[genre].libelle, GENRES[genre].fins[0]
        raise RefusMetier(
            f"« {nom} » est nommé « .{fin} », mais son contenu est celui d'un autre type : {libelle}. "
            f"Nommez-le « .{juste} » si c'est bien le document voulu."
        )


def _verifier_image(chemin: Path, nom: str, genre: str) -> None:
    try:
        largeur, hauteur = dimensions(genre, chemin.read_bytes())
    except ValueError as erreur:
        raise RefusMetier(f"« {nom} » : l'image est abîmée ou incomplète. Enregistrez-la de nouveau.") from erreur
    if largeur * hauteur > POINTS_MAX:
        raise RefusMetier(f"« {nom} » : l'image est démesurée ({largeur} × {hauteur} points). Réduisez-la.")


def _verifier_pdf(contenu: bytes, nom: str) -> None:
    if b"%%EOF" not in contenu[-2048:]:
        raise RefusMetier(f"« {nom} » : le document PDF est abîmé ou incomplet. Enregistrez-le de nouveau.")
    if _ACTIFS.search(_lisible(contenu)) or any(_agit(morceau) for morceau in _structure(contenu)):
        raise RefusMetier(f"« {nom} » : ce PDF contient un programme ou un formulaire actif. {_APLATI}")


def _lisible(morceau: bytes) -> bytes:
    """Names as a reader of PDF takes them: « J#61va » is « Java »."""
    return _ECHAPPE.sub(lambda trouve: bytes([int(trouve[1], 16)]), morceau)


def _agit(morceau: bytes) -> bool:
    lu = _lisible(morceau)
    return bool(_ACTIFS.search(lu) or _COURTS.search(lu))


def _structure(contenu: bytes) -> Iterator[bytes]:
    """What a PDF says of itself, without its pictures and texts; compressed objects are opened, within reason.

    Read once from end to end, whatever a crafted file repeats.
    """
    place, reste = 0, _OBJETS_MAX
    while (debut := contenu.find(_DEBUT, place)) >= 0 and (fin := contenu.find(_FIN, debut + len(_DEBUT))) >= 0:
        yield contenu[place:debut]
        if b"/ObjStm" in contenu[max(place, debut - 400) : debut] and reste > 0:
            ouvert = _ouvrir(contenu[debut + len(_DEBUT) : fin].lstrip(b"\r\n"), reste)
            reste -= len(ouvert)
            yield ouvert
        place = fin + len(_FIN)
    yield contenu[place:]


def _ouvrir(compresse: bytes, au_plus: int) -> bytes:
    """Compressed objects in clear; nothing for those that are not deflated."""
    try:
        return zlib.decompressobj().decompress(compresse, au_plus)
    except zlib.error:
        return b""


def _dans_l_archive(chemin: Path, nom: str) -> str:
    """The kind of an office document, which is an archive; « » for any other one. Raises RefusMetier for macros."""
    source = Source(f"« {nom} »", chemin)
    with archives.ouvrir(source, _LIMITES) as archive:
        noms = {membre.lower() for membre in archive.namelist()}
        genre = _ooxml(noms) or _odf(archive, noms, source)
        if genre and any(_est_actif(membre) for membre in noms):
            raise RefusMetier(
                f"« {nom} » contient des macros ou des objets actifs. Enregistrez-le en PDF, ou sans macro."
            )
        for membre in archive.infolist():
            if genre and membre.filename.lower().endswith("settings.xml.rels"):
                _verifier_modele(archive, membre, source, nom)
    return genre


def _ooxml(noms: set[str]) -> str:
    if "word/document.xml" in noms:
        return "DOCX"
    return "XLSX" if "xl/workbook.xml" in noms else ""


def _odf(archive: zipfile.ZipFile, noms: set[str], source: Source) -> str:
    if not {"mimetype", "content.xml"} <= noms:
        return ""
    medias = {genre.media: code for code, genre in GENRES.items()}
    lu = b"".join(archives.tranches(archive, archive.getinfo("mimetype"), source.nom, _LIMITES))[:200]
    return medias.get(lu.decode("ascii", "replace").strip(), "")


def _est_actif(membre: str) -> bool:
    return membre.endswith(("vbaproject.bin", ".exe", ".dll", ".js", ".vbs")) or membre.startswith(
        ("basic/", "scripts/", "word/activex/", "xl/activex/", "xl/macrosheets/")
    )


def _verifier_modele(archive: zipfile.ZipFile, membre: zipfile.ZipInfo, source: Source, nom: str) -> None:
    """A document may fetch its template elsewhere, with its macros, when it is opened."""
    if b"attachedTemplate" in b"".join(archives.tranches(archive, membre, source.nom, _LIMITES)):
        raise RefusMetier(f"« {nom} » va chercher un modèle ailleurs quand on l'ouvre. Enregistrez-le en PDF.")
