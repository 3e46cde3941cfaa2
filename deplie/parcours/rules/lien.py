"""How long a one-time link serves, and what it tells afterwards."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Final

# Days during which a link may be used, unless told; the longest.
JOURS_DE_VALIDITE: Final = 7
JOURS_AU_PLUS: Final = 30
# After its use, the link tells the outcome for so long.
SUIVI: Final = timedelta(days=180)

ATTEND, SERVI, PERIME, REVOQUE = "attend", "servi", "périmé", "révoqué"


def etat_du_lien(expire_le: date, revoque: bool, servi_le: date | None, jour: date) -> str:
    """Where a link stands: once used it tells the outcome for a time, and is dead afterwards."""
    if revoque:
        return REVOQUE
    if servi_le is not None:
        return SERVI if jour <= servi_le + SUIVI else PERIME
    return ATTEND if jour <= expire_le else PERIME
