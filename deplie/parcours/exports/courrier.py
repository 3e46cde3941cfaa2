"""Letters in Word: one, or one for each of a list in an archive whose names say nobody."""

from __future__ import annotations

import zipfile
from collections.abc import Iterable, Iterator, Sequence
from io import BytesIO

from deplie.acteurs.queries.acteur import acteur_de
from deplie.parcours.models import Participation
from deplie.parcours.queries.courrier import champs_de, octets_gardes, participations_du_courrier
from deplie.parcours.queries.perimetre import visibles_par
from deplie.socle.documents import rendre_word
from deplie.socle.erreurs import RefusMetier
from deplie.socle.fabrications import Documents
from deplie.socle.models import Fabrication


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


def courriers_de_fond(fabrication: Fabrication) -> Documents:
    """The letters of an archive made in the background, by packets. Who left its author's perimeter since has none.

    Raises RefusMetier when its author may write no more.
    """
    acteur = acteur_de(fabrication.par, fabrication.territoire) if fabrication.par else None
    if acteur is None or not (acteur.compte and acteur.compte.is_active) or not acteur.peut("courrier.ecrire"):
        raise RefusMetier("Le compte qui a demandé ces courriers n'en a plus le droit.")
    octets = octets_gardes(fabrication.territoire, fabrication.detail["modele"])

    def documents(pks: Sequence[int]) -> Iterator[bytes | None]:
        vues = set(visibles_par(acteur).filter(pk__in=pks).values_list("pk", flat=True))
        lues = {p.pk: p for p in participations_du_courrier(pk for pk in pks if pk in vues)}
        for pk in pks:
            yield courrier(octets, lues[pk], fabrication.texte) if pk in lues else None

    return documents
