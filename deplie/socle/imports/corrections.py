"""Correct cells of a staged line before the run is applied: the line is read again, the run compared again."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.db import transaction

from deplie.socle.erreurs import RefusMetier
from deplie.socle.imports import sql
from deplie.socle.imports.brut import cellules_de
from deplie.socle.imports.course import Course
from deplie.socle.imports.execution import PERIMEES, comparer
from deplie.socle.imports.lecture import Rangeur
from deplie.socle.imports.registre import ImportTable, lieu_de
from deplie.socle.imports.registre import table as table_nommee
from deplie.socle.journal import Auteur, consigner
from deplie.socle.lecture import Contexte, TableLue
from deplie.socle.models import Lot, MessageLot


def corriger_cellules(
    lot: Lot, table: str, ligne: int, cellules: Mapping[str, str], *, par: Auteur, recomparer: bool = True
) -> Lot:
    """Put texts in cells of a line, check it again as if the file had said so, then compare the whole run again.

    ``ligne`` is the row of the spreadsheet, ``cellules`` the new text by column of the description. The journal keeps
    which columns, not what they hold. ``recomparer=False`` leaves the comparison to the caller, who has other lines to
    correct or a large run to compare in the background. Raises RefusMetier when the run is not waiting to be applied,
    when the line is not there or the file has no such column.
    """
    description = table_nommee(table)
    with transaction.atomic():
        _verifier_attente(lot)
        numero, feuille, brut = _ligne(lot, description, ligne)
        entetes = lot.entetes[table][feuille]
        corrigees = _corriger(entetes, brut, cellules)
        _relire(lot, description, feuille, _table_lue(description, entetes, ligne, corrigees, set(cellules)), numero)
        detail = {"table": table, "ligne": ligne, "colonnes": sorted(cellules)}
        consigner("corriger une ligne à importer", par=par, objet=lot, territoire=lot.territoire, detail=detail)
        if not recomparer:
            # No comparison holds any more: applying would begin by one.
            lot.generations = PERIMEES
            lot.save(update_fields=["generations"])
    return comparer(lot) if recomparer else lot


def _verifier_attente(lot: Lot) -> None:
    etat = Lot.objects.select_for_update().values_list("etat", flat=True).get(pk=lot.pk)
    if etat != Lot.Etat.PRET:
        raise RefusMetier(f"L'import n° {lot.pk} n'attend plus de correction : il est « {Lot.Etat(etat).label} ».")


def _ligne(lot: Lot, table: ImportTable, ligne: int) -> tuple[int, int, list[Any]]:
    """The staged line of that row: a rejected one first, where several files have such a row."""
    lues = sql.lire(
        f"SELECT id, feuille, brut FROM {table.lignes._meta.db_table} WHERE lot_id = %s AND ligne = %s "
        "AND etat <> 'F' ORDER BY CASE etat WHEN 'R' THEN 0 ELSE 1 END, id LIMIT 1",
        [lot.pk, ligne],
    )
    if not lues:
        raise RefusMetier(f"La ligne {ligne} n'est pas dans la table « {table.nom} » de cet import.")
    numero, feuille, brut = lues[0]
    return numero, feuille, cellules_de(brut)


def _corriger(entetes: Mapping[str, Any], brut: list[Any], cellules: Mapping[str, str]) -> list[Any]:
    colonnes = entetes["colonnes"]
    corrigees = [*brut, *[""] * (len(colonnes) - len(brut))]
    for colonne, texte in cellules.items():
        if colonne not in colonnes:
            raise RefusMetier(f"Le fichier n'a pas de colonne « {colonne} » : ajoutez-la au fichier et recommencez.")
        corrigees[colonnes.index(colonne)] = texte
    return corrigees


def _table_lue(
    table: ImportTable, entetes: Mapping[str, Any], ligne: int, cellules: list[Any], corrigees: set[str]
) -> TableLue:
    """The table as it was found, with this line alone; a column refused as a whole is not where it is corrected."""
    par_nom = table.description.par_nom
    refusees = {nom: phrase for nom, phrase in entetes["refusees"].items() if nom not in corrigees}
    return TableLue(
        description=table.description,
        source=entetes["source"],
        colonnes=[par_nom[nom] if nom else None for nom in entetes["colonnes"]],
        entetes=entetes["entetes"],
        avertissements=[],
        attendues=1,
        ligne_entete=entetes["ligne_entete"],
        contexte=Contexte(classeur=entetes["classeur"], depuis_1904=entetes["depuis_1904"]),
        ouvrir=lambda: iter([(ligne, cellules)]),
        colonnes_refusees=refusees,
    )


def _relire(lot: Lot, table: ImportTable, feuille: int, lue: TableLue, numero: int) -> None:
    course = Course(lot, d_un_bloc=True)
    ranger = Rangeur(course, table, feuille, lue)
    (typee,) = lue.typees(lieu_de(lot.territoire).region)
    MessageLot.objects.filter(lot=lot, table_nom=table.nom, ligne=typee.numero, de_comparaison=False).delete()
    sql.modifier(table.lignes, ranger.colonnes, [(*ranger(typee), numero)])
    course.ecrire_messages()
