"""The run: ``ouvrir`` a lot, ``preparer`` it (read, check, stage, compare), ``appliquer`` it in one transaction."""

from __future__ import annotations

import contextlib
import time
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from django.db import IntegrityError, OperationalError, connection, transaction
from django.utils import timezone

from deplie.socle import generations
from deplie.socle.erreurs import RefusMetier
from deplie.socle.imports import changements, sql
from deplie.socle.imports.bilan import compter
from deplie.socle.imports.course import Course, Suivi
from deplie.socle.imports.lecture import mettre_en_attente
from deplie.socle.imports.purge import vider
from deplie.socle.imports.registre import lieu_de, tables
from deplie.socle.journal import Auteur, consigner
from deplie.socle.models import LigneLot, Lot, MessageLot

ESSAIS = 6
# What no territory is at: a lot that has it is compared again before it is applied.
PERIMEES = {"": -1}
# PostgreSQL: give up waiting for a row before its deadlock detector (1 s) picks a victim: it could be somebody's save.
ATTENTE_LIGNE = "500ms"
ATTENTE_TERRITOIRE = "30s"


class _Perime(Exception):
    """The territory changed since the comparison."""


def ouvrir(
    *,
    territoire: str,
    par: Auteur,
    fichiers: Sequence[str],
    table: str = "",
    correspondance: Mapping[str, Any] | None = None,
    chemin: str = "",
) -> Lot:
    """A new run on the territory of that code. ``fichiers`` are the names people know; ``chemin`` where they wait.

    ``table`` imposes what the file holds; ``correspondance`` maps headers to columns.
    """
    return Lot.objects.create(
        territoire=territoire,
        par=par.compte,
        fichiers=list(fichiers),
        chemin=chemin,
        table_imposee=table,
        correspondance=dict(correspondance or {}),
        battement=timezone.now(),
    )


def preparer(lot: Lot, chemins: Sequence[Path | str], *, suivi: Suivi | None = None) -> Lot:
    """Read, check, stage and compare; the lot ends ``PRET``. Business tables are not touched.

    Raises FichierRefuse (lot ``REFUSE``, nothing left of it) when a file or a table cannot be read.
    """
    from deplie.socle.lecture.fichiers import lire

    _passer(lot, Lot.Etat.LECTURE)
    course = Course(lot, suivi)
    try:
        course.commencer("ouverture", None)
        lues = lire(
            [Path(chemin) for chemin in chemins],
            [table.description for table in tables()],
            table=lot.table_imposee or None,
            correspondance={**lieu_de(lot.territoire).correspondance, **lot.correspondance} or None,
        )
        mettre_en_attente(course, lues)
        sql.recompter(*(table.lignes for table in tables() if table.nom in lot.entetes))
        comparer(lot, suivi=suivi)
        _passer(lot, Lot.Etat.PRET)
    except RefusMetier as refus:
        vider(lot)
        _passer(lot, Lot.Etat.REFUSE, refus.message)
        raise
    except BaseException:
        vider(lot)
        _passer(lot, Lot.Etat.ECHOUE, "La lecture a été interrompue ; rien n'a été écrit. Recommencez l'import.")
        raise
    return lot


def comparer(lot: Lot, *, suivi: Suivi | None = None, d_un_bloc: bool = False) -> Lot:
    """Say what each staged line would do to the territory as it is now: created, changed, unchanged, rejected.

    May be run again at any time before the lot is applied. ``d_un_bloc``: inside the caller's transaction.
    """
    marques = changements.marques()
    lues = generations.lire(lot.territoire)
    course = Course(lot, suivi, d_un_bloc=d_un_bloc)
    _oublier_comparaison(course)
    concernees = [table for table in tables() if table.nom in lot.entetes]
    course.commencer("comparaison", sum(_lignes(table.lignes, lot) for table in concernees))
    for table in concernees:
        table.comparer(course)
        with course.paquet():
            course.ecrire_messages()
    lot.generations, lot.temoins = lues, marques
    lot.bilan, lot.battement = compter(lot), timezone.now()
    lot.save(update_fields=["generations", "temoins", "bilan", "battement"])
    return lot


def _lignes(modele: type[LigneLot], lot: Lot) -> int:
    return modele._default_manager.filter(lot=lot, lisible=True).exclude(etat=LigneLot.FUSIONNEE).count()


def _oublier_comparaison(course: Course) -> None:
    if not course.lot.generations:
        return
    with course.paquet():
        MessageLot.objects.filter(lot=course.lot, de_comparaison=True).delete()
        for table in tables():
            nom = table.lignes._meta.db_table
            sql.executer(f"DELETE FROM {nom} WHERE lot_id = %s AND etat = 'F'", [course.lot.pk])
            sql.executer(
                f"UPDATE {nom} SET etat = '', actions = 0 WHERE lot_id = %s AND lisible AND etat <> ''", [course.lot.pk]
            )


def appliquer(lot: Lot, *, par: Auteur, suivi: Suivi | None = None) -> Lot:
    """Write what the comparison said, all or nothing, in one transaction; the lot ends ``FAIT``.

    What changed in the territory since the comparison is compared again first, unless it is about people whom no line
    names; a territory that changes each time is compared inside the transaction at last. Raises RefusMetier when the
    lot is not ready or the territory is held by another import; the lot stays ``PRET``.
    """
    _reserver(lot)
    try:
        for essai in range(ESSAIS):
            if _essayer(lot, par, suivi, dernier=essai >= ESSAIS // 2):
                _ranger(lot)
                return lot
            time.sleep(0.1 * essai)
    except BaseException:
        _liberer(lot)
        raise
    _liberer(lot)
    raise RefusMetier("Le territoire est occupé par un autre traitement : rien n'a été écrit, réessayez.")


def _reserver(lot: Lot) -> None:
    """Only one process applies a lot, and only once."""
    lot.refresh_from_db()
    if lot.etat not in (Lot.Etat.PRET, Lot.Etat.APPLICATION):
        raise RefusMetier(f"L'import n° {lot.pk} n'est pas prêt à être appliqué : il est « {lot.get_etat_display()} ».")
    _passer(lot, Lot.Etat.APPLICATION)


def _liberer(lot: Lot) -> None:
    """After a failure: ready again, unless another process has applied it meanwhile."""
    Lot.objects.filter(pk=lot.pk, etat=Lot.Etat.APPLICATION).update(etat=Lot.Etat.PRET)
    lot.refresh_from_db()


def _essayer(lot: Lot, par: Auteur, suivi: Suivi | None, *, dernier: bool) -> bool:
    """One try; False when it is to be made again."""
    if not _tient(lot, generations.lire(lot.territoire)):
        comparer(lot, suivi=suivi)
    try:
        with transaction.atomic():
            _appliquer(Course(lot, suivi, compte=_compte(par)), par, dernier=dernier)
        return True
    except _Perime:
        lot.refresh_from_db()
    except IntegrityError:
        # What somebody wrote without noting it: compare again. Compared under the lock, it would be a fault of ours.
        if dernier:
            raise
        lot.refresh_from_db()
        comparer(lot, suivi=suivi)
    except OperationalError as erreur:
        lot.refresh_from_db()
        if not _verrou_occupe(erreur):
            raise
    return False


def _tient(lot: Lot, lues: Mapping[str, int]) -> bool:
    """Whether what the comparison said still holds: nothing was written since, or only about other people."""
    return lues == lot.generations or changements.ailleurs(lot, lues)


def _ranger(lot: Lot) -> None:
    """Delete what the applied lot staged. The run is over: a base that is busy leaves it to the next purge."""
    ecrites = sum(compte["creees"] + compte["modifiees"] for compte in lot.bilan.values())
    with contextlib.suppress(OperationalError):
        vider(lot, garder_rejets=True)
        if ecrites >= sql.GRAND:
            sql.renseigner_le_planificateur()


def _appliquer(course: Course, par: Auteur, *, dernier: bool) -> None:
    lot = course.lot
    lues = _verrouiller(lot)
    if dernier:
        comparer(lot, d_un_bloc=True)
    elif not _tient(lot, lues):
        raise _Perime
    course.commencer("application", None)
    touches: set[str] = set()
    for table in tables():
        if table.nom in lot.entetes:
            table.appliquer(course)
            compte = lot.bilan[table.nom]
            touches.update(table.faits if compte["creees"] + compte["modifiees"] else ())
    generations.noter(lot.territoire, *touches)
    consigner("importer", par=par, objet=lot, territoire=lot.territoire, detail=lot.bilan)
    lot.etat, lot.applique_le, lot.message = Lot.Etat.FAIT, timezone.now(), ""
    lot.save(update_fields=["etat", "applique_le", "message"])
    # Who runs imports in a transaction of their own waits afterwards as they did before.
    _attendre_au_plus("DEFAULT")


def _attendre_au_plus(duree: str) -> None:
    """How long a row held by somebody else is waited for, until the end of the transaction; SQLite has one writer."""
    if connection.vendor == "postgresql":
        sql.executer(f"SET LOCAL lock_timeout = {duree}")


def _verrouiller(lot: Lot) -> dict[str, int]:
    """Hold the territory against other writers, then check that the lot is still to be applied."""
    _attendre_au_plus(f"'{ATTENTE_TERRITOIRE}'")
    lues = generations.verrouiller(lot.territoire)
    _attendre_au_plus(f"'{ATTENTE_LIGNE}'")
    etat = Lot.objects.select_for_update().values_list("etat", flat=True).get(pk=lot.pk)
    if etat != Lot.Etat.APPLICATION:
        raise RefusMetier(f"L'import n° {lot.pk} n'est plus à appliquer : il est « {Lot.Etat(etat).label} ».")
    return lues


def _compte(par: Auteur) -> int | None:
    return par.compte.pk if par.compte else None


def _verrou_occupe(erreur: OperationalError) -> bool:
    texte = str(erreur).lower()
    return "lock timeout" in texte or "deadlock" in texte


def _passer(lot: Lot, etat: str, message: str = "") -> None:
    lot.etat, lot.message, lot.battement = etat, message, timezone.now()
    lot.save(update_fields=["etat", "message", "battement"])
