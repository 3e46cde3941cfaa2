"""Identifiers of people, places and bodies: a malformed one is kept as text with a warning, as the contract says."""

from __future__ import annotations

import re
from datetime import date, time, timedelta
from typing import Final

from deplie.socle.lecture.cellules.nir import est_nir
from deplie.socle.lecture.cellules.texte import LireTexte, en_texte, trop_long
from deplie.socle.lecture.types import Cellule, CelluleRefusee, Lecture
from deplie.socle.tableaux.champs import Champ

_SCIENTIFIQUE: Final = re.compile(r"\d(?:[.,]\d+)?E\+?\d{1,3}", re.I | re.A)
_COMMUNE: Final = re.compile(r"(?:\d\d|2[AB])\d{3}", re.A)
_POSTAL: Final = re.compile(r"\d{5}", re.A)
_QPV: Final = re.compile(r"Q[PN]\d{6}|QN[0-9AB]{5}[A-Z]", re.A)
_QPV_COURT: Final = re.compile(r"(QP)(\d{4,5})|(\d{6})", re.A)
_SEPARATEURS: Final = re.compile(r"[\s.\-]")
PERDU: Final = "Le zéro initial manquait : « {} » a été lu {}."


def lire_identifiant(champ: Champ) -> LireTexte:
    """Reader of an identifier given by another tool: it must not have been bent by a spreadsheet."""

    def lire(cellule: Cellule) -> Lecture:
        texte = en_texte(cellule)
        if isinstance(cellule, date | time | timedelta):
            raise CelluleRefusee(
                f"Le tableur a transformé « {champ.libelle} » en date. Mettez la colonne au format Texte."
            )
        if _SCIENTIFIQUE.fullmatch(texte) or (isinstance(cellule, float) and abs(cellule) >= 1e15):
            raise CelluleRefusee(f"Le tableur a arrondi ce numéro (« {texte} »). Mettez la colonne au format Texte.")
        if est_nir(texte):
            raise CelluleRefusee(
                "Cette valeur ressemble à un numéro de sécurité sociale, qui ne doit pas être enregistré."
            )
        trop_long(champ, texte)
        return Lecture(texte)

    return lire


def lire_majuscules(champ: Champ) -> LireTexte:
    """Reader of a code that the territory declares: upper case."""

    def lire(cellule: Cellule) -> Lecture:
        texte = en_texte(cellule).upper()
        trop_long(champ, texte)
        return Lecture(texte)

    return lire


def lire_commune(champ: Champ) -> LireTexte:
    """Reader of INSEE codes: « 2A004 », « 97415 »; a lost leading zero is put back."""
    return _code_de_cinq(champ, _COMMUNE, "code INSEE (cinq caractères, par exemple 97415 ou 2A004)")


def lire_postal(champ: Champ) -> LireTexte:
    """Reader of postal codes; a lost leading zero is put back."""
    return _code_de_cinq(champ, _POSTAL, "code postal (cinq chiffres, par exemple 97460)", "F")


def _code_de_cinq(champ: Champ, forme: re.Pattern[str], attendu: str, prefixe: str = "") -> LireTexte:
    def lire(cellule: Cellule) -> Lecture:
        texte = en_texte(cellule)
        compact = _SEPARATEURS.sub("", texte).upper().removeprefix(prefixe)
        if forme.fullmatch(compact):
            return Lecture(compact)
        if len(compact) == 4 and forme.fullmatch("0" + compact):
            return Lecture("0" + compact, PERDU.format(texte, "0" + compact))
        return _garder(champ, texte, f"« {texte} » n'a pas la forme d'un {attendu}.")

    return lire


def _garder(champ: Champ, texte: str, phrase: str) -> Lecture:
    if len(texte) > champ.longueur:
        raise CelluleRefusee(phrase)
    return Lecture(texte, f"{phrase} La valeur est gardée telle quelle.")


def lire_qpv(champ: Champ) -> LireTexte:
    """Reader of codes of priority neighbourhoods: « QP974001 » (2015) or « QN » and six characters (2024)."""

    def lire(cellule: Cellule) -> Lecture:
        texte = en_texte(cellule)
        compact = _SEPARATEURS.sub("", texte).upper()
        if _QPV.fullmatch(compact):
            return Lecture(compact)
        if forme := _QPV_COURT.fullmatch(compact):
            complet = "QP" + (forme[2] or forme[3]).zfill(6)
            return Lecture(complet, f"Code QPV incomplet : « {texte} » a été lu {complet}.")
        return _garder(champ, texte, f"« {texte} » n'a pas la forme d'un code QPV (QP et six chiffres, ou QN).")

    return lire


def lire_organisme(champ: Champ) -> LireTexte:
    """Reader of a body's name or SIRET; a wrong SIRET warns and stays as a name."""
    from stdnum.fr import siren, siret

    def lire(cellule: Cellule) -> Lecture:
        texte = en_texte(cellule)
        if est_nir(texte):
            raise CelluleRefusee(
                "Cette valeur ressemble à un numéro de sécurité sociale, qui ne doit pas être enregistré."
            )
        trop_long(champ, texte)
        compact = _SEPARATEURS.sub("", texte)
        if not compact.isdecimal() or not compact.isascii() or len(compact) not in (9, 13, 14):
            return Lecture(texte)
        if (len(compact) == 14 and siret.is_valid(compact)) or (len(compact) == 9 and siren.is_valid(compact)):
            return Lecture(compact)
        if len(compact) == 13 and siret.is_valid("0" + compact):
            return Lecture("0" + compact, PERDU.format(texte, "0" + compact))
        return Lecture(
            texte, f"« {texte} » n'est pas un SIRET valide (14 chiffres, dont une clé) ; gardé comme un nom."
        )

    return lire
