"""Columns of the tables of this room: read, modelled, documented and exported from here."""

from deplie.parcours.imports.colonnes.diagnostics import DIAGNOSTICS
from deplie.parcours.imports.colonnes.emplois import EMPLOIS
from deplie.parcours.imports.colonnes.entretiens import ENTRETIENS
from deplie.parcours.imports.colonnes.etapes import ETAPES
from deplie.parcours.imports.colonnes.participants import PARTICIPANTS
from deplie.parcours.imports.colonnes.prescriptions import PRESCRIPTIONS

__all__ = ["DIAGNOSTICS", "EMPLOIS", "ENTRETIENS", "ETAPES", "PARTICIPANTS", "PRESCRIPTIONS"]
