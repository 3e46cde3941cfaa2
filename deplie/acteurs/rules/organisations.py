"""Names of bodies: which are one, which look alike, which tell something sensitive of whom they send."""

from __future__ import annotations

import re
import unicodedata
from difflib import SequenceMatcher

# What a prescriber is may tell an origin, a justice matter or a state of health of whom it sends: les-emplois hides
# these when it transmits (``domain/domain.md`` §0.7, V S30).
_PROTEGES = re.compile(
    r"\b(?:ase|aide sociale a l enfance|caarud|cidff|csapa|pension de famille|pensions de famille|pjj|"
    r"protection judiciaire|prevention specialisee|club de prevention|spip|penitentiaire|addictologie|toxicomanie)\b"
)
PRESCRIPTEUR_PROTEGE = "prescripteur protégé"


def est_protege(nom: str) -> bool:
    """Whether the name of a prescriber tells something sensitive of the people it sends: « SPIP de l'Ouest »."""
    return bool(_PROTEGES.search(cle_organisation(nom)))


_SEPARATEURS = re.compile(r"[\W_]+")

# Words of a body's name that tell it from no other.
_COMMUNS = frozenset({
    "association", "asso", "de", "du", "des", "d", "la", "le", "les", "l", "et", "a", "au", "aux", "en", "pour", "sarl",
    "sas", "sa", "scop", "scic", "ei", "eurl",
})  # fmt: skip
PROCHES = 0.86


def ressemblance(une: tuple[str, str], autre: tuple[str, str]) -> str:
    """Why two bodies (key, SIRET) may be one, in a sentence; empty when nothing says it."""
    if une[1] and une[1] == autre[1]:
        return "Même SIRET."
    if une[1] and autre[1]:
        return ""
    mots, autres = mots_propres(une[0]), mots_propres(autre[0])
    if mots == autres:
        return "Même nom, aux mots communs près."
    if _sigle(une[0]) == autre[0] or _sigle(autre[0]) == une[0]:
        return "L'un est le sigle de l'autre."
    if not mots & autres and not _debuts(mots) & _debuts(autres):
        return ""
    if SequenceMatcher(None, une[0], autre[0]).ratio() >= PROCHES:
        return "Noms presque semblables."
    return ""


def mots_propres(cle: str) -> frozenset[str]:
    """The words of a key that tell the body from others; all of them when none does."""
    return frozenset(cle.split()) - _COMMUNS or frozenset(cle.split())


def _sigle(cle: str) -> str:
    """« plie » of « plan local insertion emploi »; empty for fewer than three words."""
    mots = [mot for mot in cle.split() if mot not in _COMMUNS]
    return "".join(mot[0] for mot in mots) if len(mots) > 2 else ""


def _debuts(mots: frozenset[str]) -> frozenset[str]:
    return frozenset(mot[:4] for mot in mots if len(mot) > 3)


def cle_organisation(nom: str) -> str:
    """What makes two names of an organisation the same: no accent, no case, one space between words.

    « Mission locale de l'Ouest », « MISSION LOCALE DE L’OUEST » give ``mission locale de l ouest``.
    Empty when nothing is left of the name. At most 200 characters.
    """
    # Folded between two decompositions: a fancy capital (« 𝓐 ») is a capital only once decomposed.
    plie = unicodedata.normalize("NFKD", nom).casefold().replace("œ", "oe").replace("æ", "ae")
    decompose = unicodedata.normalize("NFKD", plie)
    lettres = "".join(lettre for lettre in decompose if not unicodedata.combining(lettre))
    return _SEPARATEURS.sub(" ", lettres).strip()[:200]
