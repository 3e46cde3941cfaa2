"""The row of a publication held while it changes, and the steps of its life."""

from __future__ import annotations

from datetime import date

from deplie.acteurs.queries import Acteur
from deplie.instances.models import Seance
from deplie.pilotage.models import EvenementPublication, Publication
from deplie.pilotage.rules.publication import ACTES


def tenir(publication: Publication) -> Publication:
    """The row of a publication, held until the end of the transaction."""
    Publication.objects.select_for_update(of=("self",)).get(pk=publication.pk)
    return Publication.objects.select_related("territoire", "precedente").get(pk=publication.pk)


def noter(
    publication: Publication,
    acte: str,
    depuis: str,
    le: date,
    par: Acteur,
    motif: str = "",
    seance: Seance | None = None,
) -> None:
    """Write a step in the life of a publication; one that leaves its state alone says that state."""
    EvenementPublication.objects.create(
        publication=publication,
        acte=acte,
        depuis=depuis,
        vers=ACTES[acte].vers if acte in ACTES else publication.statut,
        le=le,
        motif=motif[:500],
        seance=seance,
        par=par.compte,
    )
