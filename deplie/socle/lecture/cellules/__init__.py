"""From a raw cell to a typed value: one memoised reader per column."""

from __future__ import annotations

from collections.abc import Callable
from typing import Final

from deplie.socle.lecture.cellules.codes import lire_code, lire_liste
from deplie.socle.lecture.cellules.contacts import lire_courriel, lire_telephone
from deplie.socle.lecture.cellules.dates import lire_date
from deplie.socle.lecture.cellules.nombres import lire_entier, lire_nombre
from deplie.socle.lecture.cellules.reperes import (
    lire_commune,
    lire_identifiant,
    lire_majuscules,
    lire_organisme,
    lire_postal,
    lire_qpv,
)
from deplie.socle.lecture.cellules.texte import (
    LireTexte,
    est_erreur,
    lire_texte,
    nettoyer,
    nettoyer_paragraphes,
    sans_apostrophe,
)
from deplie.socle.lecture.types import Cellule, CelluleRefusee, Contexte, Lecteur, Lecture
from deplie.socle.phrases import insecables
from deplie.socle.tableaux.champs import MARQUE_VIDE, VIDE, Champ, Type

__all__ = ["Memoire", "lecteur", "memoire"]

# Cells remembered per column: beyond, a column of values all different would only fill the memory.
MEMOIRE_MAX: Final = 8_192
RIEN: Final = Lecture(None)

_LECTEURS: Final[dict[Type, Callable[[Champ, Contexte], LireTexte]]] = {
    Type.TEXTE: lambda champ, _: lire_texte(champ),
    Type.IDENTIFIANT: lambda champ, _: lire_identifiant(champ),
    Type.MAJUSCULES: lambda champ, _: lire_majuscules(champ),
    Type.CODE: lambda champ, _: lire_code(champ),
    Type.LISTE: lambda champ, _: lire_liste(champ),
    Type.DATE: lambda _, contexte: lire_date(contexte),
    Type.ENTIER: lambda champ, _: lire_entier(champ),
    Type.NOMBRE: lambda champ, _: lire_nombre(champ),
    Type.COMMUNE: lambda champ, _: lire_commune(champ),
    Type.POSTAL: lambda champ, _: lire_postal(champ),
    Type.QPV: lambda champ, _: lire_qpv(champ),
    Type.TELEPHONE: lambda champ, contexte: lire_telephone(champ, contexte.region),
    Type.COURRIEL: lambda champ, _: lire_courriel(champ),
    Type.ORGANISME: lambda champ, _: lire_organisme(champ),
}


class Memoire(dict[Cellule, Lecture]):
    """``memoire[cellule]`` is the ``Lecture`` of a cell; nothing is raised, a refusal is in ``rejet``."""

    def __init__(self, champ: Champ, contexte: Contexte) -> None:
        super().__init__()
        self._lire = _LECTEURS[champ.type](champ, contexte)
        self._liste = champ.type is Type.LISTE
        self._classeur = contexte.classeur
        self._nettoyer = nettoyer_paragraphes if champ.paragraphes else nettoyer

    def __missing__(self, cellule: Cellule) -> Lecture:
        lecture = self._lire_cellule(cellule)
        if len(self) < MEMOIRE_MAX:
            self[cellule] = lecture
        return lecture

    def _lire_cellule(self, cellule: Cellule) -> Lecture:
        note = ""
        if isinstance(cellule, str):
            if self._liste:
                cellule = cellule.replace("\r", "|").replace("\n", "|")
            cellule, note = self._nettoyer(cellule)
            if cellule[:1] == "'" and not self._classeur:
                cellule = sans_apostrophe(cellule)
        if cellule is None or cellule == "":
            return Lecture(None, insecables(note)) if note else RIEN
        lecture = self._selon_type(cellule)
        if note and not lecture.rejet:
            lecture = Lecture(lecture.valeur, f"{note} {lecture.avertissement}".strip())
        return Lecture(lecture.valeur, insecables(lecture.avertissement)) if lecture.avertissement else lecture

    def _selon_type(self, cellule: Cellule) -> Lecture:
        if isinstance(cellule, str):
            if cellule[0] == "#" and cellule.upper() == MARQUE_VIDE:
                return Lecture(VIDE)
            if cellule[0] in "#Ee" and est_erreur(cellule):
                return Lecture(None, "", insecables(f"La cellule contient une erreur de formule ({cellule})."))
        try:
            return self._lire(cellule)
        except CelluleRefusee as refus:
            return Lecture(None, "", refus.message)


def memoire(champ: Champ, contexte: Contexte | None = None) -> Memoire:
    """The memoised readings of a column."""
    return Memoire(champ, contexte or Contexte())


def lecteur(champ: Champ, contexte: Contexte | None = None) -> Lecteur:
    """A function that reads one cell of the column, memoised; it raises CelluleRefusee."""
    lectures = memoire(champ, contexte)

    def lire(cellule: Cellule) -> Lecture:
        lecture = lectures[cellule]
        if lecture.rejet:
            raise CelluleRefusee(lecture.rejet)
        return lecture

    return lire
