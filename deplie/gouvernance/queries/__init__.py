"""Plans of action as an actor may see them: they are the territory's, and name no person received."""

from deplie.gouvernance.queries.plan import (
    action_ou_404,
    actions_de,
    actions_ouvertes,
    avance,
    avec_nombres,
    axes_de,
    indicateurs_de,
    instances_de,
    jalon_ou_404,
    liens_de,
    plan_ou_404,
    protocoles_de,
    seance_du_plan_ou_404,
    seances_de,
    visibles_par,
)

__all__ = [
    "action_ou_404",
    "actions_de",
    "actions_ouvertes",
    "avance",
    "avec_nombres",
    "axes_de",
    "indicateurs_de",
    "instances_de",
    "jalon_ou_404",
    "liens_de",
    "plan_ou_404",
    "protocoles_de",
    "seance_du_plan_ou_404",
    "seances_de",
    "visibles_par",
]
