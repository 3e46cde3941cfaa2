"""The catalogue of indicators, as data: one entry each, in the file of its subject."""

from __future__ import annotations

from deplie.pilotage.catalogue.accompagnement import ACCOMPAGNEMENT
from deplie.pilotage.catalogue.appels import APPELS_INDICATEURS
from deplie.pilotage.catalogue.argent import ARGENT_INDICATEURS
from deplie.pilotage.catalogue.ateliers import ATELIERS_INDICATEURS
from deplie.pilotage.catalogue.couts import COUTS_INDICATEURS
from deplie.pilotage.catalogue.emploi import EMPLOI_INDICATEURS
from deplie.pilotage.catalogue.etapes import ETAPES_INDICATEURS
from deplie.pilotage.catalogue.flux import FLUX
from deplie.pilotage.catalogue.freins import FREINS_INDICATEURS
from deplie.pilotage.catalogue.fse import FSE_INDICATEURS
from deplie.pilotage.catalogue.indicateur import Exemple, Indicateur
from deplie.pilotage.catalogue.moyens import MOYENS
from deplie.pilotage.catalogue.passages import PASSAGES_INDICATEURS
from deplie.pilotage.catalogue.public import PUBLIC
from deplie.pilotage.catalogue.sorties import SORTIES_INDICATEURS

_ENTREES = (
    *FLUX, *SORTIES_INDICATEURS, *ETAPES_INDICATEURS, *ACCOMPAGNEMENT, *ATELIERS_INDICATEURS, *EMPLOI_INDICATEURS,
    *FREINS_INDICATEURS, *PASSAGES_INDICATEURS, *APPELS_INDICATEURS, *ARGENT_INDICATEURS, *FSE_INDICATEURS,
    *COUTS_INDICATEURS, *PUBLIC, *MOYENS,
)  # fmt: skip
CATALOGUE: dict[str, Indicateur] = {indicateur.code: indicateur for indicateur in _ENTREES}

__all__ = ["CATALOGUE", "Exemple", "Indicateur"]
