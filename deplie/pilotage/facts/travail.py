"""The background work that brings large facts up to date."""

from __future__ import annotations

import logging
from datetime import timedelta
from typing import Final

from django.db import OperationalError
from django.utils import timezone
from django_tasks import task
from django_tasks.base import TaskResultStatus
from django_tasks_db.models import DBTaskResult

from deplie.pilotage.facts.partitions import perimes, rafraichir
from deplie.pilotage.models import Partition
from deplie.territoires.models import Territoire

traces = logging.getLogger(__name__)
# Between two rebuilds of a territory's large facts: somebody who saves all day does not keep the worker busy all day.
REPOS: Final = timedelta(minutes=2)


@task()
def mettre_a_jour(code: str) -> list[str]:
    """Rebuild the facts of a territory that are behind; the names of those rebuilt."""
    territoire = Territoire.objects.get(code=code)
    refaits = list(perimes(territoire))
    for fait in refaits:
        rafraichir(territoire, fait)
    return refaits


def demander_mise_a_jour(territoire: Territoire) -> bool:
    """Ask the worker for it, once, not too soon after the last time: False when it already waits.

    A base held by a long write is left alone: the next answer will ask.
    """
    try:
        return not _demandee(territoire) and _enfiler(territoire)
    except OperationalError:
        traces.warning("mise_a_jour_non_demandee")
        return False


def _demandee(territoire: Territoire) -> bool:
    arguments = {"args": [territoire.code], "kwargs": {}}
    en_attente = DBTaskResult.objects.filter(status=TaskResultStatus.READY, task_path=mettre_a_jour.module_path)
    return en_attente.filter(args_kwargs=arguments).exists()


def _enfiler(territoire: Territoire) -> bool:
    derniere = Partition.objects.filter(territoire=territoire).order_by("-faite_le").first()
    pas_avant = derniere.faite_le + REPOS if derniere else None
    attendre = pas_avant is not None and pas_avant > timezone.now()
    mettre_a_jour.using(run_after=pas_avant if attendre else None).enqueue(territoire.code)
    return True
