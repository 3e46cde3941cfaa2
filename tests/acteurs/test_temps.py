"""The dated working time of référents, as the caseload reads it."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest

from deplie.acteurs.queries.temps import etp_le, temps_recueillis
from tests.factories import AgentFactory, TempsReferentFactory, TerritoireFactory

pytestmark = pytest.mark.django_db


def test_le_temps_en_vigueur_un_jour() -> None:
    lieu = TerritoireFactory()
    anouk, josue = (AgentFactory(territoire=lieu, compte=None, courriel=f"{n}@exemple.invalid") for n in "ab")
    TempsReferentFactory(agent=anouk, debut=date(2019, 1, 1), fin=date(2020, 6, 30), etp="1.00")
    TempsReferentFactory(agent=anouk, debut=date(2020, 7, 1), etp="0.60")
    TempsReferentFactory(agent=josue, debut=date(2020, 1, 1), fin=date(2020, 12, 31), etp="0.50")
    TempsReferentFactory(agent__territoire=TerritoireFactory(), debut=date(2019, 1, 1))
    assert etp_le(lieu, date(2020, 6, 30)) == {anouk.pk: Decimal("1.00"), josue.pk: Decimal("0.50")}
    assert etp_le(lieu, date(2020, 7, 1)) == {anouk.pk: Decimal("0.60"), josue.pk: Decimal("0.50")}
    assert etp_le(lieu, date(2021, 1, 1)) == {anouk.pk: Decimal("0.60")}
    assert etp_le(lieu, date(2018, 12, 31)) == {}


def test_le_temps_jamais_recueilli() -> None:
    lieu = TerritoireFactory()
    assert not temps_recueillis(lieu)
    TempsReferentFactory(agent=AgentFactory(territoire=lieu), debut=date(2030, 1, 1))
    assert temps_recueillis(lieu)
