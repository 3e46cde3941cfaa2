"""The rejected lines taken back: the columns of the file as they were, then why, to be corrected and sent again."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterator
from typing import Final

from deplie.socle.imports import registre, sql
from deplie.socle.imports.brut import cellules_de, texte
from deplie.socle.models import Lot, MessageLot
from deplie.socle.tableaux import ecrire_csv

MOTIF: Final = "motif_rejet"
RETIRE: Final = "Des réponses réservées ne sont pas reprises ici : retrouvez-les dans votre fichier."
RESERVE: Final = "La valeur de cette colonne est réservée ; elle n'est pas reconnue."
PAQUET: Final = 2_000


def fichier_des_rejets(lot: Lot, table: str, reserve: Callable[[str, str], bool]) -> Iterator[str]:
    """The CSV text, line by line, of the lines of a table that the run rejects; nothing in it runs when it is opened.

    ``reserve(column, text)``: whether a cell says what its reader may not read; it is left empty, and that is said.
    Several files of one table are one: their columns follow each other, a column of the same name once. A run applied
    long ago has no lines left: the header alone. Raises KeyError for a table that does not exist.
    """
    feuilles = [feuille["entetes"] for feuille in lot.entetes.get(table, [])]
    entetes = list(dict.fromkeys(entete for feuille in feuilles for entete in feuille if entete != MOTIF))
    return ecrire_csv([*entetes, MOTIF], _lignes(lot, table, entetes, reserve))


def _lignes(lot: Lot, table: str, entetes: list[str], reserve: Callable[[str, str], bool]) -> Iterator[list[str]]:
    feuilles = [
        list(zip(feuille["entetes"], feuille["colonnes"], strict=True)) for feuille in lot.entetes.get(table, [])
    ]
    modele = registre.table(table).lignes._meta.db_table
    rangs = {entete: rang for rang, entete in enumerate(entetes)}
    dernier = 0
    while lues := sql.lire(
        f"SELECT id, feuille, ligne, brut FROM {modele} WHERE lot_id = %s AND etat = 'R' AND id > %s "
        f"ORDER BY id LIMIT {PAQUET}",
        [lot.pk, dernier],
    ):
        dernier = lues[-1][0]
        motifs = _motifs(lot, table, lues[0][2], lues[-1][2], reserve)
        for _, feuille, ligne, brut in lues:
            rangee = [""] * len(entetes)
            retires = False
            for (entete, colonne), cellule in zip(feuilles[feuille], cellules_de(brut), strict=False):
                if colonne and reserve(colonne, texte(cellule)):
                    retires = True
                elif entete in rangs:
                    rangee[rangs[entete]] = texte(cellule) or rangee[rangs[entete]]
            yield [*rangee, " ".join((*motifs[ligne], *([RETIRE] if retires else ())))]


def _motifs(
    lot: Lot, table: str, premiere: int, derniere: int, reserve: Callable[[str, str], bool]
) -> dict[int, list[str]]:
    bornes = (min(premiere, derniere), max(premiere, derniere))
    motifs: dict[int, list[str]] = defaultdict(list)
    dits = MessageLot.objects.filter(lot=lot, table_nom=table, gravite=MessageLot.REJET, ligne__range=bornes).order_by(
        "pk"
    )
    for ligne, colonne, valeur, message in dits.values_list("ligne", "colonne", "valeur", "message"):
        if reserve(colonne, valeur):
            message = RESERVE
        motifs[ligne].append(f"{colonne}\u00a0: {message}" if colonne else message)
    return motifs
