"""A logo: a PNG or a JPEG told by its bytes, drawn again (nothing hidden in it is kept), measured for its places."""

from __future__ import annotations

import struct
import zlib
from dataclasses import dataclass
from io import BytesIO
from typing import TYPE_CHECKING, Final

from deplie.socle.erreurs import RefusMetier
from deplie.socle.fichiers.genres import genre_du_debut, pourquoi_refuse
from deplie.socle.fichiers.images import dimensions

if TYPE_CHECKING:
    from PIL.Image import Image

OCTETS_MAX: Final = 5 * 2**20
# Decoding one that is larger would hold the server's memory for nothing: it is shown some centimetres wide.
_POINTS_MAX: Final = 40_000_000
_COTE_MIN: Final = 64
_COTE: Final = 1200
# Half of what can be seen: a point that lets more through is not counted as drawn.
_OPAQUE: Final = 128
_CLAIR: Final = 190
_ABIME: Final = "Cette image est abîmée ou incomplète. Enregistrez-la de nouveau, puis déposez-la."


@dataclass(frozen=True)
class ImageLogo:
    """A logo: its PNG, its size in points. ``clair``: drawn in light tones on nothing, it is lost on a white sheet."""

    octets: bytes
    largeur: int
    hauteur: int
    clair: bool = False
    texte: str = ""

    def dans(self, largeur: float, hauteur: float) -> tuple[float, float]:
        """Its largest size within a box, its shape kept."""
        part = min(largeur / self.largeur, hauteur / self.hauteur)
        return self.largeur * part, self.hauteur * part


def refaire(octets: bytes) -> ImageLogo:
    """The image drawn again as a PNG: its transparency kept, empty edges cut off, no more than 1,200 points a side.

    Raises RefusMetier for what is neither a PNG nor a JPEG, too large, too small, damaged, or where nothing is drawn.
    """
    from PIL import Image as images  # 8 MiB that only a logo needs

    _verifier(octets)
    try:
        with images.open(BytesIO(octets), formats=("PNG", "JPEG")) as lue:
            dessin = _a_plat(lue)
    except (OSError, SyntaxError, ValueError, EOFError, struct.error, zlib.error) as erreur:
        raise RefusMetier(_ABIME) from erreur
    dessin.thumbnail((_COTE, _COTE))
    sortie = BytesIO()
    dessin.save(sortie, "PNG", optimize=True)
    return ImageLogo(sortie.getvalue(), *dessin.size, clair=_est_clair(dessin))


def _verifier(octets: bytes) -> None:
    if not octets:
        raise RefusMetier("Ce fichier est vide. Choisissez-en un autre.")
    if len(octets) > OCTETS_MAX:
        raise RefusMetier(f"Ce fichier dépasse {OCTETS_MAX // 2**20} Mo. Réduisez l'image.")
    genre = genre_du_debut(octets[:64])
    if genre not in ("PNG", "JPEG"):
        raison = "" if genre else f" : {pourquoi_refuse(octets[:64])}"
        raise RefusMetier(f"Un logo est une image PNG ou JPEG{raison}.")
    try:
        largeur, hauteur = dimensions(genre, octets)
    except ValueError as erreur:
        raise RefusMetier(_ABIME) from erreur
    if largeur * hauteur > _POINTS_MAX:
        raise RefusMetier(f"Cette image est démesurée ({largeur} × {hauteur} points). Réduisez-la.")
    if max(largeur, hauteur) < _COTE_MIN:
        raise RefusMetier(
            f"Cette image est trop petite ({largeur} × {hauteur} points) : imprimée, elle serait floue. "
            f"Il en faut {_COTE_MIN} au moins sur son grand côté."
        )


def _a_plat(lue: Image) -> Image:
    """Its first picture, upright, in plain colours, without what the file says beside it."""
    from PIL import ImageOps

    dessin = ImageOps.exif_transpose(lue).convert("RGBA")
    dessin.info = {}
    cadre = dessin.getchannel("A").getbbox()
    if cadre is None or len(dessin.getcolors(dessin.width * dessin.height) or ()) == 1:
        raise RefusMetier("Rien n'est dessiné sur cette image : elle est vide ou d'une seule couleur.")
    return dessin.crop(cadre)


def _est_clair(dessin: Image) -> bool:
    from PIL import ImageStat

    voile = dessin.getchannel("A").point(lambda part: 255 if part >= _OPAQUE else 0)
    vus = ImageStat.Stat(voile).mean[0] / 255
    if not 0 < vus < 0.98:
        return False
    return bool(ImageStat.Stat(dessin.convert("L"), voile).mean[0] > _CLAIR)
