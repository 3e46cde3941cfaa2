"""Cleaning of text cells, and text columns.

Rule for characters, the same for every column: NFC; ends trimmed; every kind of space (no-break, thin, tab, line
break) becomes one plain space; control characters, NUL included, and marks of writing direction are removed with a
warning; zero-width marks and soft hyphens are removed without one. Joiners are kept (emoji and several scripts need
them), so are letters of every script, emoji, HTML, SQL and formulas: they are text, and stay text.
A column of paragraphs keeps its line breaks.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable
from datetime import date, datetime, time, timedelta
from typing import Final

from deplie.socle.lecture.cellules.nir import est_nir
from deplie.socle.lecture.types import Cellule, CelluleRefusee, Lecture
from deplie.socle.tableaux.champs import Champ

LireTexte = Callable[[Cellule], Lecture]

_ESPACES: Final = re.compile("[ \t\n\r\x0b\x0c\x85\u00a0\u1680\u2000-\u200a\u2028\u2029\u202f\u205f\u3000]+")
_LIGNES: Final = re.compile("\r\n|[\n\r\x0b\x0c\x85\u2028\u2029]")
_INVISIBLES: Final = re.compile("[\u00ad\u200b\u2060-\u2064\ufeff\ufff9-\ufffb\ufffe\uffff]")
_CONTROLES: Final = re.compile("[\x00-\x08\x0e-\x1f\x7f-\x84\x86-\x9f\ud800-\udfff]")
_SENS: Final = re.compile("[\u061c\u200e\u200f\u202a-\u202e\u2066-\u206f]")
_TIRETS: Final = re.compile("[\u2010\u2011]")
# What UTF-8 becomes when read as Windows-1252: « Ã© » for « é », « â€™ » for « ’ ».
_MAL_ENCODE: Final = re.compile(
    "[ÃÂ][\x80-\xbf\u0152\u0153\u0160\u0161\u0178\u017d\u017e\u0192\u02c6\u02dc\u2013-\u203a\u20ac\u2122]|â€|Å[\x92\x93\u2019\u201c]"
)
_DANGER: Final = re.compile("'+[=+\\-@\t\r\uff1d\uff0b\uff0d\uff20]")
_ERREURS: Final = re.compile(
    r"#(N/A|REF!|VALEUR!|VALUE!|DIV/0!|NOM\?|NAME\?|NUL!|NULL!|NOMBRE!|NUM!|#+)|Err\s?:\s?\d+", re.I
)


def nettoyer(texte: str) -> tuple[str, str]:
    """The text under the rule above, and the warning it deserves ("" if none)."""
    if texte.isascii() and texte.isprintable():
        net = texte.strip()
        return (_ESPACES.sub(" ", net) if "  " in net else net), ""
    note = _mal_encode(texte)
    net = _INVISIBLES.sub("", _TIRETS.sub("-", _ESPACES.sub(" ", texte)))
    if _CONTROLES.search(net):
        note = note or "Des caractères de contrôle invisibles ont été retirés de la cellule."
        net = _CONTROLES.sub("", net)
    if _SENS.search(net):
        note = note or "Des marques invisibles de sens d'écriture ont été retirées de la cellule."
        net = _SENS.sub("", net)
    return unicodedata.normalize("NFC", _ESPACES.sub(" ", net).strip()), note


def nettoyer_paragraphes(texte: str) -> tuple[str, str]:
    """The same for a text of several lines: each under the rule, the breaks between them kept."""
    lignes = [nettoyer(ligne) for ligne in _LIGNES.split(texte)]
    return "\n".join(net for net, _ in lignes).strip(), next((note for _, note in lignes if note), "")


def _mal_encode(texte: str) -> str:
    if "\ufffd" in texte:
        return (
            "Des caractères ont été perdus (« \ufffd ») : le fichier a été mal enregistré. Reprenez l'export d'origine."
        )
    if not _MAL_ENCODE.search(texte):
        return ""
    probable = sens_probable(texte)
    propose = f" (sans doute « {probable} »)" if probable else ""
    return f"Accents mal enregistrés{propose} : la cellule est gardée telle quelle. Reprenez l'export en UTF-8."


def sens_probable(texte: str) -> str:
    """What a text written twice over (« PrÃ©nom ») was at first, "" where that cannot be told."""
    for encodage in ("cp1252", "latin-1"):
        try:
            return texte.encode(encodage).decode("utf-8")
        except UnicodeError:
            continue
    return ""


def sans_apostrophe(texte: str) -> str:
    """Take back the apostrophe that CSV exports put before what a spreadsheet would run as a formula."""
    return texte[1:] if _DANGER.match(texte) else texte


def est_erreur(texte: str) -> bool:
    """Is it what a spreadsheet shows for a failed formula (« #N/A », « #REF! », « Err:502 »)?"""
    return _ERREURS.fullmatch(texte) is not None


def en_texte(cellule: Cellule) -> str:
    """A cell as people read it: a whole number loses its « .0 », a day is written 29/02/2020."""
    if isinstance(cellule, str):
        return cellule
    if cellule is None:
        return ""
    if isinstance(cellule, bool):
        return "VRAI" if cellule else "FAUX"
    if isinstance(cellule, float):
        return str(int(cellule)) if cellule.is_integer() and abs(cellule) < 1e15 else repr(cellule)
    if isinstance(cellule, datetime) and cellule.time() != time():
        return cellule.strftime("%d/%m/%Y %H:%M:%S")
    if isinstance(cellule, date):
        return cellule.strftime("%d/%m/%Y")
    return str(cellule)


def trop_long(champ: Champ, texte: str) -> None:
    """Raise CelluleRefusee where the text does not fit in its column."""
    if len(texte) > champ.longueur:
        raise CelluleRefusee(
            f"Le texte a {len(texte)} caractères ; la colonne « {champ.libelle} » en accepte {champ.longueur}."
        )


def lire_texte(champ: Champ) -> LireTexte:
    """Reader of a text column."""

    def lire(cellule: Cellule) -> Lecture:
        texte = en_texte(cellule)
        if est_nir(texte):
            raise CelluleRefusee(
                "Cette valeur ressemble à un numéro de sécurité sociale, qui ne doit pas être enregistré."
            )
        trop_long(champ, texte)
        if isinstance(cellule, date | time | timedelta):
            return Lecture(texte, "Le tableur a transformé ce texte en date ; il est gardé comme le tableur le montre.")
        return Lecture(texte)

    return lire
