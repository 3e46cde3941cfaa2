"""When two records are likely the same person: same day of birth (or one not known) and close names.

Close: accents, hyphens, case and apostrophes aside; birth name against nom d'usage; a part of a compound name; a slip
of the keyboard. Homonyms born on different days are two persons.
"""

from __future__ import annotations

from datetime import date
from functools import lru_cache
from typing import Final, NamedTuple

from rapidfuzz.distance import OSA

from deplie.personnes.rules import plier

# Shortest word in which one letter may be a slip, then two (one swap of neighbours is one slip).
UNE_FAUTE: Final = 4
DEUX_FAUTES: Final = 9

_plier = lru_cache(maxsize=50_000)(plier)


class Identite(NamedTuple):
    """Who somebody is: folded names (birth name and nom d'usage), folded first name, day of birth."""

    noms: tuple[str, ...]
    prenom: str
    naissance: date | None

    @classmethod
    def de(cls, nom: str, nom_usage: str, prenom: str, naissance: date | None) -> Identite:
        """From the names as they are written."""
        noms = tuple(dict.fromkeys(replie for texte in (nom, nom_usage) if (replie := _plier(texte))))
        return cls(noms, _plier(prenom), naissance)


def meme_personne_probable(une: Identite, autre: Identite) -> bool:
    """Whether two records should be looked at side by side."""
    if une.naissance and autre.naissance and une.naissance != autre.naissance:
        return False
    if not proches(une.prenom, autre.prenom):
        return False
    return any(proches(nom, autre_nom) for nom in une.noms for autre_nom in autre.noms)


def proches(un: str, autre: str) -> bool:
    """Whether two folded names are the same but for a slip, or one is a part of the other (« martin petit »)."""
    if un == autre:
        return True
    if not un or not autre:
        return False
    court = min(len(un), len(autre))
    fautes = 0 if court < UNE_FAUTE else 1 if court < DEUX_FAUTES else 2
    if fautes and OSA.distance(un, autre, score_cutoff=fautes) <= fautes:
        return True
    if " " not in un and " " not in autre:
        return False
    mots, autres = set(un.split()), set(autre.split())
    return mots <= autres or autres <= mots
