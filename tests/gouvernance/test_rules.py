"""The life of an action, and what is late in it."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from deplie.gouvernance.rules.cycle import ETATS, OUVERTS, refus_d_etat, suivants
from deplie.gouvernance.rules.retard import Attendu, Calendrier, retards

COMITE = date(2019, 11, 21)


def lus(calendrier, jour=date(2019, 12, 31), tolerance=15, comite=None):
    return retards(calendrier, jour, tolerance=tolerance, dernier_comite=comite)


def test_a_state_is_reached_by_the_table_alone():
    assert list(suivants("PREVUE")) == ["PREVUE", "EN_COURS", "ABANDONNEE"]
    assert refus_d_etat("PREVUE", "EN_COURS", "") == ""
    assert "Elle peut devenir : en cours, abandonnée" in refus_d_etat("PREVUE", "REALISEE", "")


@pytest.mark.parametrize(
    ("depuis", "vers"), [("EN_COURS", "SUSPENDUE"), ("EN_COURS", "ABANDONNEE"), ("REALISEE", "EN_COURS")]
)
def test_what_is_hard_to_undo_says_why(depuis, vers):
    assert "pourquoi" in refus_d_etat(depuis, vers, " ")
    assert refus_d_etat(depuis, vers, "Le financeur se retire.") == ""


def test_every_state_is_left_and_reached():
    assert {vers for depuis in ETATS for vers in suivants(depuis) if vers != depuis} == set(ETATS) - {"PREVUE"}


def test_a_milestone_past_and_not_reached_is_late():
    jalon = Attendu("Cartographie", date(2019, 6, 30))
    assert lus(Calendrier("EN_COURS", None, None, None, (jalon,))) == [
        "Jalon « Cartographie » attendu le 30/06/2019, non atteint."
    ]
    atteint = Attendu("Cartographie", date(2019, 6, 30), date(2019, 9, 1))
    assert lus(Calendrier("EN_COURS", None, None, None, (atteint,))) == []
    assert lus(Calendrier("EN_COURS", None, None, None, (atteint,)), jour=date(2019, 8, 1)) != []


def test_the_tolerance_is_a_number_of_days():
    calendrier = Calendrier("EN_COURS", None, date(2019, 12, 16), None)
    assert lus(calendrier) == []
    assert lus(calendrier, tolerance=14) == ["Fin prévue le 16/12/2019, passée."]


def test_no_point_since_the_last_committee_is_late():
    muette = Calendrier("EN_COURS", date(2018, 1, 1), None, COMITE - timedelta(days=1))
    assert lus(muette, comite=COMITE) == ["Aucun point d'avancement depuis le comité du 21/11/2019."]
    dite = Calendrier("EN_COURS", date(2018, 1, 1), None, COMITE)
    assert lus(dite, comite=COMITE) == []


def test_what_begins_after_the_committee_owed_it_nothing():
    assert lus(Calendrier("PREVUE", COMITE + timedelta(days=1), None, None), comite=COMITE) == []


JOURS = st.none() | st.dates(date(2017, 1, 1), date(2022, 12, 31))


@given(st.sampled_from(sorted(ETATS)), JOURS, JOURS, JOURS, JOURS, st.integers(0, 60))
def test_what_is_over_is_never_late_and_time_only_adds_lateness(statut, debut, fin, point, comite, tolerance):
    calendrier = Calendrier(statut, debut, fin, point, (Attendu("J", fin),) if fin else ())
    un, deux = (lus(calendrier, date(2020, mois, 1), tolerance, comite) for mois in (3, 9))
    assert statut in OUVERTS or not deux
    assert set(un) <= set(deux)
