"""The catalogue of indicators, as data: one entry each, in the file of its subject."""

from __future__ import annotations

from deplie.pilotage.catalogue.etapes import ETAPES_INDICATEURS
from deplie.pilotage.catalogue.flux import FLUX
from deplie.pilotage.catalogue.indicateur import Exemple, Indicateur
from deplie.pilotage.catalogue.moyens import MOYENS
from deplie.pilotage.catalogue.public import PUBLIC
from deplie.pilotage.catalogue.sorties import SORTIES_INDICATEURS

CATALOGUE: dict[str, Indicateur] = {
    indicateur.code: indicateur for indicateur in (*FLUX, *SORTIES_INDICATEURS, *ETAPES_INDICATEURS, *PUBLIC, *MOYENS)
}

__all__ = ["CATALOGUE", "Exemple", "Indicateur"]
