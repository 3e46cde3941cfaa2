"""Staged rows hold personal data twice: they go as soon as they are of no more use."""

from __future__ import annotations

from datetime import timedelta

from django.db.models import Q
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
    """Delete the staged lines of a run, by short transactions; with ``garder_rejets``, all but the rejected ones.

    An empty ``generations`` then says that nothing is left to apply, an empty ``entetes`` that no line is left at all.
    """
    for table in tables():
        _vider_table(table.lignes._meta.db_table, lot.pk, "AND etat <> 'R'" if garder_rejets else "")
    lot.generations = {}
    if not garder_rejets:
        MessageLot.objects.filter(lot=lot).delete()
        lot.entetes = {}
    lot.save(update_fields=["generations", "entetes"])


def _vider_table(table: str, lot: int, condition: str) -> None:
    ((premiere, derniere),) = sql.lire(f"SELECT MIN(id), MAX(id) FROM {table} WHERE lot_id = %s", [lot])
    # By ranges of ids, in the order they were staged.
    for debut in range(premiere, derniere + 1, PAQUET) if premiere else ():
        fin = min(debut + PAQUET - 1, derniere)
        sql.executer(f"DELETE FROM {table} WHERE id BETWEEN %s AND %s AND +lot_id = %s {condition}", [debut, fin, lot])


def oublier(lot: Lot) -> None:
    """Delete a run and all it staged: it was a simulation."""
    vider(lot)
    lot.delete()


def purger() -> int:
    """Put dead runs aside, and delete what they and old runs staged; returns the number of runs emptied.

    A run of the web that died while it was applied is ready again: nothing of it was written, its lines are there.
    """
    maintenant = timezone.now()
    silencieux = Lot.objects.filter(battement__lt=maintenant - SILENCE)
    silencieux.filter(etat=Lot.Etat.APPLICATION).exclude(chemin="").update(etat=Lot.Etat.PRET)
    # Nobody comes back to a run of the command line: it left no file here.
    morts = silencieux.filter(
        Q(etat__in=[Lot.Etat.RECU, Lot.Etat.LECTURE]) | Q(etat__in=[Lot.Etat.PRET, Lot.Etat.APPLICATION], chemin="")
    )
    vides = [_vider(lot, etat=Lot.Etat.ECHOUE, message="Le traitement s'est arrêté en chemin.") for lot in morts]
    faits = Lot.objects.filter(etat=Lot.Etat.FAIT)
    vides += [_vider(lot, garder_rejets=True) for lot in faits.exclude(generations={})]
    anciens = Lot.objects.filter(cree_le__lt=maintenant - GARDE).exclude(entetes={})
    vides += [_vider(lot) for lot in anciens.filter(etat=Lot.Etat.FAIT)]
    vides += [_vider(lot, etat=Lot.Etat.ABANDONNE) for lot in anciens.filter(etat=Lot.Etat.PRET)]
    return len(vides)


def _vider(lot: Lot, *, etat: str = "", message: str = "", garder_rejets: bool = False) -> Lot:
    vider(lot, garder_rejets=garder_rejets)
    if etat:
        lot.etat, lot.message = etat, message
        lot.save(update_fields=["etat", "message"])
    return lot
