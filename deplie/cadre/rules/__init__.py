"""The method of commitments: what an exit must be to count, which target holds on a day. No database, no Django."""

from deplie.cadre.rules.cible import Cible, CibleRetenue, cible_de_la_periode
from deplie.cadre.rules.definition import DEFINITIONS, DefinitionSortie, definition_le, en_vigueur

__all__ = [
    "DEFINITIONS",
    "Cible",
    "CibleRetenue",
    "DefinitionSortie",
    "cible_de_la_periode",
    "definition_le",
    "en_vigueur",
]
