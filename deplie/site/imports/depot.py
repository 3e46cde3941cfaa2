"""Files deposited on the web: kept outside the web root under a drawn name, until their run is over."""

from __future__ import annotations

import secrets
import shutil
from collections.abc import Iterable
from pathlib import Path

from django.conf import settings
from django.core.files.uploadedfile import UploadedFile

from deplie.socle.erreurs import RefusMetier
from deplie.socle.fichiers.noms import nom_sain
from deplie.socle.models import Lot


def deposer(fichiers: Iterable[UploadedFile]) -> Path:
    """Write the files in a folder of their own and return it. Raises RefusMetier when they are too large or none."""
    recus = list(fichiers)
    if not recus:
        raise RefusMetier("Choisissez au moins un fichier.")
    total = sum(fichier.size or 0 for fichier in recus)
    if total > settings.IMPORT_TAILLE_MAX:
        limite = settings.IMPORT_TAILLE_MAX // 2**20
        raise RefusMetier(f"Ces fichiers dépassent {limite} Mo. Coupez-les, ou importez-les par la ligne de commande.")
    dossier = Path(settings.DONNEES) / "depots" / secrets.token_urlsafe(16)
    dossier.mkdir(parents=True, mode=0o700)
    try:
        for rang, fichier in enumerate(recus):
            _ecrire(dossier / str(rang) / nom_sain(fichier.name or ""), fichier)
    except OSError as erreur:
        shutil.rmtree(dossier, ignore_errors=True)
        raise RefusMetier(
            "Le fichier n'a pas pu être enregistré : le disque du serveur est peut-être plein."
        ) from erreur
    return dossier


def _ecrire(chemin: Path, fichier: UploadedFile) -> None:
    chemin.parent.mkdir()
    with chemin.open("wb") as sortie:
        for morceau in fichier.chunks():
            sortie.write(morceau)


def chemins_du_lot(lot: Lot) -> list[Path]:
    """The files of a run, in the order they were given."""
    return sorted(Path(lot.chemin).glob("*/*"), key=lambda chemin: int(chemin.parent.name))


def oublier_fichiers(lot: Lot) -> None:
    """Remove the deposited files: the run is over, or abandoned."""
    dossier = Path(settings.DONNEES) / "depots"
    if lot.chemin and Path(lot.chemin).parent == dossier:
        shutil.rmtree(lot.chemin, ignore_errors=True)
