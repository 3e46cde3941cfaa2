"""Columns of ``participants``: a person, their entry, their exit, sensitive answers."""

from __future__ import annotations

from typing import Final

from deplie.parcours.imports.colonnes.participants.entree import ENTREE
from deplie.parcours.imports.colonnes.participants.identite import IDENTITE
from deplie.parcours.imports.colonnes.participants.sensibles import SENSIBLES
from deplie.parcours.imports.colonnes.participants.sortie import SORTIE
from deplie.socle.tableaux import DescriptionTable

__all__ = ["PARTICIPANTS"]

PARTICIPANTS: Final = DescriptionTable(
    "participants",
    "Une ligne par participation d'une personne à un dispositif.",
    (*IDENTITE, *ENTREE, *SORTIE, *SENSIBLES),
)
