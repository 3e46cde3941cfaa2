"""On what a séance decides: each higher room registers the kinds of objects that it owns, and what a decision does.

A decision holds a kind, a number and a result; only the room that owns the object knows what the result does to it, who
may read it and how it is shown.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any, Protocol

from deplie.acteurs.queries import Acteur
from deplie.instances.models import Seance


@dataclass(frozen=True)
class Dossier:
    """One object that waits for a decision: its number, whom it concerns, what its template shows."""

    objet: int
    nom: str
    contenu: Mapping[str, Any] = field(default_factory=dict)


class Effet(Protocol):
    """What a decision does; returns whether it was a derogation. Raises RefusMetier."""

    def __call__(
        self, *, objet: int, resultat: str, valeurs: Mapping[str, Any], le: date, par: Acteur, seance: Seance
    ) -> bool: ...


class Correction(Protocol):
    """What correcting a decision does, from a result to another or the same with other words; returns whether it is a
    derogation. Raises RefusMetier with what happened since and depends on it."""

    def __call__(
        self, *, objet: int, avant: str, apres: str, valeurs: Mapping[str, Any], le: date, par: Acteur
    ) -> bool: ...


@dataclass(frozen=True)
class Genre:
    """A kind of object: which bodies decide on it, by what results, and what each does.

    ``comptes`` says how many files wait for each of several séances, by their number, in a fixed number of queries;
    ``droit`` decides, ``droit_voir`` reads. ``pour_tous`` are the results that ask for no word of their own,
    and so may be given to all the files left. ``champs`` gives the form fields of one file beside its result;
    « raison » and « autre_voie » are kept with the decision.
    """

    code: str
    titre: str
    droit: str
    droit_voir: str
    natures: frozenset[str]
    resultats: Mapping[str, str]
    gabarit: str
    dossiers: Callable[[Acteur, Seance], list[Dossier]]
    comptes: Callable[[Acteur, Sequence[Seance]], dict[int, int]]
    nommer: Callable[[Acteur, Collection[int]], dict[int, str]]
    champs: Callable[[Acteur, Dossier], dict[str, Any]]
    decider: Effet
    pour_tous: tuple[str, ...] = ()
    # Without it, what follows a decision of this kind is another one.
    rectifier: Correction | None = None
    # The fields that correcting a decision asks beside its result and its reason, by the number of the object.
    champs_rectifies: Callable[[Acteur, int], dict[str, Any]] | None = None

    @property
    def rectifiable(self) -> bool:
        return self.rectifier is not None


_genres: dict[str, Genre] = {}


def inscrire_genre(genre: Genre) -> None:
    """Add a kind; registering its code again replaces it (an application may start twice in tests)."""
    _genres[genre.code] = genre


def genre(code: str) -> Genre:
    """The kind of a code; KeyError when no room registered it."""
    return _genres[code]


def genres_de(acteur: Acteur, nature: str) -> list[Genre]:
    """The kinds on which a body of this nature decides, and that the actor may read."""
    return [g for g in _genres.values() if nature in g.natures and acteur.peut(g.droit_voir)]
