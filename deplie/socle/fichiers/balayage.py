"""What a crash or a forgotten form leaves: files that no row names, rows that nothing uses, checks never ended."""

from __future__ import annotations

import time
from datetime import timedelta
from pathlib import Path
from typing import Any, Final, cast

from django.db import models, transaction
from django.db.models import Exists, OuterRef, Q, QuerySet
from django.utils import timezone

from deplie.socle.fichiers.lieux import attente, chemin_de, racine
from deplie.socle.models import Fichier

# A form may stand open for a working day before it is sent again.
DELAI: Final = timedelta(days=1)


def balayer() -> int:
    """Remove what has been of no use for a day; how many files were. Nothing that a row uses is ever touched."""
    limite = timezone.now() - DELAI
    enlevees = sum(_oublier(pk, cle) for pk, cle in _inutiles().filter(depose_le__lt=limite).values_list("pk", "cle"))
    connues = set(Fichier.objects.values_list("cle", flat=True))
    for chemin in racine().glob("*/*"):
        if (chemin.parent == attente() or chemin.name not in connues) and _est_vieux(chemin):
            chemin.unlink(missing_ok=True)
            enlevees += 1
    return enlevees


def balayer_chaque_jour() -> None:
    """Sweep if nobody has for a day. A disk that does not answer will say so to whoever writes."""
    temoin = racine() / "balaye"
    try:
        if temoin.exists() and not _est_vieux(temoin):
            return
        racine().mkdir(parents=True, exist_ok=True, mode=0o700)
        temoin.touch()
        balayer()
    except OSError:
        return


def _inutiles() -> QuerySet[Fichier]:
    """Files that no row of any table points to, whatever tables come later."""
    utile = Q(pk__in=[])
    for champ in _usages():
        utile |= Q(Exists(champ.model._base_manager.filter(**{champ.name: OuterRef("pk")})))
    return Fichier.objects.exclude(utile)


def _usages() -> list[models.ForeignKey[Any, Any]]:
    """Every column that points to a file; a version kept of a row (without a constraint) holds nothing back."""
    relations = [r for r in Fichier._meta.get_fields(include_hidden=True) if r.auto_created and not r.concrete]
    champs: list[Any] = [cast("Any", relation).field for relation in relations]
    return [champ for champ in champs if champ.db_constraint]


@transaction.atomic
def _oublier(pk: int, cle: str) -> int:
    """The row first: a crash between both leaves a file without a row, that the next sweep takes."""
    if not _inutiles().select_for_update().filter(pk=pk).exists():
        return 0
    Fichier.objects.filter(pk=pk).delete()
    transaction.on_commit(lambda: chemin_de(cle).unlink(missing_ok=True))
    return 1


def _est_vieux(chemin: Path) -> bool:
    try:
        return time.time() - chemin.stat().st_mtime > DELAI.total_seconds()
    except FileNotFoundError:
        return False
