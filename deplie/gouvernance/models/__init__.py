"""Plans of action, their axes and actions, and what is told of each."""

from deplie.gouvernance.models.action import Action, JalonAction, LienAction, PartenaireAction, PointAvancement
from deplie.gouvernance.models.moyens import FinancementAction, IndicateurAction, ValeurIndicateur
from deplie.gouvernance.models.plan import Axe, Plan

__all__ = [
    "Action",
    "Axe",
    "FinancementAction",
    "IndicateurAction",
    "JalonAction",
    "LienAction",
    "PartenaireAction",
    "Plan",
    "PointAvancement",
    "ValeurIndicateur",
]
