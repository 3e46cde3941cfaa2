"""Bodies that decide together: their kinds, who counts as present, when a séance may be held.

Source: the functional process of a plan (``domain/domain.md`` §1.2 and §1.5): commission d'entrée, comité de suivi,
COPIL, comité technique, comité de sélection. One séance and one decision serve them all.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, timedelta
from typing import Any, Final

# The decisions of a séance are recorded within so long after its day.
RETARD: Final = timedelta(days=31)

COMMISSION_ENTREE: Final = "COMMISSION_ENTREE"
COMITE_SUIVI: Final = "COMITE_SUIVI"
JURY: Final = "JURY"
COMITE_TECHNIQUE: Final = "COMITE_TECHNIQUE"
SELECTION: Final = "SELECTION"
COPIL: Final = "COPIL"

NATURES: Final[dict[str, str]] = {
    COMMISSION_ENTREE: "commission d'entrée",
    COMITE_SUIVI: "comité de suivi",
    JURY: "jury d'employabilité",
    COMITE_TECHNIQUE: "comité technique",
    SELECTION: "comité de sélection",
    COPIL: "comité de pilotage",
}

PRESENT: Final = "PRESENT"
REPRESENTE: Final = "REPRESENTE"
EXCUSE: Final = "EXCUSE"
ABSENT: Final = "ABSENT"

PRESENCES: Final[dict[str, str]] = {
    PRESENT: "présent",
    REPRESENTE: "représenté",
    EXCUSE: "excusé",
    ABSENT: "absent",
}
# Who is represented takes part in the decision.
COMPTENT: Final = frozenset({PRESENT, REPRESENTE})


def participants(presences: Iterable[str]) -> int:
    """How many members take part in a decision."""
    return sum(presence in COMPTENT for presence in presences)


def quorum_atteint(quorum: int | None, presences: Iterable[str]) -> bool | None:
    """Whether enough members take part; None where no quorum is set."""
    return None if quorum is None else participants(presences) >= quorum


def prend_encore(le: date, annulee: bool, jour: date) -> bool:
    """Whether files may still be decided by a séance: not for ever after its day."""
    return not annulee and le >= jour - RETARD


FAITE: Final = "FAITE"
EN_RETARD: Final = "EN_RETARD"
PROCHE: Final = "PROCHE"
A_FAIRE: Final = "A_FAIRE"
ETATS_DE_SUITE: Final[dict[str, str]] = {
    EN_RETARD: "en retard",
    PROCHE: "à faire bientôt",
    A_FAIRE: "à faire",
    FAITE: "faite",
}
# What is due within so long is near.
BIENTOT_DUE: Final = timedelta(days=14)


def etat_d_une_suite(echeance: date, faite_le: date | None, jour: date) -> str:
    """What became, on a day, of something that a séance asked: done later is not done yet on that day."""
    if faite_le is not None and faite_le <= jour:
        return FAITE
    if echeance < jour:
        return EN_RETARD
    return PROCHE if echeance <= jour + BIENTOT_DUE else A_FAIRE


def refus_de_solder(demandee_le: date, faite_le: date, jour: date) -> str:
    """Why something asked cannot be said done on a day: a French sentence, empty when it can."""
    if faite_le > jour:
        return f"Le {faite_le:%d/%m/%Y} est à venir : une suite est faite au plus tard aujourd'hui."
    if faite_le < demandee_le:
        return f"La séance qui l'a demandée est du {demandee_le:%d/%m/%Y} : la suite ne peut pas la précéder."
    return ""


def refus_de_decider(le: date, annulee: bool, jour: date) -> str:
    """Why a séance cannot decide that day: a French sentence, empty when it can."""
    if annulee:
        return "Cette séance est annulée : elle ne décide rien."
    if le > jour:
        return f"Les décisions s'inscrivent à partir du jour de la séance, le {le:%d/%m/%Y}."
    return ""


# What the minutes of a séance may say: what each field is, and an example of it.
CHAMPS_DU_PROCES_VERBAL: Final[dict[str, tuple[str, Any]]] = {
    "territoire": ("Nom du territoire", "Territoire d'exemple"),
    "instance": ("Nom de l'instance", "Commission d'entrée"),
    "nature": ("Nature de l'instance", "commission d'entrée"),
    "dispositif": ("Dispositif, vide si l'instance décide pour tous", "Plan local pour l'insertion et l'emploi"),
    "date": ("Jour de la séance", "12 mars 2026"),
    "heure": ("Heure, vide si elle n'est pas notée", "14 h 00"),
    "lieu": ("Lieu", "Hôtel de ville"),
    "ordre_du_jour": ("Ordre du jour", "Entrées, puis sorties"),
    "presents": ("Membres présents, une liste", ["CCAS – Zélie Exemple"]),
    "representes": ("Membres représentés, une liste", ["Mission locale, par Camille Exemple"]),
    "excuses": ("Membres excusés, une liste", ["Département"]),
    "absents": ("Membres absents, une liste", ["Région"]),
    "quorum": ("Phrase du quorum, vide s'il n'y en a pas", "Le quorum de 2 membres est atteint."),
    "groupes": (
        "Ce qui est décidé, par sorte de dossier : titre, decisions ; chaque décision : rang, nom, resultat, motif, "
        "proposition, derogation, rectifiee",
        [
            {
                "titre": "Entrées",
                "decisions": [
                    {
                        "rang": "1",
                        "nom": "Maud Imaginaire",
                        "resultat": "Admettre",
                        "motif": "Continuité de parcours",
                        "proposition": "",
                        "derogation": "oui",
                        "rectifiee": "rectifiée le 14 mars 2026 (pièce reçue) ; d'abord : Ajourner",
                    }
                ],
            }
        ],
    ),
    "suites_precedentes": (
        "Ce que les séances d'avant avaient demandé : objet, responsable, echeance, etat, note",
        [
            {
                "objet": "Réunir les chantiers d'insertion",
                "responsable": "Département – Camille Exemple",
                "echeance": "28 février 2026",
                "etat": "faite le 20 février 2026",
                "note": "Réunion tenue à l'hôtel de ville",
            }
        ],
    ),
    "suites": (
        "Ce que la séance demande : objet, responsable, echeance, etat, note",
        [
            {
                "objet": "Envoyer le bilan aux communes",
                "responsable": "Zélie Exemple",
                "echeance": "30 avril 2026",
                "etat": "à faire",
                "note": "",
            }
        ],
    ),
}
