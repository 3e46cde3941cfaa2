"""The occupation that a line tells: its ROME code is checked, its label completed from the list."""

from __future__ import annotations

from typing import Any

from deplie.socle.lecture import Probleme
from deplie.territoires.queries import metiers
from deplie.territoires.rules.metiers import CODE, FORME


def lire_le_metier(cellules: dict[str, Any]) -> tuple[list[Probleme], list[Probleme]]:
    """(rejections, warnings) of the code; a line that gives a code alone receives its label.

    A code that the list does not hold is kept: the ROME has a new version three times a year.
    """
    if not (lu := cellules.get("code_rome")):
        return [], []
    code = cellules["code_rome"] = lu.upper()
    if not CODE.fullmatch(code):
        return [Probleme("code_rome", lu, FORME)], []
    if inconnu := metiers.inconnu(code):
        return [], [Probleme("code_rome", lu, f"{inconnu} Il est gardé tel quel : vérifiez-le.")]
    cellules["metier"] = cellules.get("metier") or metiers.metiers()[code]
    return [], []
