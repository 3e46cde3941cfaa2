"""The demonstration's calls: what the sources say of them holds, and their sums stay within the envelope."""

from __future__ import annotations

import pytest
from django.utils import timezone

from deplie.acteurs.queries import Acteur
from deplie.financements.models import Appel, Operation
from deplie.financements.queries.depot import plan_de
from deplie.site.demonstration.appels import appeler
from deplie.site.demonstration.calendrier import annee_courante
from deplie.site.demonstration.declaration import CODES, declaration
from tests.factories import TerritoireFactory

pytestmark = pytest.mark.django_db


def monter(code):
    lieu = TerritoireFactory(code=code)
    for _ in range(2):
        appeler(declaration(code), Acteur.systeme(lieu))
    return lieu


def test_la_rochelle_s_committee_selects_fourteen_operations_of_twenty():
    lieu = monter("LAROCHELLE")
    operations = Operation.objects.filter(territoire=lieu, appel__code="AAP-2021")
    assert (operations.count(), operations.retenues().count()) == (20, 14)


def test_the_ess_fund_has_a_call_a_year_since_2016_and_about_twenty_holders():
    lieu = monter("GPSEA")
    assert [a.code for a in Appel.objects.filter(territoire=lieu).order_by("code")] == [
        f"ESS-{annee}" for annee in range(2016, annee_courante(timezone.localdate()) + 1)
    ]
    retenues = Operation.objects.filter(territoire=lieu).retenues()
    assert retenues.values("porteur").distinct().count() == 20


@pytest.mark.parametrize("code", CODES)
def test_nothing_passes_its_envelope_and_plans_balance(code):
    for appel in Appel.objects.filter(territoire=monter(code)):
        retenues = list(appel.operations.retenues())
        assert 0 < sum(o.montant_programme for o in retenues) <= appel.enveloppe
        assert all(plan_de(o).ecart == 0 for o in appel.operations.all())
