"""The pack of a committee, composed from frozen figures."""

from deplie.pilotage.queries.pack.chapitres import (
    chapitres_de,
    dessins_offerts,
    pack_de,
    texte_de,
    textes_de,
    version_de,
)
from deplie.pilotage.queries.pack.composer import composer
from deplie.pilotage.queries.pack.dossier import ChapitreDit, ChiffreDit, Graphique, Pack, PartDite, TableDite

__all__ = [
    "ChapitreDit",
    "ChiffreDit",
    "Graphique",
    "Pack",
    "PartDite",
    "TableDite",
    "chapitres_de",
    "composer",
    "dessins_offerts",
    "pack_de",
    "texte_de",
    "textes_de",
    "version_de",
]
