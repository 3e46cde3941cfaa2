"""The lines of a run as they would be, a page at a time: what a person looks at before applying."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from typing import NamedTuple

from deplie.socle.imports import registre, sql
from deplie.socle.imports.brut import cellules_de, texte
from deplie.socle.models import LigneLot, Lot, MessageLot


class Remarque(NamedTuple):
    """What is said of a line: ``rejet`` or warning, the column, the sentence."""

    rejet: bool
    colonne: str
    message: str


class LigneVue(NamedTuple):
    """A line of the file: its row, its state (letters of ``LigneLot``), its cells by column, what is said of it."""

    ligne: int
    etat: str
    cellules: dict[str, str]
    remarques: tuple[Remarque, ...]


def lignes_de(lot: Lot, table: str, *, etat: str = "", debut: int = 0, nombre: int = 50) -> list[LigneVue]:
    """``nombre`` lines of a table from the rank ``debut``, in the order of the file; of one state if ``etat`` is given.

    Once the run is applied, only the rejected lines are left. Raises KeyError for a table that does not exist.
    """
    modele = registre.table(table).lignes._meta.db_table
    choix = "etat = %s" if etat else "etat <> %s"
    lues = sql.lire(
        f"SELECT ligne, etat, feuille, brut FROM {modele} WHERE lot_id = %s AND {choix} "
        f"ORDER BY feuille, ligne, id LIMIT {int(nombre)} OFFSET {int(debut)}",
        [lot.pk, etat or LigneLot.FUSIONNEE],
    )
    feuilles = [feuille["colonnes"] for feuille in lot.entetes.get(table, [])]
    remarques = _remarques(lot, table, [ligne[0] for ligne in lues])
    return [
        LigneVue(
            ligne,
            etat_lu,
            {nom: texte(cellule) for nom, cellule in zip(feuilles[feuille], cellules_de(brut), strict=False) if nom},
            tuple(remarques[ligne]),
        )
        for ligne, etat_lu, feuille, brut in lues
    ]


def _remarques(lot: Lot, table: str, lignes: Sequence[int]) -> dict[int, list[Remarque]]:
    par_ligne: dict[int, list[Remarque]] = defaultdict(list)
    dits = MessageLot.objects.filter(lot=lot, table_nom=table, ligne__in=lignes).order_by("pk")
    for ligne, gravite, colonne, message in dits.values_list("ligne", "gravite", "colonne", "message"):
        par_ligne[ligne].append(Remarque(gravite == MessageLot.REJET, colonne, message))
    return par_ligne
