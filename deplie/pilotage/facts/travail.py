"""The background work that brings large facts up to date."""

from __future__ import annotations

from django_tasks import task
from django_tasks_db.models import DBTaskResult

from deplie.pilotage.facts.partitions import perimes, rafraichir
from deplie.territoires.models import Territoire


@task()
def mettre_a_jour(code: str) -> list[str]:
    """Rebuild the facts of a territory that are behind; the names of those rebuilt."""
    territoire = Territoire.objects.get(code=code)
    refaits = list(perimes(territoire))
    for fait in refaits:
        rafraichir(territoire, fait)
    return refaits


def demander_mise_a_jour(territoire: Territoire) -> bool:
    """Ask the worker for it, once: False when it already waits."""
    arguments = {"args": [territoire.code], "kwargs": {}}
    en_attente = DBTaskResult.objects.ready().filter(task_path=mettre_a_jour.module_path, args_kwargs=arguments)
    if en_attente.exists():
        return False
    mettre_a_jour.enqueue(territoire.code)
    return True
