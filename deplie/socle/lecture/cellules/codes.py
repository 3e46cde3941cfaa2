"""Columns that hold one code of a list, or several separated by « | »."""

from __future__ import annotations

import re
from datetime import date
from typing import Final

from deplie.socle.lecture.cellules.texte import LireTexte, en_texte
from deplie.socle.lecture.types import Cellule, CelluleRefusee, Lecture
from deplie.socle.tableaux.champs import Champ
from deplie.socle.tableaux.codes import ListeDeCodes, cle_de_code

MONTRES: Final = 9  # values shown in a message
_AUTRES_SEPARATEURS: Final = re.compile(r"[,;/+]")
_PROCHE: Final = 75  # closeness, out of 100, from which a spelling is suggested


def liste_de(champ: Champ) -> ListeDeCodes:
    """The code list of a column. Raises ValueError where the declaration forgot it."""
    if champ.codes is None:
        raise ValueError(f"la colonne {champ.nom} n'a pas de liste de codes")
    return champ.codes


def _inconnu(codes: ListeDeCodes, texte: str) -> CelluleRefusee:
    proche = _proche(codes, texte)
    suggestion = f" Vouliez-vous dire « {proche} » ?" if proche else ""
    return CelluleRefusee(f"« {texte} » est inconnu.{suggestion} Valeurs attendues : {_attendus(codes)}")


def _attendus(codes: ListeDeCodes) -> str:
    """The codes of a short list with their labels; the first labels of a long one."""
    if len(codes) <= MONTRES:
        return f"{', '.join(f'{c.code} ({c.libelle})' for c in codes)}."
    debut = ", ".join(c.libelle for c in list(codes)[:MONTRES])
    return f"{debut}… ({len(codes)} valeurs, listées dans la notice du modèle)."


def _proche(codes: ListeDeCodes, texte: str) -> str:
    from rapidfuzz import fuzz, process

    trouve = process.extractOne(cle_de_code(texte), codes.graphies.keys(), scorer=fuzz.ratio, score_cutoff=_PROCHE)
    return codes.libelle(codes.graphies[trouve[0]][0]) if trouve else ""


def _trouver(codes: ListeDeCodes, cellule: Cellule) -> tuple[str, str] | None:
    if isinstance(cellule, date):
        # A spreadsheet turns the level « 1-2 » into the first of February.
        for texte in (f"{cellule.day}-{cellule.month}", f"{cellule.month}-{cellule.day}"):
            if trouve := codes.trouver(texte):
                return trouve[0], f"Le tableur avait transformé « {texte} » en date ; le code a été lu {trouve[0]}."
        return None
    return codes.trouver(en_texte(cellule))


def lire_code(champ: Champ) -> LireTexte:
    """Reader of a column of codes."""
    codes = liste_de(champ)

    def lire(cellule: Cellule) -> Lecture:
        if trouve := _trouver(codes, cellule):
            return Lecture(*trouve)
        raise _inconnu(codes, en_texte(cellule))

    return lire


def lire_liste(champ: Champ) -> LireTexte:
    """Reader of a column of several codes: a tuple without repetition, in the order of the cell."""
    codes = liste_de(champ)

    def lire(cellule: Cellule) -> Lecture:
        texte = en_texte(cellule)
        parties = [p for p in (morceau.strip() for morceau in texte.split("|")) if p]
        lues = [codes.trouver(partie) for partie in parties]
        note = ""
        if None in lues:
            autres = [p for partie in parties for p in _AUTRES_SEPARATEURS.split(partie) if p.strip()]
            relues = [codes.trouver(partie) for partie in autres]
            if None in relues:
                raise _inconnu(codes, parties[lues.index(None)])
            lues, note = relues, "Les codes sont séparés par « | » ; un autre séparateur a été reconnu."
        trouves = [lue for lue in lues if lue]
        notes = [phrase for _, phrase in trouves if phrase]
        return Lecture(tuple(dict.fromkeys(code for code, _ in trouves)) or None, note or " ".join(notes))

    return lire
