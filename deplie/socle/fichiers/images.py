"""The size of an image read from its first lines, without decoding it: a few bytes may announce a wall of pixels."""

from __future__ import annotations

import struct
from typing import Final

# A sheet scanned at 600 dots an inch holds 35 million points; the largest telephones, 200.
POINTS_MAX: Final = 250_000_000
# Markers of a JPEG that begin a frame: they hold its height and width.
_TRAMES: Final = frozenset(range(0xC0, 0xD0)) - {0xC4, 0xC8, 0xCC}
_SEULS: Final = frozenset({0x01, *range(0xD0, 0xD9)})


def dimensions(genre: str, contenu: bytes) -> tuple[int, int]:
    """(width, height) in points of a JPEG, a PNG or a WebP. Raises ValueError where it cannot be read."""
    lire = {"JPEG": _jpeg, "PNG": _png, "WEBP": _webp}[genre]
    try:
        largeur, hauteur = lire(contenu)
    except (struct.error, IndexError) as erreur:
        raise ValueError("truncated image") from erreur
    if largeur < 1 or hauteur < 1:
        raise ValueError("image without a surface")
    return largeur, hauteur


def _png(contenu: bytes) -> tuple[int, int]:
    if contenu[12:16] != b"IHDR":
        raise ValueError("PNG without its header")
    largeur, hauteur = struct.unpack_from(">II", contenu, 16)
    return largeur, hauteur


def _webp(contenu: bytes) -> tuple[int, int]:
    genre = contenu[12:16]
    if genre == b"VP8X":
        return 1 + int.from_bytes(contenu[24:27], "little"), 1 + int.from_bytes(contenu[27:30], "little")
    if genre == b"VP8L":
        (mots,) = struct.unpack_from("<I", contenu, 21)
        return 1 + (mots & 0x3FFF), 1 + (mots >> 14 & 0x3FFF)
    if genre == b"VP8 ":
        largeur, hauteur = struct.unpack_from("<HH", contenu, 26)
        return largeur & 0x3FFF, hauteur & 0x3FFF
    raise ValueError("unknown WebP")


def _jpeg(contenu: bytes) -> tuple[int, int]:
    place = 2
    while place < len(contenu):
        if contenu[place] != 0xFF:
            raise ValueError("JPEG without a marker")
        marque = contenu[place + 1]
        if marque in _TRAMES:
            hauteur, largeur = struct.unpack_from(">HH", contenu, place + 5)
            return largeur, hauteur
        # A marker may be preceded by fill bytes; some stand alone, the others say how long they are.
        if marque == 0xFF:
            place += 1
        elif marque in _SEULS:
            place += 2
        else:
            (longueur,) = struct.unpack_from(">H", contenu, place + 2)
            place += 2 + max(longueur, 2)
    raise ValueError("JPEG without a frame")
