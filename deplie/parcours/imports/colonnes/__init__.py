"""Columns of ``participants`` and ``etapes``: read, modelled, documented and exported from here."""

from deplie.parcours.imports.colonnes.etapes import ETAPES
from deplie.parcours.imports.colonnes.participants import PARTICIPANTS

__all__ = ["ETAPES", "PARTICIPANTS"]
