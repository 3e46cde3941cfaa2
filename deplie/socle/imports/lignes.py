"""Staging rows from a description: one typed column per column of the table, null where the cell is empty."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Final

from django.db import models

from deplie.socle.models import LigneLot
from deplie.socle.tableaux import Champ, DescriptionTable, Type

_CHAMPS: Final[Mapping[Type, Callable[[], models.Field]]] = {  # type: ignore[type-arg]
    Type.DATE: lambda: models.DateField(null=True),
    Type.ENTIER: lambda: models.BigIntegerField(null=True),
    Type.NOMBRE: lambda: models.DecimalField(null=True, max_digits=18, decimal_places=4),
}


def colonnes_de(description: DescriptionTable) -> Callable[[type[LigneLot]], type[LigneLot]]:
    """Class decorator: add to a staging model the columns of the description, so that they are declared once."""

    def completer(modele: type[LigneLot]) -> type[LigneLot]:
        for champ in description.champs:
            modele.add_to_class(champ.nom, _colonne(champ))
        return modele

    return completer


def _colonne(champ: Champ) -> models.Field:  # type: ignore[type-arg]
    # Text without a length: the reader has measured it, and a staging row is never the one that refuses.
    return _CHAMPS.get(champ.type, lambda: models.TextField(null=True))()


def bits(description: DescriptionTable) -> dict[str, int]:
    """The bit of ``LigneLot.vides`` that says a column is to be erased, by column."""
    return {champ.nom: 1 << rang for rang, champ in enumerate(description.champs)}
