"""The demonstration's plans of action: the numbers of the sources, and a life that the rules allow."""

from __future__ import annotations

from collections import Counter
from datetime import date

import pytest

from deplie.acteurs.actions import creer_distribution_demo
from deplie.acteurs.queries import Acteur
from deplie.gouvernance.models import Action, FinancementAction, IndicateurAction, Plan
from deplie.gouvernance.queries.lecture import lire_plan
from deplie.gouvernance.rules.cycle import PREVUE, refus_d_etat
from deplie.pilotage.catalogue import CATALOGUE
from deplie.site.demonstration.appels import appeler
from deplie.site.demonstration.cadre import encadrer
from deplie.site.demonstration.declaration import declaration
from deplie.site.demonstration.pacte import pactiser
from tests.factories import TerritoireFactory

pytestmark = pytest.mark.django_db


def monter(code):
    lieu = TerritoireFactory(code=code, demonstration=True)
    par = Acteur.systeme(lieu)
    creer_distribution_demo(territoire=lieu, par=par)
    appeler(declaration(code), par)
    for _ in range(2):
        pactiser(declaration(code), par)
    return lieu


def test_the_pact_has_82_actions_in_13_axes_read_on_the_day_of_its_committee():
    lieu = monter("HAUTEVIENNE")
    pacte = Plan.objects.get(territoire=lieu)
    lu = lire_plan(pacte)
    assert (pacte.axes.count(), len(lu.actions), lu.jour) == (13, 82, date(2019, 11, 21))
    etats = Counter(lue.action.statut for lue in lu.actions)
    assert set(etats) == {"PREVUE", "EN_COURS", "SUSPENDUE", "REALISEE", "ABANDONNEE"}
    assert 5 <= lu.en_retard <= 25


def test_what_the_source_names_is_there_the_call_with_its_link():
    lieu = monter("HAUTEVIENNE")
    noms = "innovation sociale", "PLIE", "ARPE", "inclusion numérique"
    for nom in noms:
        assert Action.objects.filter(axe__plan__territoire=lieu, titre__contains=nom).exists(), nom
    appel = Action.objects.get(axe__plan__territoire=lieu, titre__contains="innovation sociale")
    assert [lien.appel.code for lien in appel.liens.all()] == ["INNO-2019"]


@pytest.mark.parametrize("code", ["HAUTEVIENNE", "MIDIQUERCY"])
def test_every_action_lived_as_the_table_of_states_allows(code):
    lieu = monter(code)
    for action in Action.objects.filter(axe__plan__territoire=lieu).prefetch_related("points"):
        etat = PREVUE
        for point in action.points.all():
            assert not refus_d_etat(etat, point.etat, point.texte), (action.code, point.le)
            etat = point.etat
        assert action.statut == etat, action.code
        assert action.historique.count() == 1


def test_the_plan_of_the_protocole_and_the_tzcld_project_run_on_the_same_tables():
    lieu = TerritoireFactory(code="MIDIQUERCY", demonstration=True)
    par = Acteur.systeme(lieu)
    creer_distribution_demo(territoire=lieu, par=par)
    encadrer(declaration("MIDIQUERCY"), par)
    pactiser(declaration("MIDIQUERCY"), par)
    plans = {plan.nature: plan for plan in Plan.objects.filter(territoire=lieu)}
    assert set(plans) == {"PROTOCOLE", "TZCLD"}
    assert plans["PROTOCOLE"].axes.count() == 4
    assert plans["PROTOCOLE"].protocole.debut == date(2018, 1, 1)
    assert (plans["TZCLD"].debut, plans["TZCLD"].fin) == (date(2024, 5, 14), date(2029, 5, 13))


def test_indicators_named_by_code_are_of_the_catalogue_and_money_is_told_by_year():
    lieu = monter("HAUTEVIENNE")
    codes = set(IndicateurAction.objects.exclude(indicateur="").values_list("indicateur", flat=True))
    assert codes
    assert codes <= set(CATALOGUE)
    annees = FinancementAction.objects.filter(action__axe__plan__territoire=lieu)
    assert set(annees.values_list("annee", flat=True)) == {2017, 2018, 2019, 2020}
    assert not annees.filter(annee=2020, obtenu__isnull=False).exists()
