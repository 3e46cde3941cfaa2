"""Pieces that prove: what each may be attached to, and what its date makes of it."""

from __future__ import annotations

from datetime import date
from typing import Final

# What a piece may prove, as addresses and tables name it.
CIBLES: Final[dict[str, str]] = {
    "critere": "le critère",
    "etape": "l'étape",
    "emploi": "l'emploi",
    "constat": "le constat en emploi",
    "sortie": "la sortie",
}
# What is proved with a date: a piece without one proves nothing there.
DATEES: Final = frozenset({"critere", "emploi", "sortie"})


def refus_de_dater(cible: str, datee_du: date | None, jour: date) -> str:
    """Why a piece cannot prove with this date; empty when it can."""
    if datee_du is None:
        return "Indiquez la date de la pièce : elle dit ce qu'elle prouve." if cible in DATEES else ""
    if datee_du > jour:
        return f"La pièce ({datee_du:%d/%m/%Y}) est datée de l'avenir. Une date passée est attendue."
    return ""


def preuve_retenue(connue: date | None, piece: date | None, decision: date | None) -> date | None:
    """The date that proves once a piece is attached: the latest, but never one that follows the decision taken."""
    if piece is None or (decision is not None and piece > decision):
        return connue
    return piece if connue is None else max(connue, piece)


def preuve_restante(connue: date | None, retiree: date | None, restantes: list[date]) -> date | None:
    """The date that proves once a piece is withdrawn: what it alone proved is proved no more."""
    if connue is None or connue != retiree:
        return connue
    return max(restantes, default=None)


def est_preuve(datee_du: date | None, retiree_le: date | None) -> bool:
    """Whether a piece proves an exit: dated, and not withdrawn (V18: an exit to work has its proof)."""
    return datee_du is not None and retiree_le is None
