"""Answers kept while nothing changes: the key holds the generations, so that a write makes the next answer new.

A count kept here is the one that its list would give: both stand on the same generation.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable, Collection
from typing import TypeVar

from django.core.cache import caches

from deplie.socle import generations

Reponse = TypeVar("Reponse")
UNE_HEURE = 3600


def retenir(
    territoire: str,
    question: object,
    calculer: Callable[[], Reponse],
    *,
    faits: Collection[str] = generations.FAITS,
    garder: Callable[[Reponse], bool] = lambda reponse: True,
) -> Reponse:
    """``calculer()``, or what it gave for the same question since the territory last changed.

    ``faits`` are those that the answer stands on, when it is not all of them: a telephone corrected takes nothing away
    from a count of exits.

    ``question`` is anything that JSON writes: it must say all that the answer depends on, but the records (the reader's
    rights and perimeter, the day). The answer must be picklable; None is not kept, nor what ``garder`` turns down. A
    territory whose generations never moved is not kept either: nothing would tell that it changed.
    """
    numeros = {fait: numero for fait, numero in generations.lire(territoire).items() if fait in faits}
    if not any(numeros.values()):
        return calculer()
    ecrite = json.dumps([territoire, question, sorted(numeros.items())], default=str)
    cle = f"retenu:{hashlib.sha256(ecrite.encode()).hexdigest()}"
    cache = caches["reponses"]
    reponse: Reponse | None = cache.get(cle)
    if reponse is None:
        reponse = calculer()
        if garder(reponse):
            cache.set(cle, reponse, UNE_HEURE)
    return reponse
