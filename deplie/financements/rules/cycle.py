"""The life of an operation, from a draft to its archive: one table of transitions, and no other path.

An application and the operation that it becomes are one object: what was asked, chosen, signed, spent and controlled is
read on one page. What differs between a PLIE operation, an ESS grant and an innovation project is data of the call
(``Appel.controle_service_fait``), never another life: a grant without control has its report accepted instead.

Source: the steps of an operation (``domain/domain.md`` §2.4, V S40) and its code list (``operation_statut``). The
waiting list, the return of an adjourned file to instruction, the intermediate bilan that sends an operation back to its
execution and withdrawal are what the life of a call adds to it.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

BROUILLON: Final = "BROUILLON"
DEPOSEE: Final = "DEPOSEE"
RECEVABLE: Final = "RECEVABLE"
IRRECEVABLE: Final = "IRRECEVABLE"
EN_INSTRUCTION: Final = "EN_INSTRUCTION"
AVIS_TECHNIQUE: Final = "AVIS_TECHNIQUE"
PROGRAMMEE: Final = "PROGRAMMEE"
LISTE_ATTENTE: Final = "LISTE_ATTENTE"
AJOURNEE: Final = "AJOURNEE"
REJETEE: Final = "REJETEE"
CONVENTIONNEE: Final = "CONVENTIONNEE"
EN_EXECUTION: Final = "EN_EXECUTION"
BILAN_DEPOSE: Final = "BILAN_DEPOSE"
CSF_EN_COURS: Final = "CSF_EN_COURS"
CSF_CONTRADICTOIRE: Final = "CSF_CONTRADICTOIRE"
CSF_VALIDE: Final = "CSF_VALIDE"
SOLDEE: Final = "SOLDEE"
ARCHIVEE: Final = "ARCHIVEE"
ABANDONNEE: Final = "ABANDONNEE"

ETATS: Final[dict[str, str]] = {
    BROUILLON: "brouillon",
    DEPOSEE: "déposée",
    RECEVABLE: "recevable",
    IRRECEVABLE: "irrecevable",
    EN_INSTRUCTION: "en instruction",
    AVIS_TECHNIQUE: "avis rendu",
    PROGRAMMEE: "retenue",
    LISTE_ATTENTE: "sur liste d'attente",
    AJOURNEE: "ajournée",
    REJETEE: "rejetée",
    CONVENTIONNEE: "conventionnée",
    EN_EXECUTION: "en exécution",
    BILAN_DEPOSE: "bilan déposé",
    CSF_EN_COURS: "en contrôle de service fait",
    CSF_CONTRADICTOIRE: "en période contradictoire",
    CSF_VALIDE: "bilan validé",
    SOLDEE: "soldée",
    ARCHIVEE: "archivée",
    ABANDONNEE: "abandonnée",
}

DEBUT: Final = ""
# The applicant still writes it: nobody of the territory reads it.
PRIVES: Final = frozenset({BROUILLON})
# A committee may decide on these.
A_DECIDER: Final = frozenset({AVIS_TECHNIQUE, LISTE_ATTENTE, AJOURNEE})
# What a committee may decide.
DECISIONS: Final = frozenset({PROGRAMMEE, LISTE_ATTENTE, AJOURNEE, REJETEE})
# Chosen, and not given up since: its programmed amount weighs on the envelope.
RETENUS: Final = frozenset(
    {
        PROGRAMMEE,
        CONVENTIONNEE,
        EN_EXECUTION,
        BILAN_DEPOSE,
        CSF_EN_COURS,
        CSF_CONTRADICTOIRE,
        CSF_VALIDE,
        SOLDEE,
        ARCHIVEE,
    }
)
# Signed: it has a convention.
CONVENTIONNES: Final = RETENUS - {PROGRAMMEE}
# People may be received under it: étapes and records of participants name it.
OUVERTS: Final = frozenset({CONVENTIONNEE, EN_EXECUTION})
# Nothing is expected of it any more.
CLOS: Final = frozenset({IRRECEVABLE, REJETEE, SOLDEE, ARCHIVEE, ABANDONNEE})
_AVANT_SOLDE: Final = frozenset(ETATS) - CLOS


@dataclass(frozen=True)
class Transition:
    """An act: from which states, to which one, what it is called, and whether it says why."""

    acte: str
    libelle: str
    depuis: frozenset[str]
    vers: str
    motivee: bool = False


def _de(acte: str, libelle: str, depuis: str | frozenset[str], vers: str, *, motivee: bool = False) -> Transition:
    origine = frozenset({depuis}) if isinstance(depuis, str) else depuis
    return Transition(acte, libelle, origine, vers, motivee)


TRANSITIONS: Final[dict[str, Transition]] = {
    transition.acte: transition
    for transition in (
        _de("preparer", "Commencer un dossier", DEBUT, BROUILLON),
        _de("deposer", "Déposer le dossier", BROUILLON, DEPOSEE),
        _de("declarer_recevable", "Déclarer recevable", DEPOSEE, RECEVABLE),
        _de("declarer_irrecevable", "Déclarer irrecevable", DEPOSEE, IRRECEVABLE, motivee=True),
        _de(
            "revoir_recevabilite", "Revoir la recevabilité", frozenset({RECEVABLE, IRRECEVABLE}), DEPOSEE, motivee=True
        ),
        _de("instruire", "Ouvrir l'instruction", frozenset({RECEVABLE, AJOURNEE}), EN_INSTRUCTION),
        _de("rendre_avis", "Rendre l'avis technique", EN_INSTRUCTION, AVIS_TECHNIQUE),
        _de("rouvrir_instruction", "Rouvrir l'instruction", AVIS_TECHNIQUE, EN_INSTRUCTION, motivee=True),
        _de("retenir", "Retenir", A_DECIDER, PROGRAMMEE),
        _de("mettre_en_attente", "Inscrire sur liste d'attente", A_DECIDER - {LISTE_ATTENTE}, LISTE_ATTENTE),
        _de("ajourner", "Ajourner", A_DECIDER - {AJOURNEE}, AJOURNEE, motivee=True),
        _de("rejeter", "Rejeter", A_DECIDER, REJETEE, motivee=True),
        # A séance corrects what it wrote: the application waits again, then the decision that should have been.
        _de("rectifier", "Reprendre la décision du comité", DECISIONS, AVIS_TECHNIQUE, motivee=True),
        _de("conventionner", "Signer la convention", PROGRAMMEE, CONVENTIONNEE),
        _de("executer", "Commencer l'exécution", CONVENTIONNEE, EN_EXECUTION),
        _de("deposer_bilan", "Déposer un bilan d'exécution", EN_EXECUTION, BILAN_DEPOSE),
        _de("rendre_bilan", "Rendre le bilan au porteur", BILAN_DEPOSE, EN_EXECUTION, motivee=True),
        _de("accepter_bilan", "Accepter le compte rendu sans contrôle", BILAN_DEPOSE, CSF_VALIDE),
        _de("controler", "Ouvrir le contrôle de service fait", BILAN_DEPOSE, CSF_EN_COURS),
        _de("notifier_controle", "Notifier les constats au porteur", CSF_EN_COURS, CSF_CONTRADICTOIRE),
        _de(
            "valider_controle",
            "Conclure le contrôle",
            frozenset({CSF_EN_COURS, CSF_CONTRADICTOIRE}),
            CSF_VALIDE,
        ),
        _de("poursuivre", "Poursuivre l'exécution", CSF_VALIDE, EN_EXECUTION),
        _de("solder", "Solder", CSF_VALIDE, SOLDEE),
        _de("archiver", "Archiver", SOLDEE, ARCHIVEE),
        _de("abandonner", "Abandonner", _AVANT_SOLDE, ABANDONNEE, motivee=True),
        _de("inscrire_historique", "Inscrire une opération déjà conventionnée", DEBUT, EN_EXECUTION),
    )
}


def permis(etat_present: str) -> list[str]:
    """The acts that a state allows, in the order of the table."""
    return [acte for acte, transition in TRANSITIONS.items() if etat_present in transition.depuis]


def refus(acte: str, etat_present: str) -> str:
    """Why an act is not possible in a state, and from where it is; empty when it is possible."""
    transition = TRANSITIONS[acte]
    if etat_present in transition.depuis:
        return ""
    possibles = " ou ".join(f"« {ETATS[code]} »" for code in ETATS if code in transition.depuis)
    ici = f"L'opération est « {ETATS[etat_present]} »" if etat_present else "Rien n'est encore enregistré"
    return f"{ici} : « {transition.libelle} » n'est possible que dans l'état {possibles or 'de départ'}."
