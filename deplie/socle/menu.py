"""The menu: each room registers its entries when it starts; the base template shows those the reader may open."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Protocol

from django.urls import NoReverseMatch, reverse


class Lecteur(Protocol):
    """Whoever reads the menu: ``acteurs.queries.Acteur``, which stands above this room."""

    @property
    def territoire(self) -> Any: ...

    def peut(self, droit: str, /) -> bool: ...


@dataclass(frozen=True)
class Entree:
    """A line of the menu: ``url`` names a route that takes ``code``; ``groupe`` is the heading it stands under.

    ``aussi``: other beginnings of addresses, after ``/<code>/``, whose pages stand under it.
    """

    libelle: str
    url: str
    droit: str
    ordre: int
    groupe: str = ""
    aussi: tuple[str, ...] = ()


@dataclass(frozen=True)
class Lien:
    """An entry as shown to a reader: its address, and whether the current page stands under it."""

    libelle: str
    adresse: str
    groupe: str
    courant: bool


_entrees: dict[str, Entree] = {}


def inscrire(*entrees: Entree) -> None:
    """Add entries; registering a route again replaces its entry (an application may start twice in tests)."""
    _entrees.update({entree.url: entree for entree in entrees})


def inscrites() -> list[Entree]:
    """Every entry, in the order of display."""
    return sorted(_entrees.values(), key=lambda entree: (entree.ordre, entree.libelle))


def menu(acteur: Lecteur, chemin: str = "") -> list[Lien]:
    """What the reader may open, in order. The longest address that begins ``chemin`` is the current one."""
    permises = [(e, _adresse(e, acteur)) for e in inscrites() if acteur.peut(e.droit)]
    ouvertes = [(e, adresse) for e, adresse in permises if adresse]
    racine = f"/{acteur.territoire.code}/"
    debuts = [(a, debut) for e, a in ouvertes for debut in (a, *(racine + suite for suite in e.aussi))]
    # The home page begins every address: it is the current one only at its own.
    sous = [(len(debut), a) for a, debut in debuts if chemin == debut or (debut != racine and chemin.startswith(debut))]
    courante = max(sous)[1] if sous else None
    return [Lien(e.libelle, a, e.groupe, a == courante) for e, a in ouvertes]


def _adresse(entree: Entree, acteur: Lecteur) -> str:
    try:
        return reverse(entree.url, kwargs={"code": acteur.territoire.code})
    except NoReverseMatch:  # The room's pages are not mounted: no dead link.
        return ""
