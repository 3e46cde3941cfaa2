"""The life of a published bilan: one table, and no other path.

A bilan computed on demand binds nobody. Frozen, it is provisional; the team checks it, a committee approves it, and it
is made final. What is approved no longer moves: a correction is another publication, which takes its place on the day
it is approved in turn.

Source: statuses of a figure (``domain/nomenclatures.json``, ``statut_publication``).
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Final

from deplie.instances.rules import COMITE_TECHNIQUE, COPIL
from deplie.territoires.rules import STATUT_PUBLICATION

PROVISOIRE: Final = "PROVISOIRE"
EN_COURS_DE_CONTROLE: Final = "EN_COURS_DE_CONTROLE"
VALIDE_COPIL: Final = "VALIDE_COPIL"
DEFINITIF: Final = "DEFINITIF"
RECTIFIE: Final = "RECTIFIE"

STATUTS: Final[dict[str, str]] = {
    code: STATUT_PUBLICATION.libelle(code)
    for code in (PROVISOIRE, EN_COURS_DE_CONTROLE, VALIDE_COPIL, DEFINITIF, RECTIFIE)
}
# A committee answers for these: they are never removed, and never change.
ARRETES: Final = frozenset({VALIDE_COPIL, DEFINITIF, RECTIFIE})
# Those that stand for the period today.
EN_VIGUEUR: Final = frozenset({VALIDE_COPIL, DEFINITIF})
# Nobody signed them: a new freezing takes their place.
EN_PROJET: Final = frozenset({PROVISOIRE, EN_COURS_DE_CONTROLE})
# The bodies that approve figures.
NATURES_QUI_VALIDENT: Final = frozenset({COPIL, COMITE_TECHNIQUE})


@dataclass(frozen=True)
class Acte:
    """A step: its words, before and after; from which states, to which one; ``motive`` when its reason must be told."""

    libelle: str
    fait: str
    depuis: frozenset[str]
    vers: str
    motive: bool = False


ACTES: Final[dict[str, Acte]] = {
    "figer": Acte("figer les chiffres", "chiffres figés", frozenset({""}), PROVISOIRE),
    "controler": Acte("mettre au contrôle", "mis au contrôle", frozenset({PROVISOIRE}), EN_COURS_DE_CONTROLE),
    "reprendre": Acte("rouvrir", "rouverts", frozenset({EN_COURS_DE_CONTROLE}), PROVISOIRE, motive=True),
    "valider": Acte("valider en comité", "validés en comité", frozenset({EN_COURS_DE_CONTROLE}), VALIDE_COPIL),
    # Recorded by mistake, and corrected before anything rested on it.
    "devalider": Acte(
        "revenir sur la validation", "validation retirée", frozenset({VALIDE_COPIL}), EN_COURS_DE_CONTROLE, motive=True
    ),
    "arreter": Acte("rendre définitif", "rendus définitifs", frozenset({VALIDE_COPIL}), DEFINITIF),
    "rectifier": Acte("rectifier", "rectifiés", EN_VIGUEUR, RECTIFIE, motive=True),
}
# On the public page, and off it: the figures keep their state. Both are motivated.
DIFFUSER: Final = "diffuser"
RETIRER: Final = "retirer"
DIFFUSIONS: Final[dict[str, Acte]] = {
    DIFFUSER: Acte("rendre publics", "rendus publics", ARRETES, "", motive=True),
    RETIRER: Acte("retirer de la page publique", "retirés de la page publique", ARRETES, "", motive=True),
}
# What the page offers; freezing and correcting have their own forms.
SUITES: Final = ("controler", "reprendre", "valider", "arreter")


def refus(acte: str, statut: str) -> str:
    """Why an act is not possible from a state; empty when it is."""
    if statut in ACTES[acte].depuis:
        return ""
    attendus = " ou ".join(sorted(f"« {STATUTS[code]} »" for code in ACTES[acte].depuis if code))
    return f"Ces chiffres sont « {STATUTS[statut]} » : « {ACTES[acte].libelle} » s'applique à des chiffres {attendus}."


def fait(acte: str) -> str:
    """A step as its history says it."""
    return (ACTES | DIFFUSIONS)[acte].fait


def refus_de_diffuser(statut: str) -> str:
    """Why figures may not be made public; empty when they may: a committee answers for what everybody reads."""
    return (
        "" if statut in ARRETES else "Un comité n'a pas validé ces chiffres : ils ne peuvent pas être rendus publics."
    )


def actes_possibles(statut: str, parmi: Iterable[str] = SUITES) -> list[str]:
    """The acts that the table allows from a state."""
    return [acte for acte in parmi if statut in ACTES[acte].depuis]
