"""Staged rows hold personal data twice: they go as soon as they are of no more use."""

from __future__ import annotations

from datetime import timedelta

from django.utils import timezone

from deplie.socle.imports import sql
from deplie.socle.imports.registre import tables
from deplie.socle.models import Lot, MessageLot

PAQUET = 20_000
# A run that has given no sign of life for so long is dead.
SILENCE = timedelta(minutes=15)
# A preview nobody applied, the rejected lines of an applied run.
GARDE = timedelta(days=30)


def vider(lot: Lot, *, garder_rejets: bool = False) -> None:
    """Delete the staged lines of a run, by short transactions; with ``garder_rejets``, all but the rejected ones."""
    condition = "lot_id = %s AND etat <> 'R'" if garder_rejets else "lot_id = %s"
    for table in tables():
        nom = table.lignes._meta.db_table
        while sql.executer(
            f"DELETE FROM {nom} WHERE id IN (SELECT id FROM {nom} WHERE {condition} LIMIT {PAQUET})", [lot.pk]
        ):
            continue
    if not garder_rejets:
        MessageLot.objects.filter(lot=lot).delete()


def oublier(lot: Lot) -> None:
    """Delete a run and all it staged: it was a simulation."""
    vider(lot)
    lot.delete()


def purger() -> int:
    """Mark dead runs, and delete what they and old runs staged; returns the number of runs emptied."""
    maintenant = timezone.now()
    vivants = [Lot.Etat.RECU, Lot.Etat.LECTURE, Lot.Etat.APPLICATION]
    morts = Lot.objects.filter(etat__in=vivants, battement__lt=maintenant - SILENCE)
    # Runs of the command line leave no file behind: nobody comes back to them.
    sans_suite = Lot.objects.filter(etat=Lot.Etat.PRET, chemin="", battement__lt=maintenant - SILENCE)
    anciens = Lot.objects.filter(etat__in=[Lot.Etat.PRET, Lot.Etat.FAIT], cree_le__lt=maintenant - GARDE)
    vides = 0
    for lot in [*morts, *sans_suite]:
        vider(lot)
        Lot.objects.filter(pk=lot.pk).update(etat=Lot.Etat.ECHOUE, message="Le traitement s'est arrêté en chemin.")
        vides += 1
    for lot in anciens.exclude(generations={}):
        vider(lot)
        Lot.objects.filter(pk=lot.pk).update(generations={})
        vides += 1
    return vides
