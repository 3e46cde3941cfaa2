"""The targets of a scheme, as the rules read them."""

from __future__ import annotations

from deplie.cadre.models import Objectif
from deplie.cadre.rules import Cible
from deplie.territoires.models import Dispositif


def cibles_de(dispositif: Dispositif) -> dict[str, list[Cible]]:
    """``{indicator: its targets}``, whatever their period and date of effect."""
    par_indicateur: dict[str, list[Cible]] = {}
    for objectif in Objectif.objects.filter(dispositif=dispositif).order_by("date_effet", "pk"):
        par_indicateur.setdefault(objectif.indicateur, []).append(
            Cible(objectif.debut, objectif.fin, objectif.cible, objectif.date_effet, objectif.source)
        )
    return par_indicateur
