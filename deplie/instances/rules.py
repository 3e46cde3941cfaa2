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
}
