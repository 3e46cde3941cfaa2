"""Conditions on a row, each of which says itself three ways: plain SQL, Python, French.

Two-valued: a comparison with an unknown value is false, and so its negation is true (``IS NOT TRUE``), the same on
DuckDB, SQLite and PostgreSQL as in Python. Parameters (first day, last day…) receive their value when a counting is
written.
"""

from __future__ import annotations

import operator
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from typing import cast

from deplie.mesure.colonnes import Colonne, Ligne, Valeur

Selon = Mapping[str, frozenset[str]]
TOUTES = "*"
Parametres = Mapping[str, int | str | Selon]

_COMPARE: dict[str, Callable[[int, int], bool]] = {
    "=": operator.eq, "<=": operator.le, ">=": operator.ge, "<": operator.lt, ">": operator.gt,
}  # fmt: skip
_DIT = {
    "=": "est", "<=": "est au plus", ">=": "est au moins", "<": "est inférieur à", ">": "est supérieur à",
}  # fmt: skip


def litteral(valeur: int | str) -> str:
    """A constant as plain SQL. Texts come from code lists and settings; quotes are doubled all the same."""
    if isinstance(valeur, int):
        return str(int(valeur))
    return "'" + valeur.replace("\0", "").replace("'", "''") + "'"


@dataclass(frozen=True)
class Parametre:
    """A value known when the plan is written, such as the last day of the period."""

    nom: str
    phrase: str


Terme = Colonne | Parametre | int | str


def _sql_terme(terme: Terme, parametres: Parametres) -> str:
    if isinstance(terme, Colonne):
        return terme.nom
    if isinstance(terme, Parametre):
        return litteral(cast("int | str", parametres[terme.nom]))
    return litteral(terme)


def _valeur_terme(terme: Terme, ligne: Ligne, parametres: Parametres) -> Valeur:
    if isinstance(terme, Colonne):
        return ligne[terme.nom]
    if isinstance(terme, Parametre):
        return cast("int | str", parametres[terme.nom])
    return terme


def _phrase_terme(terme: Terme) -> str:
    return terme.phrase if isinstance(terme, Colonne | Parametre) else str(terme)


class Condition:
    """Something true or false of a row."""

    def sql(self, parametres: Parametres) -> str:
        raise NotImplementedError

    def vraie(self, ligne: Ligne, parametres: Parametres) -> bool:
        raise NotImplementedError

    def phrase(self) -> str:
        raise NotImplementedError

    def feuilles(self) -> Iterator[Condition]:
        """The conditions it is made of, itself when it is made of none."""
        yield self

    def colonnes(self) -> frozenset[str]:
        """Names of the columns it reads."""
        return frozenset().union(*(feuille.colonnes() for feuille in self.feuilles() if feuille is not self))

    def dite(self, phrase: str) -> Condition:
        """The same condition under the words of the profession."""
        return Dite(self, phrase)

    def __and__(self, autre: Condition) -> Condition:
        return Et((self, autre))

    def __or__(self, autre: Condition) -> Condition:
        return Ou((self, autre))

    def __invert__(self) -> Condition:
        return Non(self)


@dataclass(frozen=True)
class Toujours(Condition):
    """True of every row."""

    def sql(self, parametres: Parametres) -> str:
        return "1 = 1"

    def vraie(self, ligne: Ligne, parametres: Parametres) -> bool:
        return True

    def phrase(self) -> str:
        return ""

    def colonnes(self) -> frozenset[str]:
        return frozenset()


@dataclass(frozen=True)
class Compare(Condition):
    """A column against a constant, a parameter or another column; false when either is unknown."""

    gauche: Colonne
    signe: str
    droite: Terme

    def sql(self, parametres: Parametres) -> str:
        return f"{self.gauche.nom} {self.signe} {_sql_terme(self.droite, parametres)}"

    def vraie(self, ligne: Ligne, parametres: Parametres) -> bool:
        gauche, droite = ligne[self.gauche.nom], _valeur_terme(self.droite, ligne, parametres)
        if gauche is None or droite is None:
            return False
        return _COMPARE[self.signe](cast(int, gauche), cast(int, droite))

    def phrase(self) -> str:
        return f"{self.gauche.phrase} {_DIT[self.signe]} {_phrase_terme(self.droite)}"

    def colonnes(self) -> frozenset[str]:
        autre = {self.droite.nom} if isinstance(self.droite, Colonne) else set()
        return frozenset({self.gauche.nom} | autre)


@dataclass(frozen=True)
class Parmi(Condition):
    """A column whose value is one of a list; false when unknown, and when the list is empty."""

    colonne: Colonne
    valeurs: tuple[int | str, ...]

    def sql(self, parametres: Parametres) -> str:
        if not self.valeurs:
            return "1 = 0"
        return f"{self.colonne.nom} IN ({', '.join(litteral(valeur) for valeur in self.valeurs)})"

    def vraie(self, ligne: Ligne, parametres: Parametres) -> bool:
        return ligne[self.colonne.nom] in self.valeurs

    def phrase(self) -> str:
        return f"{self.colonne.phrase} est parmi {', '.join(str(valeur) for valeur in self.valeurs)}"

    def colonnes(self) -> frozenset[str]:
        return frozenset({self.colonne.nom})


@dataclass(frozen=True)
class ParmiSelon(Condition):
    """A column whose value is in the list that a parameter gives for the row's key (``{key: values}``).

    The key ``*`` stands for every key: the list is then the same for all rows.
    """

    colonne: Colonne
    cle: Colonne
    listes: Parametre

    def _listes(self, parametres: Parametres) -> Selon:
        return cast("Selon", parametres[self.listes.nom])

    def sql(self, parametres: Parametres) -> str:
        if (pour_tous := self._listes(parametres).get(TOUTES)) is not None:
            return Parmi(self.colonne, tuple(sorted(pour_tous))).sql(parametres)
        cas = [
            f"({self.cle.nom} = {litteral(cle)} AND {Parmi(self.colonne, tuple(sorted(valeurs))).sql(parametres)})"
            for cle, valeurs in sorted(self._listes(parametres).items())
            if valeurs
        ]
        return f"({' OR '.join(cas)})" if cas else "1 = 0"

    def vraie(self, ligne: Ligne, parametres: Parametres) -> bool:
        listes = self._listes(parametres)
        retenue = listes.get(TOUTES, listes.get(str(ligne[self.cle.nom]), frozenset()))
        return ligne[self.colonne.nom] in retenue

    def phrase(self) -> str:
        return f"{self.colonne.phrase} est parmi {self.listes.phrase}"

    def colonnes(self) -> frozenset[str]:
        return frozenset({self.colonne.nom, self.cle.nom})


@dataclass(frozen=True)
class Connue(Condition):
    """A column that has a value."""

    colonne: Colonne

    def sql(self, parametres: Parametres) -> str:
        return f"{self.colonne.nom} IS NOT NULL"

    def vraie(self, ligne: Ligne, parametres: Parametres) -> bool:
        return ligne[self.colonne.nom] is not None

    def phrase(self) -> str:
        return f"{self.colonne.phrase} est connu"

    def colonnes(self) -> frozenset[str]:
        return frozenset({self.colonne.nom})


@dataclass(frozen=True)
class Et(Condition):
    """All of them."""

    parties: tuple[Condition, ...]

    def sql(self, parametres: Parametres) -> str:
        return "(" + " AND ".join(partie.sql(parametres) for partie in self.parties) + ")"

    def vraie(self, ligne: Ligne, parametres: Parametres) -> bool:
        return all(partie.vraie(ligne, parametres) for partie in self.parties)

    def phrase(self) -> str:
        return ", ".join(partie.phrase() for partie in self.parties if partie.phrase())

    def feuilles(self) -> Iterator[Condition]:
        for partie in self.parties:
            yield from partie.feuilles()


@dataclass(frozen=True)
class Ou(Condition):
    """One of them at least."""

    parties: tuple[Condition, ...]

    def sql(self, parametres: Parametres) -> str:
        return "(" + " OR ".join(partie.sql(parametres) for partie in self.parties) + ")"

    def vraie(self, ligne: Ligne, parametres: Parametres) -> bool:
        return any(partie.vraie(ligne, parametres) for partie in self.parties)

    def phrase(self) -> str:
        return "soit " + ", soit ".join(partie.phrase() for partie in self.parties)

    def feuilles(self) -> Iterator[Condition]:
        for partie in self.parties:
            yield from partie.feuilles()


@dataclass(frozen=True)
class Non(Condition):
    """Not so, the unknown included."""

    partie: Condition

    def sql(self, parametres: Parametres) -> str:
        return f"(({self.partie.sql(parametres)}) IS NOT TRUE)"

    def vraie(self, ligne: Ligne, parametres: Parametres) -> bool:
        return not self.partie.vraie(ligne, parametres)

    def phrase(self) -> str:
        return f"il n'est pas vrai que {self.partie.phrase()}"

    def feuilles(self) -> Iterator[Condition]:
        yield from self.partie.feuilles()


@dataclass(frozen=True)
class Dite(Condition):
    """A condition with a sentence of its own."""

    partie: Condition
    mots: str

    def sql(self, parametres: Parametres) -> str:
        return self.partie.sql(parametres)

    def vraie(self, ligne: Ligne, parametres: Parametres) -> bool:
        return self.partie.vraie(ligne, parametres)

    def phrase(self) -> str:
        return self.mots

    def feuilles(self) -> Iterator[Condition]:
        yield from self.partie.feuilles()


@dataclass(frozen=True)
class Premiere:
    """Only the first row of each group, in a declared order, among the rows that meet a condition.

    ``seule`` names a 0/1 column that is 1 where the group has one row in the whole fact: engines rank only the others.
    ``ordre`` holds columns and whether each descends; its last column must be unique, so that there is one first row.
    """

    groupe: Colonne
    parmi: Condition
    ordre: tuple[tuple[Colonne, bool], ...]
    seule: Colonne
    phrase: str

    def rang(self, parametres: Parametres) -> str:
        """The SQL of the rank; two of the same text share one column."""
        ordre = ", ".join(f"{colonne.nom}{' DESC' if descend else ''}" for colonne, descend in self.ordre)
        return (
            f"ROW_NUMBER() OVER (PARTITION BY {self.groupe.nom} "
            f"ORDER BY CASE WHEN {self.parmi.sql(parametres)} THEN 0 ELSE 1 END, {ordre})"
        )

    def colonnes(self) -> frozenset[str]:
        """Names of the columns it reads."""
        lues = {self.groupe.nom, self.seule.nom} | {colonne.nom for colonne, _ in self.ordre}
        return frozenset(lues) | self.parmi.colonnes()
