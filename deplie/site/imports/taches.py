"""What the worker does: prepare a run, apply it. A closed tab changes nothing."""

from __future__ import annotations

import logging

from django_tasks import task

from deplie.acteurs.queries.acteur import acteur_de
from deplie.site.imports.depot import chemins_du_lot, oublier_fichiers
from deplie.socle.erreurs import RefusMetier
from deplie.socle.imports import execution
from deplie.socle.models import Compte, Lot

journal = logging.getLogger(__name__)


@task()
def preparer(lot_id: int) -> None:
    """Read, check, stage and compare; a refusal stays written on the run."""
    lot = Lot.objects.get(pk=lot_id)
    if lot.etat != Lot.Etat.RECU:
        return
    try:
        execution.preparer(lot, chemins_du_lot(lot))
    except RefusMetier:
        journal.info("import %s refused", lot_id)
        oublier_fichiers(lot)


@task()
def recomparer(lot_id: int) -> None:
    """Compare a corrected run again with the territory as it is."""
    lot = Lot.objects.get(pk=lot_id)
    if lot.etat != Lot.Etat.LECTURE:
        return
    try:
        execution.comparer(lot)
    finally:
        # A comparison that stopped is made again before applying: the run waits all the same.
        Lot.objects.filter(pk=lot_id).update(etat=Lot.Etat.PRET)


@task()
def appliquer(lot_id: int, compte_id: int) -> None:
    """Apply a prepared run in the name of the account that asked for it, if it still may."""
    lot = Lot.objects.get(pk=lot_id)
    if lot.etat != Lot.Etat.APPLICATION:
        return
    compte = Compte.objects.filter(pk=compte_id, is_active=True).first()
    acteur = acteur_de(compte, lot.territoire) if compte else None
    try:
        if acteur is None or not acteur.peut("import.appliquer"):
            raise RefusMetier("Le compte qui a demandé l'application n'en a plus le droit.")
        execution.appliquer(lot, par=acteur)
    except RefusMetier as refus:
        journal.info("import %s not applied", lot_id)
        Lot.objects.filter(pk=lot_id).update(etat=Lot.Etat.PRET, message=refus.message)
    except Exception:
        message = "L'application a échoué ; rien n'a été écrit. Vous pouvez la relancer."
        Lot.objects.filter(pk=lot_id).update(etat=Lot.Etat.PRET, message=message)
        raise
    else:
        oublier_fichiers(lot)
