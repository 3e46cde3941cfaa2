"""Plans, axes and actions, by who asks."""

from __future__ import annotations

from typing import TypeVar

from django.db.models import Count, Prefetch, QuerySet
from django.shortcuts import get_object_or_404
from django.utils import timezone

from deplie.acteurs.queries import Acteur
from deplie.cadre.models import Protocole
from deplie.gouvernance.models import (
    Action,
    Axe,
    FinancementAction,
    IndicateurAction,
    JalonAction,
    LienAction,
    PartenaireAction,
    Plan,
    PointAvancement,
    ValeurIndicateur,
)
from deplie.gouvernance.rules.cycle import OUVERTS
from deplie.instances.models import Instance, Seance


def visibles_par(acteur: Acteur) -> QuerySet[Plan]:
    """The plans of the territory, the latest first."""
    lus = Plan.objects.filter(territoire=acteur.territoire).select_related("territoire", "comite", "protocole")
    return lus.order_by("-debut", "nom", "pk")


def plan_ou_404(acteur: Acteur, pk: int) -> Plan:
    return get_object_or_404(visibles_par(acteur), pk=pk)


def axes_de(plan: Plan) -> QuerySet[Axe]:
    """The axes of a plan in order, each with how many actions (``nombre``)."""
    return Axe.objects.filter(plan=plan).annotate(nombre=Count("actions")).order_by("numero")


def _actions() -> QuerySet[Action]:
    points = PointAvancement.objects.select_related("seance__instance", "par").order_by("-le", "-pk")
    partenaires = PartenaireAction.objects.select_related("organisation").order_by("organisation__nom", "pk")
    return (
        Action.objects.select_related("axe__plan__territoire", "axe__plan__comite", "pilote")
        .prefetch_related("jalons", "financements__financeur", Prefetch("points", points))
        .prefetch_related(Prefetch("partenaires", partenaires))
        .order_by("axe__numero", "numero")
    )


def actions_de(plan: Plan) -> list[Action]:
    """Every action of a plan with what its table reads: six queries, whatever their number."""
    return list(_actions().filter(axe__plan=plan))


def action_ou_404(acteur: Acteur, pk: int) -> Action:
    return get_object_or_404(_actions(), pk=pk, axe__plan__territoire=acteur.territoire)


def avance(acteur: Acteur, action: Action) -> bool:
    """Whether the actor tells the progress of an action: who holds the plan, all; a pilot, its own."""
    if acteur.peut("pacte.tenir"):
        return True
    siennes = acteur.organisation is not None and action.pilote_id == acteur.organisation.pk
    return siennes and acteur.peut("pacte.avancer")


def instances_de(acteur: Acteur) -> QuerySet[Instance]:
    """Bodies that may follow a plan."""
    return Instance.objects.filter(territoire=acteur.territoire).order_by("nom")


def protocoles_de(acteur: Acteur) -> QuerySet[Protocole]:
    return Protocole.objects.filter(dispositif__territoire=acteur.territoire).order_by("-debut", "nom")


def avec_nombres(plans: QuerySet[Plan]) -> list[Plan]:
    """The plans, each with how many axes and actions (``nombre_axes``, ``nombre_actions``)."""
    comptes = plans.annotate(
        nombre_axes=Count("axes", distinct=True), nombre_actions=Count("axes__actions", distinct=True)
    )
    return list(comptes)


def actions_ouvertes(plan: Plan) -> list[Action]:
    """The actions of which something is still expected."""
    return list(_actions().filter(axe__plan=plan, statut__in=sorted(OUVERTS)))


def seances_de(plan: Plan) -> QuerySet[Seance]:
    """The séances of the body that follows a plan, from its beginning to today; none where no body does."""
    tenues = Seance.objects.filter(instance=plan.comite_id, le__gte=plan.debut, le__lte=timezone.localdate())
    return tenues.exclude(statut=Seance.Statut.ANNULEE).select_related("instance").order_by("-le")


def seance_du_plan_ou_404(plan: Plan, pk: int) -> Seance:
    return get_object_or_404(seances_de(plan), pk=pk)


Ligne = TypeVar("Ligne", JalonAction, FinancementAction, IndicateurAction, LienAction, PointAvancement)


def de_l_action_ou_404(acteur: Acteur, modele: type[Ligne], pk: int) -> Ligne:
    """A row of an action of the territory: a milestone, a line of budget, an indicator, a link, a point."""
    lus = modele._default_manager.select_related("action__axe__plan__territoire", "action__pilote")
    return get_object_or_404(lus, pk=pk, action__axe__plan__territoire=acteur.territoire)


def valeur_ou_404(acteur: Acteur, pk: int) -> ValeurIndicateur:
    lues = ValeurIndicateur.objects.select_related("indicateur__action__axe__plan", "indicateur__action__pilote")
    return get_object_or_404(lues, pk=pk, indicateur__action__axe__plan__territoire=acteur.territoire)


def axe_ou_404(acteur: Acteur, pk: int) -> Axe:
    lus = Axe.objects.select_related("plan__territoire")
    return get_object_or_404(lus, pk=pk, plan__territoire=acteur.territoire)


def indicateurs_de(action: Action) -> list[IndicateurAction]:
    """What measures an action, each with its dated values."""
    return list(action.indicateurs.prefetch_related("valeurs").order_by("libelle", "pk"))


def indicateurs_du_plan(plan: Plan) -> list[IndicateurAction]:
    """What measures every action of a plan, in its order: two queries."""
    lus = IndicateurAction.objects.filter(action__axe__plan=plan).prefetch_related("valeurs")
    return list(lus.order_by("action__axe__numero", "action__numero", "libelle", "pk"))


def liens_de(action: Action) -> list[LienAction]:
    return list(action.liens.select_related("appel", "operation", "decision__seance__instance").order_by("pk"))


def liens_du_plan(plan: Plan) -> list[LienAction]:
    """What every action of a plan rests on, in its order: one query."""
    lus = LienAction.objects.filter(action__axe__plan=plan)
    lus = lus.select_related("action__axe", "appel", "operation", "decision__seance__instance")
    return list(lus.order_by("action__axe__numero", "action__numero", "pk"))


def points_de(seance: Seance, plan: Plan) -> QuerySet[PointAvancement]:
    """What was told of a plan at a séance, action by action."""
    lus = PointAvancement.objects.filter(seance=seance, action__axe__plan=plan).select_related("action__axe")
    return lus.order_by("action__axe__numero", "action__numero")
