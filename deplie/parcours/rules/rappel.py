"""What a reminder says, and when: a day, an hour, with whom. Never why, nor in what frame."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Final

_JOURS: Final = ("lundi", "mardi", "mercredi", "jeudi", "vendredi", "samedi", "dimanche")
_MOIS: Final = (
    "janvier", "février", "mars", "avril", "mai", "juin", "juillet", "août", "septembre", "octobre", "novembre",
    "décembre",
)  # fmt: skip
OBJET: Final = "Votre rendez-vous"


def instant_du_rappel(debut: datetime, heures: int, maintenant: datetime) -> datetime | None:
    """When to remind; None when that moment has gone: the person has just been told."""
    le = debut - timedelta(hours=heures)
    return le if le > maintenant else None


def quand(debut: datetime) -> str:
    """« le mardi 7 mars à 9 h 30 », of an hour already local."""
    jour = f"{debut.day}er" if debut.day == 1 else str(debut.day)
    minutes = f" {debut.minute:02}" if debut.minute else ""
    return f"le {_JOURS[debut.weekday()]} {jour} {_MOIS[debut.month - 1]} à {debut.hour} h{minutes}"


def texte_du_rappel(debut: datetime, avec: str) -> str:
    return f"Rendez-vous {quand(debut)}{f' avec {avec}' if avec else ''}."


def texte_de_la_place(debut: datetime) -> str:
    return f"Une place s'est libérée : rendez-vous {quand(debut)}. Si vous ne pouvez pas venir, dites-le-nous."


def texte_de_l_annulation(debut: datetime) -> str:
    return f"Le rendez-vous prévu {quand(debut)} est annulé."
