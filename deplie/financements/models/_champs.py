"""Columns that every table of money writes alike."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from django.core.validators import MinValueValidator
from django.db import models
from django.db.models import Q

CHIFFRES = 14
ZERO = Decimal(0)


def montant(libelle: str, **options: Any) -> models.DecimalField:  # type: ignore[type-arg]
    """A sum in euros, to the cent, never negative; the constraint stands in the table (``positif``)."""
    return models.DecimalField(
        libelle, max_digits=CHIFFRES, decimal_places=2, validators=[MinValueValidator(ZERO)], **options
    )


def positif(nom: str, *champs: str) -> models.CheckConstraint:
    """None of these sums is negative; an unknown one is not a sum yet."""
    condition = Q()
    for champ in champs:
        condition &= Q(**{f"{champ}__isnull": True}) | Q(**{f"{champ}__gte": 0})
    return models.CheckConstraint(name=nom, condition=condition)
