"""PDF with its reading order and its tags (PDF/UA-1), laid out by typst: no system library, no font of the machine."""

from __future__ import annotations

import json
from collections.abc import Mapping
from datetime import datetime
from functools import cache
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING, Any, Final

from django.utils import timezone

from deplie.socle.couleurs import USUELLE
from deplie.socle.documents.sources import trouver

if TYPE_CHECKING:
    from typst import Fonts

_ICI: Final = Path(__file__).resolve().parent


def rendre_pdf(
    gabarit: str,
    donnees: Mapping[str, Any],
    *,
    couleur: str = USUELLE,
    le: datetime | None = None,
    images: Mapping[str, bytes] | None = None,
) -> bytes:
    """The bytes of a PDF/UA-1 file.

    ``gabarit`` is the path of a typst page below a room's ``templates`` (« parcours/documents/emargement.typ »). The
    page begins with ``#import "base.typ": *`` (title, running foot, tables) and reads ``donnees`` with
    ``#let d = json("donnees.json")``: values arrive as text, never as markup, dates and decimals already written in
    French by the caller. ``couleur`` is that of the territory (« #0b5f66 »); ``le`` is the moment written in the file;
    ``images``: what the page may show, by the name it gives them.

    Raises LookupError when the page does not exist, TypeError for a value that JSON does not know, TypstError for a
    fault in the page, which is a fault of the program.
    """
    fichiers = {
        "main.typ": trouver(gabarit).read_bytes(),
        "base.typ": (_ICI / "base.typ").read_bytes(),
        "donnees.json": json.dumps({"couleur": couleur, **donnees}, ensure_ascii=False).encode(),
    }
    if not images:
        return _composer(fichiers, le)
    # Text alone may be given in memory; pictures are read from a folder of theirs, gone with the page.
    with TemporaryDirectory(prefix="deplie-") as dossier:
        for nom, octets in images.items():
            Path(dossier, nom).write_bytes(octets)
        return _composer(fichiers, le, root=dossier)


def _composer(fichiers: Mapping[str, bytes], le: datetime | None, **ou: str) -> bytes:
    import typst  # 30 MiB that only a document needs

    # The package's stub forgets the dictionary of files, which its manual gives.
    rendu = typst.compile(  # type: ignore[call-overload]
        fichiers,
        font_paths=_polices(),
        ignore_system_fonts=True,
        pdf_standards="ua-1",
        timestamp=int((le or timezone.now()).timestamp()),
        **ou,
    )
    assert isinstance(rendu, bytes)
    return rendu


@cache
def _polices() -> Fonts:
    import typst

    return typst.Fonts(include_system_fonts=False, include_embedded_fonts=False, font_paths=[str(_ICI / "polices")])
