"""Who followed a parcours, from when to when: read from the changes, so that two périodes never overlap."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import NamedTuple


class Changement(NamedTuple):
    """A change of référent on a day. None: nobody was designated."""

    le: date
    ancien: int | None
    nouveau: int | None
    raison: str = ""


class Periode(NamedTuple):
    """Somebody followed the parcours from ``debut`` (None when no change tells it) to ``fin`` (None: still does)."""

    referent: int | None
    debut: date | None
    fin: date | None
    raison: str = ""


def periodes(entree: date, present: int | None, changements: Sequence[Changement]) -> list[Periode]:
    """Who followed a parcours, the first one first; ``changements`` are by day.

    The field of the participation is the truth of today: where a file replaced the référent without a date, whoever it
    named has a période without a beginning. A période of no day is left out: it was a correction.
    """
    if not changements:
        return [Periode(present, entree, None)]
    trouvees = [Periode(changements[0].ancien, entree, changements[0].le)]
    for ici, suivant in zip(changements, [*changements[1:], None], strict=True):
        fin = suivant.le if suivant else None
        if suivant is None and present != ici.nouveau:
            trouvees += [Periode(ici.nouveau, ici.le, None, ici.raison), Periode(present, None, None)]
        else:
            trouvees.append(Periode(ici.nouveau, ici.le, fin, ici.raison))
            if suivant and suivant.ancien != ici.nouveau:
                trouvees.append(Periode(suivant.ancien, None, fin))
    return [p for p in trouvees if p.debut is None or p.fin is None or p.debut < p.fin]


def refus_de_changer(le: date, entree: date, dernier: date | None, aujourd_hui: date) -> str:
    """Why a référent cannot change on a day; empty when one can."""
    if le > aujourd_hui:
        return f"Le changement ({le:%d/%m/%Y}) est dans l'avenir. Une date passée est attendue."
    if le < entree:
        return f"Le changement ({le:%d/%m/%Y}) précède l'entrée ({entree:%d/%m/%Y})."
    if dernier and le < dernier:
        return f"Un autre changement est noté le {dernier:%d/%m/%Y}. Une date qui le suit est attendue."
    return ""
