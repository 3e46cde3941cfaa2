"""What time brings and nobody asks for: a reminder, a prescription that ends. The worker does it every hour.

Each room registers its own when it starts. A job may be run twice, or not for a day: it looks at what the rows say and
writes what it did in the same transaction, so that nothing is done twice, after a crash either.
"""

from __future__ import annotations

import logging
from collections.abc import Callable
from typing import Final

from django.db import OperationalError
from django_tasks import task
from django_tasks.base import TaskResultStatus
from django_tasks_db.models import DBTaskResult

PERIODE: Final = 3600.0
traces = logging.getLogger(__name__)
_taches: dict[str, Callable[[], object]] = {}


def inscrire(nom: str, tache: Callable[[], object]) -> None:
    """Add a job, which takes no argument; registering its name again replaces it."""
    _taches[nom] = tache


def inscrites() -> dict[str, Callable[[], object]]:
    """Every job, by its name."""
    return dict(_taches)


@task()
def faire_le_tour() -> list[str]:
    """Do every job; one that fails stops no other. The names of those done."""
    faites = []
    for nom, tache in sorted(_taches.items()):
        try:
            tache()
        except Exception:
            traces.exception("tache_echouee", extra={"tache": nom})
        else:
            faites.append(nom)
    return faites


def demander_un_tour() -> bool:
    """Ask the worker for a round, unless one waits already; the results of those before are forgotten.

    A base held by a long write is left alone: the next hour will ask.
    """
    tours = DBTaskResult.objects.filter(task_path=faire_le_tour.module_path)
    try:
        if tours.filter(status=TaskResultStatus.READY).exists():
            return False
        tours.filter(status__in=(TaskResultStatus.SUCCESSFUL, TaskResultStatus.FAILED)).delete()
        faire_le_tour.enqueue()
    except OperationalError:
        traces.warning("tour_non_demande")
        return False
    return True
