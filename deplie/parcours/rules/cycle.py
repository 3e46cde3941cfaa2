"""The life of a parcours: one table of transitions, and no other path. Printed in docs/cycle.md.

Before the commission the state belongs to a prescription, which stores it: each step is a decision. After it, the state
of a participation is read from what is dated (a contract signed, a suspension open, a job held, an exit): what is not
written twice cannot contradict itself, and a file imported from another tool needs no state.

Source: the functional process of a plan (``domain/domain.md`` §1.2). Its chain gives the states and the way forward;
the ways out before a commission (« sans suite »), the exit from every state of an open participation and the exit
taken back are what the life of a plan adds to it.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final, NamedTuple

PRESCRIT: Final = "PRESCRIT"
RECEVABLE: Final = "RECEVABLE"
EN_COMMISSION: Final = "EN_COMMISSION"
AJOURNE: Final = "AJOURNE"
REFUSE: Final = "REFUSE"
ADMIS: Final = "ADMIS"
CONTRACTUALISE: Final = "CONTRACTUALISE"
ACTIF: Final = "ACTIF"
SUSPENDU: Final = "SUSPENDU"
EN_EMPLOI_SUIVI: Final = "EN_EMPLOI_SUIVI"
SORTIE_PROPOSEE: Final = "SORTIE_PROPOSEE"
SORTI: Final = "SORTI"
ANNULE: Final = "ANNULE"

ETATS: Final[dict[str, str]] = {
    PRESCRIT: "prescrit",
    RECEVABLE: "recevable",
    EN_COMMISSION: "en commission",
    AJOURNE: "ajourné",
    REFUSE: "refusé",
    ADMIS: "admis",
    CONTRACTUALISE: "contrat PLIE signé",
    ACTIF: "en parcours",
    SUSPENDU: "suspendu",
    EN_EMPLOI_SUIVI: "en emploi, suivi",
    SORTIE_PROPOSEE: "sortie proposée",
    SORTI: "sorti",
    ANNULE: "annulé ou sans suite",
}
# States of a prescription: a person who is not yet in the scheme. ADMIS is the last of the one, the first of the other.
AVANT: Final = frozenset({PRESCRIT, RECEVABLE, EN_COMMISSION, AJOURNE, REFUSE, ADMIS, ANNULE})
# What a commission decides, and may correct while nothing depends on it.
DECIDES: Final = frozenset({ADMIS, AJOURNE, REFUSE})
EN_ATTENTE: Final = frozenset({PRESCRIT, RECEVABLE, EN_COMMISSION, AJOURNE})
# States of a participation that is open.
OUVERTS: Final = frozenset({ADMIS, CONTRACTUALISE, ACTIF, SUSPENDU, EN_EMPLOI_SUIVI})
# Gone, whether an instance has validated it or not.
SORTIES: Final = frozenset({SORTIE_PROPOSEE, SORTI})
DEBUT: Final = ""


@dataclass(frozen=True)
class Transition:
    """An act: from which states, to which one it may lead, and what it is called. ``vers`` has several where the
    dated facts decide (taking an exit back gives again the state that it had ended)."""

    acte: str
    libelle: str
    depuis: frozenset[str]
    vers: frozenset[str]


def _de(acte: str, libelle: str, depuis: str | frozenset[str], *vers: str) -> Transition:
    return Transition(acte, libelle, frozenset({depuis}) if isinstance(depuis, str) else depuis, frozenset(vers))


TRANSITIONS: Final[dict[str, Transition]] = {
    transition.acte: transition
    for transition in (
        _de("prescrire", "Prescrire", DEBUT, PRESCRIT),
        _de("declarer_recevable", "Déclarer recevable", PRESCRIT, RECEVABLE),
        _de("presenter", "Inscrire à une commission", frozenset({RECEVABLE, AJOURNE}), EN_COMMISSION),
        _de("retirer", "Retirer de la commission", EN_COMMISSION, RECEVABLE),
        _de("admettre", "Admettre", EN_COMMISSION, ADMIS),
        _de("ajourner", "Ajourner", EN_COMMISSION, AJOURNE),
        _de("refuser", "Refuser", EN_COMMISSION, REFUSE),
        _de("rectifier", "Rectifier la décision", DECIDES, *sorted(DECIDES)),
        _de("classer", "Classer sans suite", frozenset({PRESCRIT, RECEVABLE, AJOURNE}), ANNULE),
        _de("admettre_sans_prescription", "Admettre sans prescription enregistrée", DEBUT, ADMIS),
        _de("signer_contrat", "Signer le contrat PLIE", ADMIS, CONTRACTUALISE),
        _de("commencer", "Commencer le parcours", frozenset({ADMIS, CONTRACTUALISE}), ACTIF),
        _de("suspendre", "Suspendre", ACTIF, SUSPENDU),
        _de("reprendre", "Reprendre", SUSPENDU, ACTIF),
        _de("embaucher", "Enregistrer un emploi suivi", ACTIF, EN_EMPLOI_SUIVI),
        _de("rompre_emploi", "Enregistrer la fin de l'emploi", EN_EMPLOI_SUIVI, ACTIF),
        _de("proposer_sortie", "Proposer une sortie", OUVERTS, SORTIE_PROPOSEE),
        _de("valider_sortie", "Valider la sortie", SORTIE_PROPOSEE, SORTI),
        _de("revenir_sur_validation", "Revenir sur la validation", SORTI, SORTIE_PROPOSEE),
        _de("annuler_sortie", "Revenir sur la sortie", SORTIES, *sorted(OUVERTS)),
        _de("annuler_doublon", "Annuler un doublon", OUVERTS | SORTIES, ANNULE),
    )
}


class Faits(NamedTuple):
    """What is dated in a participation, on a day."""

    annule: bool = False
    sortie: bool = False
    validee: bool = False
    en_emploi: bool = False
    suspendu: bool = False
    commence: bool = False
    contrat: bool = False


def etat(faits: Faits) -> str:
    """Where a participation stands: what ends it first, then what stops it, then what began it."""
    rangs = (
        (faits.annule, ANNULE),
        (faits.sortie and faits.validee, SORTI),
        (faits.sortie, SORTIE_PROPOSEE),
        (faits.en_emploi, EN_EMPLOI_SUIVI),
        (faits.suspendu, SUSPENDU),
        (faits.commence, ACTIF),
        (faits.contrat, CONTRACTUALISE),
    )
    return next((code for vrai, code in rangs if vrai), ADMIS)


def permis(etat_present: str) -> list[str]:
    """The acts that a state allows, in the order of the table."""
    return [acte for acte, transition in TRANSITIONS.items() if etat_present in transition.depuis]


def refus(acte: str, etat_present: str) -> str:
    """Why an act is not possible in a state, and from where it is; empty when it is possible."""
    transition = TRANSITIONS[acte]
    if etat_present in transition.depuis:
        return ""
    possibles = " ou ".join(f"« {ETATS[code]} »" for code in ETATS if code in transition.depuis)
    ici = f"Le parcours est « {ETATS[etat_present]} »" if etat_present else "Rien n'est encore enregistré"
    return f"{ici} : « {transition.libelle} » n'est possible que dans l'état {possibles or 'de départ'}."
