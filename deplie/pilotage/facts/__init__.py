"""Facts as answers read them: current files, rebuilt when they are behind, at once or in the background."""

from deplie.pilotage.facts.partitions import (
    PETITE,
    FaitLu,
    decoupage_de,
    lire,
    perimes,
    rafraichir,
)
from deplie.pilotage.facts.travail import demander_mise_a_jour, mettre_a_jour

__all__ = ["PETITE", "FaitLu", "decoupage_de", "demander_mise_a_jour", "lire", "mettre_a_jour", "perimes", "rafraichir"]
