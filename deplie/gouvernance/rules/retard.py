"""What is late in an action, read on a day. Pure: dates in, sentences out."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta

from deplie.gouvernance.rules.cycle import OUVERTS


@dataclass(frozen=True)
class Attendu:
    """A milestone: what, when it was to be reached, when it was."""

    libelle: str
    prevu_le: date
    atteint_le: date | None = None

    def en_retard(self, jour: date, tolerance: int) -> bool:
        """Whether it was to be reached more than ``tolerance`` days before, and was not."""
        atteint = self.atteint_le is not None and self.atteint_le <= jour
        return self.prevu_le < jour - timedelta(days=tolerance) and not atteint


@dataclass(frozen=True)
class Calendrier:
    """What is known of an action's time."""

    statut: str
    debut: date | None
    fin: date | None
    dernier_point: date | None
    jalons: tuple[Attendu, ...] = ()


def retards(calendrier: Calendrier, jour: date, *, tolerance: int, dernier_comite: date | None) -> list[str]:
    """Sentences that say what is late on ``jour``; nothing of an action that is over.

    ``tolerance`` is in days (a setting): a milestone or an end is late once they have passed. ``dernier_comite`` is
    the last committee of the plan; a point told before it does not answer for it.
    """
    if calendrier.statut not in OUVERTS:
        return []
    limite = jour - timedelta(days=tolerance)
    dits = list(_jalons(calendrier.jalons, jour, tolerance))
    if calendrier.fin and calendrier.fin < limite:
        dits.append(f"Fin prévue le {_dit(calendrier.fin)}, passée.")
    if dernier_comite and dernier_comite < limite and _sans_point(calendrier, dernier_comite):
        dits.append(f"Aucun point d'avancement depuis le comité du {_dit(dernier_comite)}.")
    return dits


def _jalons(jalons: Iterable[Attendu], jour: date, tolerance: int) -> Iterable[str]:
    for jalon in sorted(jalons, key=lambda jalon: (jalon.prevu_le, jalon.libelle)):
        if jalon.en_retard(jour, tolerance):
            yield f"Jalon « {jalon.libelle} » attendu le {_dit(jalon.prevu_le)}, non atteint."


def _sans_point(calendrier: Calendrier, comite: date) -> bool:
    """An action that was to begin after the committee owed it nothing."""
    if calendrier.debut and calendrier.debut > comite:
        return False
    return calendrier.dernier_point is None or calendrier.dernier_point < comite


def _dit(jour: date) -> str:
    return f"{jour:%d/%m/%Y}"
