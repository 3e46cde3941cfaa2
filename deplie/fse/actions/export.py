"""What a file that leaves changes: its line in the journal, and the errors of the service that it answers."""

from __future__ import annotations

from collections.abc import Sequence

from django.db import transaction

from deplie.acteurs.queries import Acteur
from deplie.financements.models import Operation
from deplie.fse.models import CorrespondanceFSE
from deplie.fse.queries.export import Lot, champs_sensibles
from deplie.socle.journal import consigner
from deplie.socle.models import Journal


@transaction.atomic
def noter_export(
    *, modele: CorrespondanceFSE, lot: Lot, operations: Sequence[Operation], motif: str, par: Acteur
) -> None:
    """Write that records are about to leave: through what, how many, how many stay, why, of which operations."""
    consigner(
        "exporter les participants du fonds européen",
        par=par,
        objet=modele,
        nature=Journal.EXPORT,
        detail={
            "version": lot.correspondance.version,
            "lignes": len(lot.retenues),
            "incompletes": lot.incompletes,
            "ecartees": len(lot.ecartees),
            "operations": [une.pk for une in operations],
            "sensibles": len(champs_sensibles(lot.correspondance)),
            "motif": motif,
        },
    )
