"""When two records are likely the same person: same day of birth (or one not known) and close names.

Close: accents, hyphens, case and apostrophes aside; birth name against nom d'usage; a part of a compound name; a slip
of the keyboard. Homonyms born on different days are two persons.

``comparer`` weighs the same signs, what is heard and how somebody is reached, from 0 to 100: it orders what people
look at, and decides nothing.
"""

from __future__ import annotations

from datetime import date
from functools import lru_cache
from typing import Final, NamedTuple

from rapidfuzz.distance import OSA

from deplie.personnes.rules import plier, son

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


class Fiche(NamedTuple):
    """Who somebody is, and how they are reached (the number as it is kept; the address in small letters)."""

    identite: Identite
    telephone: str = ""
    courriel: str = ""


class Score(NamedTuple):
    """How likely two records are one person, from 0 to 100, and why."""

    points: int
    raisons: tuple[str, ...]


# From this score on, two records are shown to be looked at.
A_REGARDER: Final = 60
NOM: Final = {"même": 35, "proche": 28, "son": 24}
PRENOM: Final = {"même": 25, "proche": 18, "son": 16}
NAISSANCE_MEME, NAISSANCE_INCONNUE, NAISSANCE_PROCHE, NAISSANCE_AUTRE = 30, 12, 10, -30
TELEPHONE, COURRIEL = 15, 20
# Twins and parents share a name, a day, a telephone: without a first name alike, never more than this.
SANS_PRENOM: Final = 40
_DITS: Final = {"même": "même {0}", "proche": "{0} proche", "son": "{0} qui se prononce pareil"}


def comparer(une: Fiche, autre: Fiche) -> Score:
    """How likely two records are the same person."""
    nom = _meilleur(une.identite.noms, autre.identite.noms)
    prenom = _meilleur((une.identite.prenom,), (autre.identite.prenom,))
    naissance, dite = _naissances(une.identite.naissance, autre.identite.naissance)
    points = NOM.get(nom, 0) + PRENOM.get(prenom, 0) + naissance
    raisons = [dite, _DITS[nom].format("nom") if nom else "", _DITS[prenom].format("prénom") if prenom else ""]
    if une.telephone and une.telephone == autre.telephone:
        points += TELEPHONE
        raisons.append("même téléphone")
    if une.courriel and une.courriel == autre.courriel:
        points += COURRIEL
        raisons.append("même courriel")
    plafond = 100 if prenom else SANS_PRENOM
    return Score(max(0, min(points, plafond)), tuple(raison for raison in raisons if raison))


def _meilleur(noms: tuple[str, ...], autres: tuple[str, ...]) -> str:
    """The closest that a name of one is to a name of the other: « même », « proche », « son », or nothing."""
    trouves = {_ressemblance(nom, autre) for nom in noms for autre in autres}
    return next((degre for degre in NOM if degre in trouves), "")


def _ressemblance(un: str, autre: str) -> str:
    if un == autre:
        return "même" if un else ""
    if proches(un, autre):
        return "proche"
    return "son" if un and autre and sonner(un) == sonner(autre) else ""


def sonner(nom: str) -> str:
    """How a folded name is heard, its words together (« jean pierre » as « jeanpierre »)."""
    return "".join(son(mot) for mot in nom.split())


def _naissances(une: date | None, autre: date | None) -> tuple[int, str]:
    """Points, and what is said of two days of birth."""
    if une is None or autre is None:
        return NAISSANCE_INCONNUE, "date de naissance inconnue"
    if une == autre:
        return NAISSANCE_MEME, "même date de naissance"
    if _date_proche(une, autre):
        return NAISSANCE_PROCHE, "date de naissance proche"
    return NAISSANCE_AUTRE, "autre date de naissance"


def _date_proche(une: date, autre: date) -> bool:
    """One figure apart, or day and month exchanged."""
    ecrites = f"{une:%d%m%Y}", f"{autre:%d%m%Y}"
    echange = (une.day, une.month, une.year) == (autre.month, autre.day, autre.year)
    return echange or sum(un != autre for un, autre in zip(*ecrites, strict=True)) == 1
