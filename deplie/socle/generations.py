"""Generations: a counter per territory and fact, bumped in the transaction of every write that touches the fact.

A figure compares the counter it was computed at; an import compares those it was previewed at. The rows are also the
lock that keeps an import and somebody's save apart: ``verrouiller`` takes them all, always in the same order.
"""

from __future__ import annotations

from typing import Final

from django.db import connection
from django.utils import timezone

from deplie.socle.models import Generation

# The facts that figures read (sejour, etape, critere), then what an import also compares itself with.
FAITS: Final = (
    "acteur",
    "appel",
    "cadre",
    "contact",
    "contrat",
    "critere",
    "depense",
    "diagnostic",
    "emploi",
    "entretien",
    "etape",
    "frein",
    "inscription",
    "offre",
    "operation",
    "participation_fse",
    "passage",
    "personne",
    "prescription",
    "releve",
    "sejour",
    "soutien_fse",
    "versement",
)

_NOTER: Final = """
INSERT INTO socle_generation (territoire, fait, numero, le) VALUES (%s, %s, %s, %s)
ON CONFLICT (territoire, fait) DO UPDATE SET numero = socle_generation.numero + excluded.numero, le = excluded.le
"""


def noter(territoire: str, *faits: str) -> None:
    """Say that rows behind these facts change, inside the writer's transaction.

    ``territoire`` is its code. Raises ValueError for a fact that is not of ``FAITS``.
    """
    if inconnus := set(faits) - set(FAITS):
        raise ValueError(f"unknown facts: {sorted(inconnus)}")
    _incrementer(territoire, faits, 1)


def lire(territoire: str) -> dict[str, int]:
    """``{fact: number}`` of the territory; a fact never touched is 0."""
    lus = dict(Generation.objects.filter(territoire=territoire).values_list("fait", "numero"))
    return {fait: lus.get(fait, 0) for fait in FAITS}


def verrouiller(territoire: str) -> dict[str, int]:
    """Hold the territory's counters until the end of the transaction, and read them.

    Whoever writes in the territory waits meanwhile at its own ``noter``. Must be called inside a transaction.
    """
    _incrementer(territoire, FAITS, 0)
    lignes = Generation.objects.select_for_update().filter(territoire=territoire).order_by("fait")
    return {ligne.fait: ligne.numero for ligne in lignes}


def _incrementer(territoire: str, faits: tuple[str, ...], de: int) -> None:
    # Sorted: two writers that touch the same facts never wait for each other crosswise.
    with connection.cursor() as curseur:
        for fait in sorted(set(faits)):
            curseur.execute(_NOTER, [territoire, fait, de, timezone.now()])
