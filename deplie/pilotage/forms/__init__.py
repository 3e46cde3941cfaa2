"""Forms of the figures: what a bilan is asked for, the life of a publication, the pack of a committee."""

from deplie.pilotage.forms.bilan import (
    PARTIES,
    Demande,
    FiltreBilan,
    FiltreControle,
    FiltreProjection,
    FormulaireComparaison,
    FormulaireFiger,
)
from deplie.pilotage.forms.pack import FormulaireChapitres, FormulaireChiffres, FormulaireTexte
from deplie.pilotage.forms.publication import (
    FormulaireActe,
    FormulaireDiffusion,
    FormulaireRectification,
    FormulaireRetrait,
)

__all__ = [
    "PARTIES",
    "Demande",
    "FiltreBilan",
    "FiltreControle",
    "FiltreProjection",
    "FormulaireActe",
    "FormulaireChapitres",
    "FormulaireChiffres",
    "FormulaireComparaison",
    "FormulaireDiffusion",
    "FormulaireFiger",
    "FormulaireRectification",
    "FormulaireRetrait",
    "FormulaireTexte",
]
