"""Decisions about a run, from the web."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from django.core.files.uploadedfile import UploadedFile
from django.db import transaction

from deplie.acteurs.queries import Acteur
from deplie.site.imports import taches
from deplie.site.imports.depot import deposer, oublier_fichiers
from deplie.socle.erreurs import RefusMetier
from deplie.socle.fichiers.noms import nom_sain
from deplie.socle.imports.corrections import corriger_cellules
from deplie.socle.imports.execution import ouvrir
from deplie.socle.imports.purge import purger, vider
from deplie.socle.journal import consigner
from deplie.socle.models import Lot


def deposer_lot(*, fichiers: Sequence[UploadedFile[Any]], table: str, par: Acteur) -> Lot:
    """Keep the files, open a run, have it prepared in the background. Raises RefusMetier (too large, disk full)."""
    purger()
    dossier = deposer(fichiers)
    with transaction.atomic():
        lot = ouvrir(
            territoire=par.territoire.code,
            par=par,
            fichiers=[nom_sain(fichier.name or "") for fichier in fichiers],
            table=table,
            chemin=str(dossier),
        )
        consigner("déposer un fichier à importer", par=par, objet=lot)
    taches.preparer.enqueue(lot.pk)
    return lot


def corriger_lot(*, lot: Lot, lignes: Mapping[tuple[str, int], Mapping[str, str]], par: Acteur) -> None:
    """Put the cells typed in their lines, then have the whole run compared again in the background.

    ``lignes`` is ``{(table, row): {column: text}}``. Raises RefusMetier; what was corrected before it stays.
    """
    for (table, ligne), cellules in lignes.items():
        corriger_cellules(lot, table, ligne, cellules, par=par, recomparer=False)
    if Lot.objects.filter(pk=lot.pk, etat=Lot.Etat.PRET).update(etat=Lot.Etat.LECTURE, faites=0, attendues=None):
        taches.recomparer.enqueue(lot.pk)


def demander_application(*, lot: Lot, par: Acteur) -> None:
    """Have a prepared run applied in the background. Raises RefusMetier when it is not ready."""
    prets = Lot.objects.filter(pk=lot.pk, etat=Lot.Etat.PRET)
    with transaction.atomic():
        if not prets.update(etat=Lot.Etat.APPLICATION, message="", faites=0, attendues=None):
            raise RefusMetier("Cet import n'est plus en attente : il a été appliqué ou abandonné entre-temps.")
        consigner("demander l'application d'un import", par=par, objet=lot)
    taches.appliquer.enqueue(lot.pk, par.compte.pk if par.compte else 0)


def abandonner(*, lot: Lot, par: Acteur) -> None:
    """Forget a run that was not applied, and its files. Raises RefusMetier when it was."""
    vivants = (Lot.Etat.PRET, Lot.Etat.RECU, Lot.Etat.ECHOUE, Lot.Etat.REFUSE)
    with transaction.atomic():
        if not Lot.objects.filter(pk=lot.pk, etat__in=vivants).update(etat=Lot.Etat.ABANDONNE):
            raise RefusMetier("Cet import ne peut plus être abandonné.")
        consigner("abandonner un import", par=par, objet=lot)
    vider(lot)
    oublier_fichiers(lot)
