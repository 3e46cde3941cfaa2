"""When the findings of a control may be notified, and when it may be concluded.

Source: ``domain/domain.md`` §2.4; the contradictory period is a setting of the territory: no
national delay was read.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date


@dataclass(frozen=True)
class Constats:
    """Where a control stands: lines drawn and not checked, whether something is taken off, what was sent, answered."""

    a_verifier: Sequence[str] = ()
    ecarte: bool = False
    notifie_le: date | None = None
    reponse_avant_le: date | None = None
    repondu_le: date | None = None


def _reste(constats: Constats) -> str:
    nombre = len(constats.a_verifier)
    if not nombre:
        return ""
    lignes = "1 ligne de l'échantillon n'est" if nombre == 1 else f"{nombre} lignes de l'échantillon ne sont"
    return (
        f"{lignes} pas vérifiée{'s' if nombre > 1 else ''} : « {constats.a_verifier[0]} »{'…' if nombre > 1 else ''}."
    )


def refus_de_notifier(constats: Constats) -> str:
    """Why findings cannot be sent; empty when they can."""
    if phrase := _reste(constats):
        return phrase
    return "" if constats.ecarte else "Rien n'est écarté : le contrôle se conclut sans période contradictoire."


def refus_de_conclure(constats: Constats, jour: date) -> str:
    """Why a control cannot be concluded on a day: something to check, something taken off that nobody could answer."""
    if phrase := _reste(constats):
        return phrase
    if constats.ecarte and constats.reponse_avant_le is None:
        return "Des montants sont écartés : notifiez les constats au porteur, qui peut répondre."
    if constats.reponse_avant_le and constats.repondu_le is None and jour <= constats.reponse_avant_le:
        return f"Le porteur peut répondre jusqu'au {constats.reponse_avant_le:%d/%m/%Y}."
    return ""
