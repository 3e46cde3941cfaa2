"""What is decided about plans of action; others import from here."""

from deplie.gouvernance.actions.avancement import Point, atteindre_jalon, noter_point, noter_points, poser_jalon
from deplie.gouvernance.actions.moyens import delier, financer, mesurer, relever, relier
from deplie.gouvernance.actions.plan import ajouter_axe, creer_plan, inscrire_action, modifier_action, modifier_plan

__all__ = [
    "Point",
    "ajouter_axe",
    "atteindre_jalon",
    "creer_plan",
    "delier",
    "financer",
    "inscrire_action",
    "mesurer",
    "modifier_action",
    "modifier_plan",
    "noter_point",
    "noter_points",
    "poser_jalon",
    "relever",
    "relier",
]
