"""From bytes on disk to typed cells: ``lire`` finds the tables of files, ``TableLue.typees`` reads their lines."""

from deplie.socle.lecture.fichiers import lire
from deplie.socle.lecture.types import (
    Cellule,
    CelluleRefusee,
    Constat,
    Contexte,
    FichierRefuse,
    Lecteur,
    Lecture,
    LigneTypee,
    Limites,
    Probleme,
    TableLue,
)
from deplie.socle.tableaux.champs import MARQUE_VIDE, VIDE

__all__ = [
    "MARQUE_VIDE",
    "VIDE",
    "Cellule",
    "CelluleRefusee",
    "Constat",
    "Contexte",
    "FichierRefuse",
    "Lecteur",
    "Lecture",
    "LigneTypee",
    "Limites",
    "Probleme",
    "TableLue",
    "lire",
]
