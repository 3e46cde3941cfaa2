"""Staging rows of ``objectifs``."""

# ruff: noqa: DJ001  a null text is an empty cell, which changes nothing; an empty text would erase

from __future__ import annotations

from django.db import models

from deplie.cadre.imports.colonnes import OBJECTIFS
from deplie.socle.imports.lignes import colonnes_de
from deplie.socle.models import LigneLot


@colonnes_de(OBJECTIFS)
class LigneObjectif(LigneLot):
    """A line of ``objectifs``. ``effet`` is the date of effect, that of the beginning where none is given."""

    dispositif_id = models.BigIntegerField(null=True)
    effet = models.DateField(null=True)
    cle = models.TextField(null=True)
    numero = models.BigIntegerField(null=True)

    class Meta:
        indexes = [models.Index(fields=["lot", "cle"], name="ligneobjectif_cle")]
