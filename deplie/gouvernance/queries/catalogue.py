"""Indicators of the catalogue that an action names: their value is read, never typed. The catalogue stands above, and
declares at start-up how it is read."""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from deplie.acteurs.queries import Acteur
from deplie.gouvernance.models import IndicateurAction


@dataclass(frozen=True)
class ValeurLue:
    """What an indicator of the catalogue is worth over a period, as the bilan writes it; ``adresse`` opens it there."""

    texte: str
    valeur: int | Decimal | None
    debut: date
    fin: date
    adresse: str


Lecteur = Callable[[Acteur, Collection[str], date], Mapping[str, ValeurLue]]
_lecteurs: list[Lecteur] = []


def declarer_lecteur(lecteur: Lecteur) -> None:
    """Say how the catalogue is read: ``lecteur(acteur, codes, jour)``, over the year of that day and up to it."""
    _lecteurs[:] = [lecteur]


def valeurs_lues(acteur: Acteur, mesures: Collection[IndicateurAction], jour: date) -> Mapping[str, ValeurLue]:
    """``{code: value}`` of the indicators that name the catalogue, for who may read the bilan."""
    codes = {mesure.indicateur for mesure in mesures if mesure.indicateur}
    if not codes or not _lecteurs or not acteur.peut("bilan.voir"):
        return {}
    return _lecteurs[0](acteur, codes, jour)
