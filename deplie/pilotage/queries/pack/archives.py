"""The whole pack as one archive, made in the background: for who asked for it, and nobody else."""

from __future__ import annotations

import hashlib
from typing import Final

from django.db.models import QuerySet
from django.http import Http404
from django.utils import timezone

from deplie.acteurs.queries import Acteur
from deplie.pilotage.models import Publication
from deplie.pilotage.queries.pack.chapitres import chapitres_de, textes_de
from deplie.socle import fabrications
from deplie.socle.models import Fabrication

DOSSIER: Final = "dossier_comite"
_VIVANTE: Final = (Fabrication.Etat.DEMANDEE, Fabrication.Etat.EN_COURS)


def archives_de(acteur: Acteur) -> QuerySet[Fabrication]:
    """Those that the actor asked for, the latest first."""
    return fabrications.de(acteur.compte, acteur.territoire.code, DOSSIER)


def archive_ou_404(acteur: Acteur, cle: str) -> Fabrication:
    """One of them, by its key."""
    trouvee = archives_de(acteur).filter(cle=cle).first()
    if trouvee is None:
        raise Http404
    return trouvee


def derniere_archive(acteur: Acteur, publication: Publication) -> Fabrication | None:
    """The last one of a publication that can still be opened."""
    siennes = archives_de(acteur).filter(detail__publication=publication.pk)
    return siennes.exclude(etat=Fabrication.Etat.EFFACEE).first()


def se_prepare(archive: Fabrication) -> bool:
    """Whether somebody works at it, or soon will."""
    return archive.etat in _VIVANTE and not interrompue(archive)


def interrompue(archive: Fabrication) -> bool:
    """Whether whoever worked at it gave no sign of life for long: it may be asked for again."""
    return archive.etat in _VIVANTE and archive.battement < timezone.now() - fabrications.SILENCE


def etat_du_dossier(publication: Publication) -> str:
    """What tells a pack from what it becomes when somebody edits it: half of one is never put with half of another."""
    dit = repr((chapitres_de(publication.territoire), sorted(textes_de(publication).items()), publication.statut))
    return hashlib.sha256(dit.encode()).hexdigest()[:16]
