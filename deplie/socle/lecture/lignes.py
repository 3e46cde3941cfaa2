"""Type the lines of a table: each cell through its column's memory, obligatory cells checked."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from operator import itemgetter
from typing import Any

from deplie.socle.lecture.cellules import Memoire, memoire
from deplie.socle.lecture.cellules.texte import en_texte
from deplie.socle.lecture.types import Cellule, Contexte, Lecture, LigneTypee, Probleme, TableLue
from deplie.socle.phrases import insecables
from deplie.socle.tableaux.champs import MARQUE_VIDE, VIDE, Champ


class _Refus(Memoire):
    """A column refused as a whole: whatever it holds is a refusal, an empty cell is still empty."""

    def __init__(self, champ: Champ, contexte: Contexte, phrase: str) -> None:
        super().__init__(champ, contexte)
        self._phrase = insecables(phrase)

    def _lire_cellule(self, cellule: Cellule) -> Lecture:
        lecture = super()._lire_cellule(cellule)
        vide = (lecture.valeur is None and not lecture.rejet) or lecture.valeur is VIDE
        return lecture if vide else Lecture(None, "", self._phrase)


def _memoires(table: TableLue, contexte: Contexte) -> list[Memoire]:
    refusees = table.colonnes_refusees
    return [_Refus(c, contexte, refusees[c.nom]) if c.nom in refusees else memoire(c, contexte) for c in table.champs]


def typer(table: TableLue, region: str) -> Iterator[LigneTypee]:
    """The lines of the table with typed values, in the order of ``table.champs``; see ``TableLue.typees``."""
    memoires = _memoires(table, replace(table.contexte, region=region))
    champs, largeur = table.champs, len(table.colonnes)
    indices = [i for i, champ in enumerate(table.colonnes) if champ is not None]
    # itemgetter gives a bare value for one index; every table has several obligatory columns.
    choisir = itemgetter(*indices)
    obligatoires = [(i, champ) for i, champ in enumerate(champs) if champ.obligatoire]
    for numero, cellules in table.lignes():
        if len(cellules) < largeur:
            cellules = [*cellules, *[""] * (largeur - len(cellules))]
        choisies = choisir(cellules)
        lectures = [lues[cellule] for lues, cellule in zip(memoires, choisies, strict=True)]
        valeurs = [lecture[0] for lecture in lectures]
        rejets: list[Probleme] = []
        avertissements: list[Probleme] = []
        for i, (_, avertissement, rejet) in enumerate(lectures):
            if rejet:
                rejets.append(Probleme(champs[i].nom, en_texte(choisies[i]), rejet))
            elif avertissement:
                avertissements.append(Probleme(champs[i].nom, en_texte(choisies[i]), avertissement))
        for i, champ in obligatoires:
            if not valeurs[i] and (valeurs[i] is None or valeurs[i] is VIDE) and not lectures[i].rejet:
                rejets.append(_manquante(champ, valeurs[i]))
        if len(cellules) > largeur:
            rejets += _debordement(cellules, largeur)
        yield LigneTypee(numero, valeurs, cellules, tuple(rejets), tuple(avertissements))


def _manquante(champ: Champ, valeur: Any) -> Probleme:
    if valeur is VIDE:
        phrase = f"La colonne « {champ.libelle} » est obligatoire : elle ne peut pas être effacée."
        return Probleme(champ.nom, MARQUE_VIDE, insecables(phrase))
    phrase = f"La colonne « {champ.libelle} » est obligatoire et la cellule est vide."
    return Probleme(champ.nom, "", insecables(phrase))


def _debordement(cellules: Sequence[Cellule], largeur: int) -> list[Probleme]:
    """Filled cells past the last header: a separator stands in an unquoted text, so that every value may be shifted."""
    reste = [en_texte(c).strip() for c in cellules[largeur:]]
    if not any(reste):
        return []
    phrase = (
        f"La ligne a {len(cellules)} cellules pour {largeur} colonnes : un texte contient sans doute un séparateur. "
        "Mettez ce texte entre guillemets."
    )
    return [Probleme("", " ".join(filter(None, reste)), insecables(phrase))]
