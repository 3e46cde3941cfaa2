"""What time brings: done by the worker, asked once, and a job that fails stops no other."""

from __future__ import annotations

import pytest
from django_tasks_db.models import DBTaskResult

from deplie.socle import horloge


@pytest.fixture
def taches(monkeypatch):
    monkeypatch.setattr(horloge, "_taches", {})
    return horloge


def test_a_job_that_fails_stops_no_other(taches, caplog):
    faites = []
    taches.inscrire("a", lambda: 1 / 0)
    taches.inscrire("b", lambda: faites.append("b"))
    assert horloge.faire_le_tour.func() == ["b"]
    assert faites == ["b"]
    assert "tache_echouee" in caplog.text


@pytest.mark.django_db
def test_one_round_waits_at_a_time_and_those_before_are_forgotten():
    assert horloge.demander_un_tour()
    assert not horloge.demander_un_tour()
    DBTaskResult.objects.update(status="SUCCESSFUL")
    assert horloge.demander_un_tour()
    assert DBTaskResult.objects.count() == 1


def test_the_product_keeps_its_delays():
    assert "délais des prescriptions" in horloge.inscrites()
