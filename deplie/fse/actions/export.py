"""What a file that leaves changes: its line in the journal, and the errors of the service that it answers."""

from __future__ import annotations

from collections.abc import Sequence

from django.db import transaction
from django.utils import timezone

from deplie.acteurs.queries import Acteur
from deplie.financements.models import Operation
from deplie.fse.models import CorrespondanceFSE, ErreurService, ReponseSensibleFSE
from deplie.fse.queries.export import Lot, champs_sensibles
from deplie.socle.journal import consigner
from deplie.socle.models import Journal

TRANSMISSION = "TRANSMISSION"


@transaction.atomic
def noter_export(
    *, modele: CorrespondanceFSE, lot: Lot, operations: Sequence[Operation], motif: str, par: Acteur
) -> None:
    """Write that records are about to leave: through what, how many, how many stay, why, of which operations.

    What the service said of a record that was changed since, and leaves again, is held to be fixed; what nobody touched
    stays to be fixed.
    """
    corrigees = _refermer(lot, par) if motif == TRANSMISSION else 0
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
            "erreurs_corrigees": corrigees,
        },
    )


def _refermer(lot: Lot, par: Acteur) -> int:
    """Close the errors of records that leave and were changed after the file that said them; how many."""
    ouvertes = ErreurService.objects.filter(
        participation__in=[retenue.participation.pk for retenue in lot.retenues], corrigee_le=None, ecartee_le=None
    ).select_related("retour", "participation__personne")
    refermees = [erreur.pk for erreur in ouvertes if _changee_depuis(erreur)]
    ErreurService.objects.filter(pk__in=refermees).update(corrigee_le=timezone.now(), corrigee_par=par.compte)
    return len(refermees)


def _changee_depuis(erreur: ErreurService) -> bool:
    """Whether the record, the person or a sensitive answer has a version after the file."""
    fiche, depuis = erreur.participation, erreur.retour.depose_le
    assert fiche is not None  # errors of records alone are read
    lus = (fiche.historique, fiche.personne.historique)
    if any(versions.filter(history_date__gt=depuis).exists() for versions in lus):
        return True
    return bool(ReponseSensibleFSE.historique.filter(participation_id=fiche.pk, history_date__gt=depuis).exists())
