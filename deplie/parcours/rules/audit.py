"""What proves, to an auditor, that somebody could enter an operation and that they came.

A date without its file is said as it is: told, not proved. Source: proof of eligibility and of presence of each
participant (``domain/domain.md`` §2.4, piste d'audit; delays of proofs in ``rules.preuve``).
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from decimal import Decimal
from typing import NamedTuple

from deplie.parcours.rules.preuve import PREUVES, est_valable


class CritereVu(NamedTuple):
    """A criterion, the day of its piece, how many files prove it, the day on which it had to hold."""

    code: str
    piece_du: date | None
    fichiers: int
    le: date

    @property
    def tient(self) -> bool:
        """Whether its piece still proved it that day."""
        return self.piece_du is not None and self.code in PREUVES and est_valable(self.code, self.piece_du, self.le)


class EtapeVue(NamedTuple):
    """An étape: hours noted by whoever received, hours only told, files, and whether a piece is dated."""

    notees: Decimal
    dites: Decimal | None
    fichiers: int
    datee: bool
    ateliers: int = 0

    @property
    def prouvee(self) -> bool:
        """Hours noted day by day, a file, or a workshop where they were present."""
        return bool(self.notees > 0 or self.fichiers or self.ateliers)


def manque_d_eligibilite(criteres: Sequence[CritereVu]) -> str:
    """What the proof of eligibility lacks, empty when one criterion is proved by a file that held that day."""
    if not criteres:
        return "aucun critère d'éligibilité enregistré"
    if any(critere.tient and critere.fichiers for critere in criteres):
        return ""
    if any(critere.tient for critere in criteres):
        return "preuve d'éligibilité datée, sans fichier"
    if any(critere.piece_du for critere in criteres):
        return "preuve d'éligibilité périmée à l'entrée"
    return "aucune preuve d'éligibilité"


def manque_de_presence(etapes: Sequence[EtapeVue]) -> str:
    """What the proof of presence lacks, empty when every étape has one."""
    if not etapes:
        return "aucune étape ne nomme l'opération"
    sans = [etape for etape in etapes if not etape.prouvee]
    if not sans:
        return ""
    if all(etape.dites or etape.datee for etape in sans):
        return "heures ou pièce dites, sans feuille ni fichier"
    return "aucune preuve de présence" if len(sans) == len(etapes) else "une étape sans preuve de présence"
