"""The settings of a territory, as set or by default."""

from __future__ import annotations

from typing import Any

from deplie.territoires.models import Reglage, Territoire
from deplie.territoires.rules.reglages import REGLAGES


def reglage(territoire: Territoire, cle: str) -> Any:
    """The value of one setting; KeyError for an undeclared key."""
    pose = Reglage.objects.filter(territoire=territoire, cle=cle).first()
    return pose.valeur if pose else REGLAGES[cle].defaut


def reglages(territoire: Territoire) -> dict[str, Any]:
    """Every declared setting of the territory, in one query."""
    poses = dict(Reglage.objects.filter(territoire=territoire).values_list("cle", "valeur"))
    return {cle: poses.get(cle, declaration.defaut) for cle, declaration in REGLAGES.items()}
