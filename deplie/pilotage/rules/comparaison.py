"""Profiles that make two groups comparable: level of training × age × length of unemployment, in few wide classes."""

from __future__ import annotations

import re
from typing import Final

from deplie.pilotage.rules.standardisation import Strate

# Wide on purpose: fifty narrow classes leave nobody to compare (proposal: no source says).
_NIVEAUX: Final = {
    **dict.fromkeys(("0", "1-2", "3"), "CAP, BEP ou moins"),
    **dict.fromkeys(("4", "4P", "5", "6", "7", "8"), "bac et plus"),
}
_AGES: Final = ((26, "moins de 26 ans"), (50, "26 à 49 ans"))
_AGE_HAUT: Final = "50 ans et plus"
_LONGUE_DUREE: Final = 12
COURTE, LONGUE = "moins d'un an de chômage, ou hors chômage", "un an de chômage ou plus"
_BORNE: Final = re.compile(r"\d+")


def profil(niveau: str | None, age: str | None, duree: str | None) -> Strate | None:
    """The class of somebody, from the codes of their bands; None when their level or their age is not known.

    A length of unemployment is asked of the unemployed alone: who has none is with the short ones. A band goes to the
    class of its first age or month, whatever bands the territory has set.
    """
    if niveau not in _NIVEAUX or age is None:
        return None
    ans = _debut(age)
    classe = next((mots for borne, mots in _AGES if ans < borne), _AGE_HAUT)
    long = duree is not None and _debut(duree) >= _LONGUE_DUREE
    return (_NIVEAUX[niveau], classe, LONGUE if long else COURTE)


def _debut(tranche: str) -> int:
    """The first value of a band: « -26 » begins at 0, « 26-44 » at 26, « 50+ » at 50."""
    trouve = _BORNE.search(tranche)
    return 0 if tranche.startswith("-") or trouve is None else int(trouve.group())
