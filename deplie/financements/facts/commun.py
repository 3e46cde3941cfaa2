"""What the facts of this room share: days without an end, sums in cents."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Final

from deplie.mesure.colonnes import Type

ENTIER, NUMERO, TEXTE, CENTIMES = Type.ENTIER, Type.IDENTIFIANT, Type.TEXTE, Type.CENTIMES
# The last day of what has no end: later than any period.
SANS_FIN: Final = date.max.toordinal()
PAR_PAQUETS: Final = 2_000


def en_centimes(montant: Decimal | None) -> int | None:
    """A sum in euros as a whole number of cents, which every engine adds exactly; None where it is not known."""
    return None if montant is None else int(montant * 100)


def ordinal(jour: date | None) -> int | None:
    """A day as facts hold it."""
    return jour.toordinal() if jour else None
