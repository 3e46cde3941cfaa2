"""A year of séances on a page, those to come in a file: bodies, days and places, nobody's name."""

from __future__ import annotations

from datetime import date, time
from html import unescape

import pytest
import time_machine
from icalendar import Calendar

from deplie.instances.models import Seance
from deplie.territoires.models import Reglage
from tests.factories import InstanceFactory, SeanceFactory

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def en_mars_2024():
    with time_machine.travel("2024-03-05T10:00:00+01:00", tick=False):
        yield


@pytest.fixture
def copil(distribution):
    return InstanceFactory(territoire=distribution.territoire, nom="Comité de pilotage", nature="COPIL")


def lire(client, **parametres):
    reponse = client.get("/OUEST/seances/calendrier/", parametres)
    assert reponse.status_code == 200
    return reponse.context, " ".join(unescape(reponse.content.decode()).split())


def test_a_year_month_by_month(client_de, copil, distribution):
    tenue = SeanceFactory(instance=copil, le=date(2024, 1, 16), statut=Seance.Statut.TENUE)
    SeanceFactory(instance=copil, le=date(2024, 3, 12), heure=time(9, 30), lieu="Mairie")
    SeanceFactory(instance=copil, le=date(2024, 6, 4), convoquee_le=date(2024, 3, 1))
    SeanceFactory(instance=copil, le=date(2023, 6, 4), statut=Seance.Statut.TENUE)
    SeanceFactory(le=date(2024, 6, 4))
    contexte, page = lire(client_de("directeur"))
    assert [len(un.seances) for un in contexte["mois"]] == [1, 0, 1, 0, 0, 1] + [0] * 6
    assert contexte["mois"][0].seances[0].seance == tenue
    assert contexte["annees"] == [2023, 2024]
    assert "3 séances" in page
    assert "Mardi 12" in page
    assert "9h30, Mairie" in page
    # Fifteen days before the 12th of March is past: it is late.
    assert "à convoquer avant le 26/02/2024" in page
    assert contexte["mois"][2].seances[0].en_retard
    assert "convoquée le 01/03/2024" in page


def test_the_days_before_a_seance_are_a_setting(client_de, copil, distribution):
    SeanceFactory(instance=copil, le=date(2024, 4, 30))
    Reglage.objects.create(territoire=distribution.territoire, cle="jours_convocation", valeur=30)
    assert "à convoquer avant le 31/03/2024" in lire(client_de("directeur"))[1]


@pytest.mark.parametrize("annee", ["2031", "", "abc", "99999999999999999999", "-1", "²"])
def test_any_year_has_its_page(client_de, copil, annee):
    contexte, page = lire(client_de("directeur"), annee=annee)
    assert contexte["annee"] == (2031 if annee == "2031" else 2024)
    assert "Aucune séance" in page


def test_one_body_alone(client_de, copil, distribution):
    autre = InstanceFactory(territoire=distribution.territoire, nom="Jury")
    SeanceFactory(instance=copil, le=date(2024, 5, 2))
    SeanceFactory(instance=autre, le=date(2024, 5, 3))
    ailleurs = InstanceFactory()
    assert lire(client_de("directeur"), instance=autre.pk)[0]["nombre"] == 1
    assert lire(client_de("directeur"), instance=ailleurs.pk)[0]["nombre"] == 2


def test_the_number_of_queries_does_not_grow(client_de, copil, django_assert_max_num_queries):
    client = client_de("directeur")
    for rang in range(1, 13):
        SeanceFactory(instance=copil, le=date(2024, rang, 2))
    lire(client)
    with django_assert_max_num_queries(14):
        assert lire(client)[0]["nombre"] == 12


def test_what_is_to_come_goes_into_a_calendar(client_de, copil):
    SeanceFactory(instance=copil, le=date(2024, 2, 1))
    demain = SeanceFactory(instance=copil, le=date(2024, 3, 6), heure=time(14, 0), lieu="Salle des fêtes; étage 2")
    jour = SeanceFactory(instance=copil, le=date(2024, 7, 1))
    annulee = {"statut": Seance.Statut.ANNULEE, "raison": "Reportée"}
    SeanceFactory(instance=copil, le=date(2024, 8, 1), **annulee)
    reponse = client_de("directeur").get("/OUEST/seances/calendrier.ics")
    assert reponse["Content-Type"].startswith("text/calendar")
    assert b"\r\n" in reponse.content
    lus = Calendar.from_ical(reponse.content).walk("VEVENT")
    assert [str(lu["uid"]) for lu in lus] == [f"seance-{demain.pk}@ouest.deplie", f"seance-{jour.pk}@ouest.deplie"]
    assert str(lus[0]["location"]) == "Salle des fêtes; étage 2"
    assert lus[0].decoded("dtstart").isoformat() == "2024-03-06T13:00:00+00:00"
    assert lus[1].decoded("dtstart") == date(2024, 7, 1)
