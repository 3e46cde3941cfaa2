"""Letters in Word: one, or one for each of a list in an archive whose names say nobody."""

from __future__ import annotations

import zipfile
from collections.abc import Iterable
from io import BytesIO

from deplie.parcours.models import Participation
from deplie.parcours.queries.courrier import champs_de
from deplie.socle.documents import rendre_word


def courrier(octets: bytes, participation: Participation, message: str) -> bytes:
    """The model where each field is somebody's. Raises RefusMetier for a model that renders no more."""
    return rendre_word(octets, champs_de(participation, message))


def courriers(octets: bytes, participations: Iterable[Participation], message: str) -> bytes:
    """An archive of letters, one for each, in the order of the list."""
    tampon = BytesIO()
    with zipfile.ZipFile(tampon, "w", zipfile.ZIP_STORED) as archive:
        for rang, participation in enumerate(participations, start=1):
            archive.writestr(f"courrier-{rang:03}.docx", courrier(octets, participation, message))
    return tampon.getvalue()
