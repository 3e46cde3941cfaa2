"""Named slots: a page offers a place, and the rooms above it register what they show there when they start.

The page of an operation stands in a low room, and must show the étapes that name it, which stand higher. It says
``offrir("operation", "…")`` in its ``apps``; its view reads ``lire("operation", acteur, operation)``, and its template
writes ``{% include "socle/emplacement.html" with panneaux=panneaux %}``. The room above registers a ``Panneau``, whose
template is given ``lu`` (what the panel's query returned), ``objet`` and ``acteur``.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from deplie.socle.menu import Lecteur


@dataclass(frozen=True)
class Panneau:
    """What a room shows in another's page.

    ``lire(acteur, objet)`` reads in a fixed number of queries what ``gabarit`` shows as ``lu``, within the perimeter of
    the reader; None where there is nothing to say, and the panel is left out. ``titre`` heads the panel; empty where
    its template writes its own heading.
    """

    nom: str
    titre: str
    droit: str
    lire: Callable[[Any, Any], Any]
    gabarit: str
    ordre: int = 100


@dataclass(frozen=True)
class PanneauLu:
    """A panel ready to be shown: ``repere`` names it in the page (an id, unique there)."""

    repere: str
    titre: str
    gabarit: str
    lu: Any


_offerts: dict[str, str] = {}
_panneaux: dict[str, dict[str, Panneau]] = {}


def offrir(emplacement: str, phrase: str) -> None:
    """Offer a slot: its name, and what its ``objet`` is. Offering it again replaces the sentence."""
    _offerts[emplacement] = phrase


def inscrire(emplacement: str, *panneaux: Panneau) -> None:
    """Register panels; the same name again replaces (an application may start twice in tests).

    A room may start before the one that offers: a house test refuses a slot that nobody offers.
    """
    _panneaux.setdefault(emplacement, {}).update({panneau.nom: panneau for panneau in panneaux})


def offerts() -> dict[str, str]:
    """Every slot, with what is given to its panels."""
    return dict(_offerts)


def inscrits(emplacement: str) -> list[Panneau]:
    """The panels of a slot, in the order of display."""
    return sorted(_panneaux.get(emplacement, {}).values(), key=lambda panneau: (panneau.ordre, panneau.nom))


def occupes() -> list[str]:
    """Slots where something was registered, offered or not."""
    return sorted(_panneaux)


def lire(emplacement: str, acteur: Lecteur, objet: Any) -> list[PanneauLu]:
    """What the reader may see in a slot of the page of ``objet``; KeyError for a slot that nobody offers."""
    if emplacement not in _offerts:
        raise KeyError(f"unknown slot: {emplacement}")
    lus = [(p, p.lire(acteur, objet)) for p in inscrits(emplacement) if acteur.peut(p.droit)]
    return [PanneauLu(f"panneau-{p.nom}", p.titre, p.gabarit, lu) for p, lu in lus if lu is not None]
