"""Staging rows of ``releves``."""

# ruff: noqa: DJ001  a null text is an empty cell, which changes nothing; an empty text would erase

from __future__ import annotations

from django.db import models

from deplie.pilotage.imports.colonnes import RELEVES
from deplie.socle.imports.lignes import colonnes_de
from deplie.socle.models import LigneLot


@colonnes_de(RELEVES)
class LigneReleve(LigneLot):
    """A line of ``releves``."""

    territoire_id = models.BigIntegerField(null=True)
    dispositif_id = models.BigIntegerField(null=True)
    cle = models.TextField(null=True)
    numero = models.BigIntegerField(null=True)

    class Meta:
        indexes = [models.Index(fields=["lot", "cle"], name="lignereleve_cle")]
