"""The plan on an operation's page: each total is the sum of what is shown above it, to the cent."""

from __future__ import annotations

from decimal import Decimal

import pytest
from django.urls import reverse
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from deplie.financements.queries.plan import plan_de_l_operation
from deplie.financements.rules.nomenclature import NATURES, RESSOURCES
from tests.factories_financements import (
    LignePlanFactory,
    OperationRetenueFactory,
    PosteTravailFactory,
    RessourceFactory,
)
from tests.parcours import fabrique as f

pytestmark = pytest.mark.django_db
MONTANTS = st.decimals("0.01", "999999.99", places=2)
ANNEES = st.integers(2019, 2023)


@pytest.fixture
def operation():
    return OperationRetenueFactory(programmation="FSE_PLUS_2021_2027")


def test_an_operation_without_a_plan_has_none_to_show(operation):
    assert plan_de_l_operation(operation) is None


@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    lignes=st.lists(st.tuples(st.sampled_from(sorted(NATURES)), ANNEES, MONTANTS), min_size=1, max_size=12),
    apports=st.lists(st.tuples(st.sampled_from(sorted(RESSOURCES)), ANNEES, MONTANTS), max_size=8),
)
def test_every_total_is_the_sum_of_what_it_stands_under(operation, lignes, apports):
    operation.lignes.all().delete()
    operation.ressources.all().delete()
    for nature, annee, montant in lignes:
        LignePlanFactory(operation=operation, nature=nature, annee=annee, montant=montant)
    for genre, annee, montant in apports:
        RessourceFactory(operation=operation, genre=genre, annee=annee, montant=montant)
    lu = plan_de_l_operation(operation)
    assert lu.cout == sum(montant for _, _, montant in lignes) == sum(lu.totaux)
    assert lu.cout == sum(total for _, _, total in lu.postes)
    for _, montants, total in lu.postes:
        assert sum(montant or 0 for montant in montants) == total
    assert lu.ressources == sum(montant for _, montant in lu.financeurs) == sum((m for _, _, m in apports), Decimal(0))
    assert bool(lu.doutes) is (bool(apports) and lu.ressources != lu.cout)


def test_a_flat_rate_is_a_line_that_nobody_typed(operation):
    operation.option_simplifiee = "RESTE_40"
    LignePlanFactory(operation=operation, montant=Decimal("100000.00"))
    RessourceFactory(operation=operation, montant=Decimal("140000.00"))
    lu = plan_de_l_operation(operation)
    assert (lu.cout, lu.doutes) == (Decimal("140000.00"), [])
    assert "40 %" in lu.forfait
    assert lu.taux.pourcent == Decimal("100.00")


def test_a_flat_rate_that_its_lines_refuse_is_told_and_not_counted(operation):
    operation.option_simplifiee = "RESTE_40"
    LignePlanFactory(operation=operation, nature="FONCTIONNEMENT", montant=Decimal("100.00"))
    lu = plan_de_l_operation(operation)
    assert lu.cout == Decimal("100.00")
    assert "remplace ces lignes" in lu.doutes[0]


def test_three_eref_at_one_post_and_six_tenths_and_a_coordination_make_five_posts_and_eight_tenths(operation):
    for etp in ("1.60", "1.60", "1.60", "1.00"):
        PosteTravailFactory(operation=operation, annee=2021, etp=Decimal(etp))
    assert plan_de_l_operation(operation).etp == [(2021, Decimal("5.80"))]


def test_the_page_shows_the_plan_and_says_what_its_lines_contradict(client):
    lieu = f.territoire()
    operation = OperationRetenueFactory(territoire=lieu)
    LignePlanFactory(operation=operation, montant=Decimal("1234.50"))
    RessourceFactory(operation=operation, montant=Decimal("1000.00"))
    client.force_login(f.acteur(lieu, "gestionnaire_oi").compte)
    texte = client.get(reverse("financements:operation", args=[lieu.code, operation.pk])).content.decode()
    assert "Plan de financement" in texte
    assert "1\u202f234,50\u00a0€" in texte
    assert "n&#x27;égalent pas le coût" in texte
