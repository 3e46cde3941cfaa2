"""The whole pack asked for: made in the background, one archive at a time for each author and publication."""

from __future__ import annotations

from collections.abc import Sequence

from django.db import transaction

from deplie.acteurs.queries import Acteur
from deplie.pilotage.models import Publication
from deplie.pilotage.queries.pack.archives import DOSSIER, derniere_archive, etat_du_dossier, se_prepare
from deplie.socle import fabrications
from deplie.socle.erreurs import RefusMetier
from deplie.socle.journal import consigner
from deplie.socle.models import Compte, Fabrication


@transaction.atomic
def demander_dossier(*, publication: Publication, documents: Sequence[int], adresse: str, par: Acteur) -> Fabrication:
    """Have the ``documents`` of a pack (their ranks) written; or the archive that is being made already.

    ``adresse``: where the figures are read. Raises RefusMetier without an account.
    """
    if par.compte is None:
        raise RefusMetier("Une archive se demande avec un compte : elle ne se remet qu'à lui.")
    # One click or two, from one page or two: the account is held while it is looked at.
    Compte.objects.select_for_update().get(pk=par.compte.pk)
    deja = derniere_archive(par, publication)
    if deja and se_prepare(deja):
        return deja
    fabrication = fabrications.demander(
        territoire=par.territoire.code,
        genre=DOSSIER,
        par=par,
        objets=documents,
        detail={"publication": publication.pk, "adresse": adresse, "dossier": etat_du_dossier(publication)},
    )
    consigner("demander le dossier du comité", par=par, objet=publication, territoire=par.territoire.code)
    return fabrication
