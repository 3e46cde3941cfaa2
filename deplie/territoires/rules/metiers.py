"""Looking for an occupation of the ROME by the words that people use: without accents, in either gender.

The list itself stands in ``territoires/donnees`` (source and licence: ``ROME.md``); nothing here reads it.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from functools import lru_cache
from typing import Final

from deplie.socle.tableaux.codes import sans_accent

CODE: Final = re.compile(r"[A-N]\d{4}")
FORME: Final = "Un code ROME s'écrit avec une lettre et quatre chiffres : K1304."
PROPOSES: Final = 8

_MOT = re.compile(r"[a-z0-9]+")
_VIDES = frozenset({"de", "du", "des", "la", "le", "les", "en", "et", "un", "une", "au", "aux", "pour", "par", "ou"})
# Everyday words that no label of the ROME says, and the occupations that they are said of.
_USAGES: Final[Mapping[str, tuple[str, ...]]] = {
    "menage": ("K1304", "K2205"),
    "nettoyage": ("K2205",),
    "domicile": ("K1304", "K1302"),
    "technicien de surface": ("K2205", "K2204"),
    "technicienne de surface": ("K2205", "K2204"),
    "vente": ("D1106", "D1214", "D1211", "D1212"),
    "preparateur de commandes": ("N1103",),
    "caissier": ("D1505",),
    "caissiere": ("D1505",),
    "macon": ("F1703",),
    "espaces verts": ("A1203",),
    "plonge": ("G1605",),
    "plongeur": ("G1605",),
    "cantine": ("G1606", "G1605"),
    "chauffeur": ("N4101", "N4105"),
    "livreur": ("N4105",),
    "secretaire": ("M1607",),
    "nounou": ("K1303",),
}


def chercher(metiers: Mapping[str, str], texte: str, nombre: int = PROPOSES) -> list[str]:
    """Codes of the occupations that most of the words name, the closest first; empty when no word is heard."""
    mots = _mots(texte)
    notes: dict[str, tuple[int, int]] = {}
    for code, libelle in metiers.items():
        ecrits = _mots(libelle)
        touches = [max((_proximite(mot, ecrit) for ecrit in ecrits), default=0) for mot in mots]
        if any(touches):
            notes[code] = (sum(map(bool, touches)), sum(touches))
    plie = " ".join(_MOT.findall(sans_accent(texte)))
    for usage, codes in _USAGES.items():
        if re.search(rf"\b{usage}\b", plie):
            notes |= {code: (len(mots), 4 * len(mots)) for code in codes if code in metiers}
    combien = max((mots_trouves for mots_trouves, _ in notes.values()), default=0)
    gardes = [code for code, (mots_trouves, _) in notes.items() if mots_trouves == combien]
    return sorted(gardes, key=lambda code: (-notes[code][1], len(metiers[code]), code))[:nombre]


def reconnaitre(metiers: Mapping[str, str], texte: str) -> str | None:
    """The code that a text names without doubt: a code it holds, or a label as it is written, in either gender."""
    for trouve in re.findall(r"\b[A-Na-n]\d{4}\b", texte):
        if trouve.upper() in metiers:
            return str(trouve.upper())
    plie = sans_accent(texte).strip()
    nommes = [code for code, libelle in metiers.items() if plie in _pliees(libelle)]
    return nommes[0] if len(nommes) == 1 else None


def voisins(metiers: Mapping[str, str], code: str, nombre: int = PROPOSES) -> list[str]:
    """The codes of the list that begin as this one does, the longest common beginning first."""
    communs = {connu: _commun(connu, code) for connu in metiers}
    gardes = [connu for connu, lettres in communs.items() if lettres >= 3]
    return sorted(gardes, key=lambda connu: (-communs[connu], connu))[:nombre]


def formes(libelle: str) -> Iterator[str]:
    """« Vendeur / Vendeuse en épicerie »: the label, then « Vendeur en épicerie » and « Vendeuse en épicerie »."""
    yield libelle
    masculin, _, feminin = libelle.partition(" / ")
    if feminin:
        yield feminin
        yield masculin if " " in masculin else " ".join((masculin, *feminin.split(" ")[1:]))


@lru_cache(maxsize=4_096)
def _pliees(libelle: str) -> frozenset[str]:
    return frozenset(map(sans_accent, formes(libelle)))


@lru_cache(maxsize=4_096)
def _mots(texte: str) -> tuple[str, ...]:
    return tuple(mot for mot in _MOT.findall(sans_accent(texte)) if len(mot) > 1 and mot not in _VIDES)


def _proximite(mot: str, ecrit: str) -> int:
    """3 for the same word, 2 for its beginning, 1 for the same root (« caissière », « caisse »)."""
    if mot == ecrit:
        return 3
    if len(mot) >= 3 and ecrit.startswith(mot):
        return 2
    return int(_commun(mot, ecrit) >= max(5, (2 * len(mot)) // 3))


def _commun(un: str, autre: str) -> int:
    """How many letters two words begin with together."""
    return next((rang for rang, (a, b) in enumerate(zip(un, autre, strict=False)) if a != b), min(len(un), len(autre)))
