"""A whole plan written from a workbook: each line through the act that a page would have used, all of them or none."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any

from django.db import transaction

from deplie.acteurs.queries import Acteur
from deplie.gouvernance.actions._classeur import Ecriture
from deplie.gouvernance.models import Plan
from deplie.gouvernance.rules.classeur import Ligne, Rapport, Refus
from deplie.socle.erreurs import RefusMetier
from deplie.socle.journal import consigner

Lignes = Mapping[str, list[Ligne]]


class ClasseurRefuse(RefusMetier):
    """Lines cannot be: ``rapport`` says which. Nothing was written."""

    def __init__(self, rapport: Rapport) -> None:
        super().__init__("Des lignes du classeur ne peuvent pas être importées : rien n'est enregistré.")
        self.rapport = rapport


class PlanChange(RefusMetier):
    """The plan is no longer what was looked at."""


@transaction.atomic
def importer_classeur(
    *,
    lignes: Lignes,
    plan: Plan | None,
    par: Acteur,
    fichier: str,
    refus: Sequence[Refus] = (),
    inchange: Callable[[Plan], bool] | None = None,
) -> tuple[Plan, Rapport]:
    """Write a plan from its lines: a new one without ``plan``. What the workbook does not hold is left as it is.

    ``refus`` are the lines that could not be read: one is enough to write none. ``inchange`` says whether the plan is
    still what was looked at. Raises ClasseurRefuse with every line that cannot
    be, and PlanChange when somebody changed the plan meanwhile; nothing is written then.
    """
    if plan is not None:
        plan = Plan.objects.select_for_update(of=("self",)).select_related("territoire", "comite").get(pk=plan.pk)
        if inchange is not None and not inchange(plan):
            raise PlanChange(
                "Quelqu'un a changé le plan depuis l'aperçu. Relisez ce qui va changer, puis importez de nouveau."
            )
    ecriture = Ecriture(plan, par)
    ecriture.tout(lignes)
    ecriture.rapport.refus += refus
    if ecriture.rapport.refus or ecriture.plan is None:
        raise ClasseurRefuse(ecriture.rapport)
    detail: dict[str, Any] = {"fichier": fichier, "lignes": ecriture.rapport.ecrits}
    consigner("importer le classeur d'un plan", par=par, objet=ecriture.plan, detail=detail)
    return ecriture.plan, ecriture.rapport


@transaction.atomic
def essayer_classeur(*, lignes: Lignes, plan: Plan | None, par: Acteur) -> Rapport:
    """What importing would do: it is done, then undone, so that the two cannot differ."""
    ecriture = Ecriture(plan, par)
    try:
        with transaction.atomic():
            ecriture.tout(lignes)
            raise _AnnulerError
    except _AnnulerError:
        return ecriture.rapport


class _AnnulerError(Exception):
    """Undoes what was tried."""
