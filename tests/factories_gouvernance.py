"""Factories of plans of action; see factories.py."""

from __future__ import annotations

from datetime import date

import factory
from factory.django import DjangoModelFactory

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
from deplie.instances.models import Instance
from deplie.territoires.models import Territoire
from tests.factories import OrganisationFactory, TerritoireFactory
from tests.factories_financements import OperationFactory


class PlanFactory(DjangoModelFactory[Plan]):
    """A pact from 2017 to 2021."""

    class Meta:
        model = Plan

    territoire = factory.SubFactory(TerritoireFactory)
    nature = "PACTE"
    nom = factory.Sequence(lambda n: f"Pacte d'essai n° {n}")
    debut = date(2017, 1, 11)
    fin = date(2021, 12, 31)


class AxeFactory(DjangoModelFactory[Axe]):
    class Meta:
        model = Axe

    plan = factory.SubFactory(PlanFactory)
    numero = factory.Sequence(lambda n: n + 1)
    titre = "Axe d'essai"


class ActionFactory(DjangoModelFactory[Action]):
    class Meta:
        model = Action

    axe = factory.SubFactory(AxeFactory)
    numero = factory.Sequence(lambda n: n + 1)
    titre = "Action d'essai"


class PartenaireActionFactory(DjangoModelFactory[PartenaireAction]):
    class Meta:
        model = PartenaireAction

    action = factory.SubFactory(ActionFactory)
    organisation = factory.LazyAttribute(lambda p: OrganisationFactory(territoire=p.action.axe.plan.territoire))


class JalonActionFactory(DjangoModelFactory[JalonAction]):
    class Meta:
        model = JalonAction

    action = factory.SubFactory(ActionFactory)
    libelle = "Cartographie rendue"
    prevu_le = date(2019, 6, 30)


class LienActionFactory(DjangoModelFactory[LienAction]):
    """A link to an operation, unless something else is given."""

    class Meta:
        model = LienAction

    action = factory.SubFactory(ActionFactory)


class PointAvancementFactory(DjangoModelFactory[PointAvancement]):
    class Meta:
        model = PointAvancement

    action = factory.SubFactory(ActionFactory)
    le = date(2019, 3, 14)
    etat = "EN_COURS"


class FinancementActionFactory(DjangoModelFactory[FinancementAction]):
    class Meta:
        model = FinancementAction

    action = factory.SubFactory(ActionFactory)
    financeur = factory.LazyAttribute(lambda f: OrganisationFactory(territoire=f.action.axe.plan.territoire))
    annee = 2019
    prevu = "10000.00"


class IndicateurActionFactory(DjangoModelFactory[IndicateurAction]):
    class Meta:
        model = IndicateurAction

    action = factory.SubFactory(ActionFactory)
    libelle = "Personnes accueillies"


class ValeurIndicateurFactory(DjangoModelFactory[ValeurIndicateur]):
    class Meta:
        model = ValeurIndicateur

    indicateur = factory.SubFactory(IndicateurActionFactory)
    le = date(2019, 3, 14)
    valeur = "12"


def plan_entier(*, pk: int, territoire: Territoire, comite: Instance) -> Plan:
    """A plan with one row of every table, all of the same number."""
    plan = PlanFactory(pk=pk, territoire=territoire, comite=comite)
    action = ActionFactory(pk=pk, axe=AxeFactory(pk=pk, plan=plan))
    JalonActionFactory(pk=pk, action=action)
    PointAvancementFactory(pk=pk, action=action)
    FinancementActionFactory(pk=pk, action=action)
    LienActionFactory(pk=pk, action=action, operation=OperationFactory(territoire=territoire))
    ValeurIndicateurFactory(pk=pk, indicateur=IndicateurActionFactory(pk=pk, action=action))
    return plan
