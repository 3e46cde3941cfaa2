"""What a convention is worth on a day: as signed, then as its avenants changed it.

Source: an avenant holds from its day of effect (``domain/domain.md`` §1.5, source 002: « dans les mêmes termes »); an
aid never passes what a committee programmed, nor the cost it is for.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal

from deplie.financements.rules.plan import Taux
from deplie.socle.argent import formater as euros


@dataclass(frozen=True)
class Termes:
    """What a convention says on a day: days of expenses (both in), whole cost and aid in euros."""

    debut: date
    fin: date
    cout_total: Decimal
    aide: Decimal

    @property
    def taux(self) -> Taux:
        """The aid out of the cost."""
        return Taux(self.aide, self.cout_total)


@dataclass(frozen=True)
class Changement:
    """An avenant: from which day, and what it replaces; None is left as it was."""

    numero: int
    effet_le: date
    fin: date | None = None
    cout_total: Decimal | None = None
    aide: Decimal | None = None


def termes_au(signes: Termes, changements: Iterable[Changement], jour: date) -> Termes:
    """The terms in force on a day: avenants apply in the order of their effect, then of their number."""
    termes = signes
    for un in sorted(changements, key=lambda c: (c.effet_le, c.numero)):
        if un.effet_le > jour:
            continue
        termes = replace(
            termes,
            fin=un.fin or termes.fin,
            cout_total=termes.cout_total if un.cout_total is None else un.cout_total,
            aide=termes.aide if un.aide is None else un.aide,
        )
    return termes


def refus_de_termes(termes: Termes, programme: Decimal | None) -> list[str]:
    """Why terms cannot be signed, one sentence each."""
    trouves = []
    if termes.fin < termes.debut:
        trouves.append(f"La fin ({termes.fin:%d/%m/%Y}) précède le début ({termes.debut:%d/%m/%Y}).")
    if termes.aide <= 0:
        trouves.append("L'aide conventionnée est un montant en euros, plus grand que zéro.")
    if termes.aide > termes.cout_total:
        trouves.append(f"L'aide ({euros(termes.aide)}) dépasse le coût total ({euros(termes.cout_total)}).")
    if programme is not None and termes.aide > programme:
        trouves.append(
            f"L'aide ({euros(termes.aide)}) dépasse ce que le comité a programmé ({euros(programme)}) : un comité doit "
            "d'abord le reprogrammer."
        )
    return trouves
