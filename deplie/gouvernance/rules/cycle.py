"""The life of an action: one table of transitions. A state changes by a point of progress, and no other way.

A point says what an action is on a day. The first ones may confirm the state it has; a state that is hard to undo says
why in its text.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

PREVUE: Final = "PREVUE"
EN_COURS: Final = "EN_COURS"
SUSPENDUE: Final = "SUSPENDUE"
REALISEE: Final = "REALISEE"
ABANDONNEE: Final = "ABANDONNEE"

ETATS: Final[dict[str, str]] = {
    PREVUE: "à lancer",
    EN_COURS: "en cours",
    SUSPENDUE: "suspendue",
    REALISEE: "réalisée",
    ABANDONNEE: "abandonnée",
}
# Something is still expected of it.
OUVERTS: Final = frozenset({PREVUE, EN_COURS, SUSPENDUE})


@dataclass(frozen=True)
class Transition:
    """An act: from which states, to which one, what it is called, and whether the point says why."""

    acte: str
    libelle: str
    depuis: frozenset[str]
    vers: str
    motivee: bool = False


TRANSITIONS: Final[dict[str, Transition]] = {
    transition.acte: transition
    for transition in (
        Transition("inscrire", "Inscrire au plan", frozenset({""}), PREVUE),
        Transition("lancer", "Lancer", frozenset({PREVUE}), EN_COURS),
        Transition("suspendre", "Suspendre", frozenset({EN_COURS}), SUSPENDUE, motivee=True),
        Transition("reprendre", "Reprendre", frozenset({SUSPENDUE}), EN_COURS),
        Transition("realiser", "Dire réalisée", frozenset({EN_COURS}), REALISEE),
        Transition("abandonner", "Abandonner", OUVERTS, ABANDONNEE, motivee=True),
        Transition("rouvrir", "Rouvrir", frozenset({REALISEE, ABANDONNEE}), EN_COURS, motivee=True),
    )
}


def suivants(etat: str) -> dict[str, str]:
    """What a point may say of an action in this state: the same, then where the table leads."""
    vers = [transition.vers for transition in TRANSITIONS.values() if etat in transition.depuis]
    return {code: ETATS[code] for code in [etat, *vers]}


def refus_d_etat(depuis: str, vers: str, texte: str) -> str:
    """Why an action may not go from a state to another; empty when it may."""
    if depuis == vers:
        return ""
    menees = [t for t in TRANSITIONS.values() if depuis in t.depuis and t.vers == vers]
    if not menees:
        dits = ", ".join(libelle for code, libelle in suivants(depuis).items() if code != depuis)
        return f"Une action {ETATS[depuis]} ne devient pas « {ETATS[vers]} ». Elle peut devenir : {dits}."
    if menees[0].motivee and not texte.strip():
        return f"Dites dans le texte pourquoi l'action devient « {ETATS[vers]} »."
    return ""
