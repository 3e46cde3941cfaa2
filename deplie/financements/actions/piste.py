"""An audit trail asked for with all its files: made in the background, one at a time for each author."""

from __future__ import annotations

from django.db import transaction

from deplie.acteurs.queries import Acteur
from deplie.financements.models import Operation
from deplie.financements.queries.dossier_audit import ARCHIVE, DOSSIER, INDEX, archives_de, dossier_audit
from deplie.socle import fabrications
from deplie.socle.erreurs import RefusMetier
from deplie.socle.journal import consigner
from deplie.socle.models import Compte, Fabrication


@transaction.atomic
def demander_piste(*, operation: Operation, nommer: bool, par: Acteur) -> Fabrication:
    """Have the trail of an operation written with its files; ``nommer``: with its participants, within one's rights.

    Raises RefusMetier without an account, or while another one is being made.
    """
    if par.compte is None:
        raise RefusMetier("Une archive se demande avec un compte : elle ne se remet qu'à lui.")
    # One click or two, from one page or two: the account is held while it is looked at.
    Compte.objects.select_for_update().get(pk=par.compte.pk)
    if archives_de(par).filter(etat__in=(Fabrication.Etat.DEMANDEE, Fabrication.Etat.EN_COURS)).exists():
        raise RefusMetier("Une archive se prépare déjà pour vous : attendez qu'elle soit prête.")
    lu = dossier_audit(par, operation, nommer=nommer)
    fabrication = fabrications.demander(
        territoire=par.territoire.code,
        genre=ARCHIVE,
        par=par,
        objets=[DOSSIER, *dict.fromkeys(preuve.fichier.pk for preuve in lu.preuves), INDEX],
        detail={"operation": operation.pk, "nommer": nommer},
    )
    detail = {"lignes": len(lu.preuves), "nommer": nommer}
    consigner("demander une piste d'audit", par=par, objet=operation, detail=detail)
    return fabrication


@transaction.atomic
def effacer_piste(*, fabrication: Fabrication, par: Acteur) -> None:
    """Delete an archive before its time. Raises RefusMetier while it is being made, or once it is gone."""
    if fabrication.etat not in (Fabrication.Etat.FAITE, Fabrication.Etat.ECHOUEE):
        raise RefusMetier("Cette archive se prépare, ou elle est déjà effacée.")
    fabrications.oublier(fabrication)
    consigner("effacer une piste d'audit", par=par, objet=fabrication)
