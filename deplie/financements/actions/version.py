"""A plan is kept as it is at the moments that count; what is kept never changes."""

from __future__ import annotations

from datetime import date

from django.db import transaction
from django.db.models import Max

from deplie.acteurs.queries import Acteur
from deplie.financements.actions._controle import PHRASES
from deplie.financements.models import AvenantConvention, Operation, VersionPlan
from deplie.financements.rules.plan_ecrit import PlanEcrit, en_json
from deplie.socle.contraintes import traduire
from deplie.socle.journal import consigner


@transaction.atomic
def figer(
    *, operation: Operation, plan: PlanEcrit, moment: str, effet_le: date, par: Acteur,
    avenant: AvenantConvention | None = None,
) -> VersionPlan | None:  # fmt: skip
    """Keep a plan as it is now, for ever; None where nothing is written of it."""
    if plan.vide:
        return None
    dernier = operation.versions_du_plan.aggregate(rang=Max("rang"))["rang"] or 0
    with traduire(PHRASES):
        version = VersionPlan.objects.create(
            operation=operation,
            rang=dernier + 1,
            moment=moment,
            avenant=avenant,
            effet_le=effet_le,
            contenu=en_json(plan),
            par=par.compte,
        )
    consigner("garder une version du plan", par=par, objet=operation, detail={"rang": version.rang})
    return version
