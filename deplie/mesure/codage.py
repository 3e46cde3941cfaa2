"""Definitions and figures as a text that says everything, read again years later into equal objects.

A value is a node: a class with its fields by name, a tuple, a mapping, a set, an exact number, a day. Nodes are written
once, children before parents, and named by their rank: a fact that a thousand conditions speak of is there once. Only
the classes given may be read back. A field that a class gained since takes its default; one that it lost is refused.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Mapping
from dataclasses import fields, is_dataclass
from datetime import date, datetime
from decimal import Decimal
from enum import Enum
from fractions import Fraction
from typing import Any, Final

Noeud = list[Any]
_SIMPLES: Final = (bool, int, str)
# What a node is, when it is no class: how its text is read. ``datetime`` before ``date``, which it also is.
_TEXTES: Final[dict[type, tuple[str, Callable[[Any], str], Callable[[str], Any]]]] = {
    datetime: ("instant", datetime.isoformat, datetime.fromisoformat),
    date: ("jour", date.isoformat, date.fromisoformat),
    Decimal: ("decimal", str, Decimal),
    Fraction: ("fraction", str, Fraction),
}
_LUS: Final = {nom: lire for nom, _, lire in _TEXTES.values()}
_TUPLE, _TABLE, _ENSEMBLE = "()", "{}", "ensemble"


class Illisible(ValueError):
    """A text that these classes cannot read."""


class _Plume:
    def __init__(self) -> None:
        self.noeuds: list[Noeud] = []
        self.champs: dict[str, list[str]] = {}
        self._rangs: dict[str, int] = {}
        # By identity, each kept alive with its rank: one definition is reached by a thousand paths, and said once.
        self._dites: dict[int, tuple[Any, int]] = {}

    def ecrire(self, valeur: Any) -> Any:
        """A simple value as it is; any other as ``[rank of its node]``."""
        if valeur is None or type(valeur) in _SIMPLES:
            return valeur
        if (dite := self._dites.get(id(valeur))) is None:
            noeud = self._noeud(valeur)
            cle = json.dumps(noeud, ensure_ascii=False)
            if cle not in self._rangs:
                self._rangs[cle] = len(self.noeuds)
                self.noeuds.append(noeud)
            dite = self._dites[id(valeur)] = (valeur, self._rangs[cle])
        return [dite[1]]

    def _noeud(self, valeur: Any) -> Noeud:
        for genre, (nom, dire, _) in _TEXTES.items():
            if isinstance(valeur, genre):
                return [nom, dire(valeur)]
        nom = type(valeur).__name__
        if isinstance(valeur, Enum):
            return [nom, valeur.name]
        if is_dataclass(valeur):
            noms = self.champs.setdefault(nom, [champ.name for champ in fields(valeur) if champ.init])
            return [nom, *(self.ecrire(getattr(valeur, champ)) for champ in noms)]
        if isinstance(valeur, Mapping):
            return [_TABLE, *(self.ecrire(v) for couple in valeur.items() for v in couple)]
        if isinstance(valeur, frozenset | set):
            return [_ENSEMBLE, *(self.ecrire(v) for v in sorted(valeur))]
        if isinstance(valeur, tuple | list):
            return [_TUPLE, *(self.ecrire(v) for v in valeur)]
        raise TypeError(f"{nom} does not say itself")


def ecrire(valeur: Any) -> str:
    """The text of a value made of dataclasses, tuples, mappings, sets, exact numbers, days and simple values.

    TypeError for anything else. Equal values whose mappings have one order give one text.
    """
    plume = _Plume()
    racine = plume.ecrire(valeur)
    return json.dumps(
        {"champs": plume.champs, "noeuds": plume.noeuds, "racine": racine}, ensure_ascii=False, separators=(",", ":")
    )


def lire(texte: str, classes: Iterable[type]) -> Any:
    """The value that a text says. ``Illisible`` for a class that is not one of ``classes``, or has lost a field."""
    connues = {classe.__name__: classe for classe in classes}
    document = json.loads(texte)
    lus: list[Any] = []

    def valeur(ecrite: Any) -> Any:
        return lus[ecrite[0]] if isinstance(ecrite, list) else ecrite

    for nom, *parties in document["noeuds"]:
        lus.append(_lire(nom, [valeur(partie) for partie in parties], document["champs"], connues))
    return valeur(document["racine"])


def _lire(nom: str, parties: list[Any], champs: dict[str, list[str]], connues: dict[str, type]) -> Any:
    if nom == _TUPLE:
        return tuple(parties)
    if nom == _TABLE:
        return dict(zip(parties[::2], parties[1::2], strict=True))
    if nom == _ENSEMBLE:
        return frozenset(parties)
    if nom in _LUS:
        return _LUS[nom](parties[0])
    classe = connues.get(nom)
    if classe is None:
        raise Illisible(f"{nom} is not a class that this text may name")
    if issubclass(classe, Enum):
        return classe[parties[0]]
    try:
        return classe(**dict(zip(champs[nom], parties, strict=True)))
    except TypeError as erreur:
        raise Illisible(f"{nom}: {erreur}") from erreur


__all__ = ["Illisible", "ecrire", "lire"]
