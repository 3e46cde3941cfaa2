"""The calendar followed from elsewhere, and the week of a place."""

from __future__ import annotations

from datetime import date, datetime, time, timedelta

import pytest
import time_machine
from django.test import Client
from django.utils import timezone
from icalendar import Calendar

from deplie.acteurs.actions import fermer_flux, ouvrir_flux
from deplie.acteurs.models import FluxAgenda, Habilitation
from deplie.offre import actions as offre
from deplie.parcours import actions
from deplie.socle.models import Journal
from tests.factories_offre import LieuFactory
from tests.parcours import fabrique as f

pytestmark = pytest.mark.django_db
MARDI = date(2023, 3, 7)


def a(jour, heure=9):
    return timezone.make_aware(datetime(jour.year, jour.month, jour.day, heure))


@pytest.fixture(autouse=True)
def ce_mardi():
    with time_machine.travel(a(MARDI, 10), tick=False):
        yield


@pytest.fixture
def loic():
    return f.acteur(f.territoire(), "referent_parcours", prenom="Loïc")


@pytest.fixture
def lieu(loic):
    return LieuFactory(territoire=loic.territoire, nom="EREF du port")


@pytest.fixture
def rendez_vous(loic, lieu):
    suivie = f.participation(loic.territoire, entree=date(2023, 1, 9), referent=loic.agent)
    valeurs = {"lieu_repertorie": lieu, "lieu": "chez Mme Secret", "objet": "Projet"}
    return actions.planifier_entretien(
        personne=suivie.personne, participation=suivie, agent=loic.agent, debut=a(MARDI, 14), valeurs=valeurs, par=loic
    )


@pytest.fixture
def seance(loic, lieu):
    valeurs = {"titre": "Sortir de la dette", "lieu": lieu, "places": 4}
    atelier = offre.creer_atelier(valeurs=valeurs, animateurs=[loic.agent], par=loic)
    return offre.ajouter_seance(atelier=atelier, debut=a(MARDI + timedelta(days=1)), par=loic)


def client_de(acteur):
    client = Client()
    client.force_login(acteur.compte)
    return client


def test_the_feed_holds_appointments_and_workshops_and_names_nobody(loic, rendez_vous, seance):
    reponse = Client().get(f"/agenda/{ouvrir_flux(par=loic)}.ics")
    assert reponse["Content-Type"].startswith("text/calendar")
    assert "no-store" in reponse["Cache-Control"]
    evenements = Calendar.from_ical(reponse.content).walk("VEVENT")
    assert [(str(e["summary"]), str(e["location"])) for e in evenements] == [
        ("Rendez-vous en présence", "EREF du port"),
        ("Atelier", "EREF du port"),
    ]
    texte = reponse.content.decode()
    for mot in (rendez_vous.personne.nom, rendez_vous.personne.prenom, "Secret", "Projet", "dette"):
        assert mot not in texte


def test_the_secret_is_shown_once_renewed_and_closed(loic):
    client = client_de(loic)
    assert "Aucune adresse" in client.get("/OUEST/agenda/flux/").content.decode()
    page = client.post("/OUEST/agenda/flux/", {"acte": "ouvrir"}).content.decode()
    adresse = page.split('id="adresse">')[1].split("<")[0].removeprefix("http://testserver")
    assert Client().get(adresse).status_code == 200
    assert adresse not in client.get("/OUEST/agenda/flux/").content.decode()
    jeton = adresse.removeprefix("/agenda/").removesuffix(".ics")
    assert jeton not in str(list(FluxAgenda.objects.values()))
    assert jeton not in str(list(Journal.objects.values()))
    nouveau = ouvrir_flux(par=loic)
    assert Client().get(adresse).status_code == 404
    assert Client().get(f"/agenda/{nouveau}.ics").status_code == 200
    client.post("/OUEST/agenda/flux/", {"acte": "fermer"})
    assert Client().get(f"/agenda/{nouveau}.ics").status_code == 404
    assert "Suivre mon agenda" in client.get("/compte/").content.decode()


def test_who_has_no_right_left_has_no_feed_left(loic):
    adresse = f"/agenda/{ouvrir_flux(par=loic)}.ics"
    Habilitation.objects.filter(agent=loic.agent).update(fin=MARDI - timedelta(days=1))
    assert Client().get(adresse).status_code == 404
    Habilitation.objects.filter(agent=loic.agent).update(fin=None)
    loic.compte.is_active = False
    loic.compte.save()
    assert Client().get(adresse).status_code == 404
    fermer_flux(par=loic)
    assert Client().get("/agenda/inconnu.ics").status_code == 404


def test_the_secret_is_in_no_trace(loic, caplog):
    jeton = ouvrir_flux(par=loic)
    Client().get(f"/agenda/{jeton}.ics")
    Client().get(f"/agenda/{jeton}x.ics")
    assert "agenda/<str:jeton>.ics" in caplog.text
    assert jeton not in caplog.text


def test_the_week_of_a_place(loic, lieu, rendez_vous, seance):
    offre.poser_permanence(
        lieu=lieu, agent=loic.agent, jour_semaine=4, heure_debut=time(9), heure_fin=time(12), par=loic
    )
    client = client_de(loic)
    page = client.get("/OUEST/agenda/lieux/").content.decode()
    assert "permanence de Loïc" in page
    assert "Sortir de la dette" in page
    assert str(rendez_vous.personne) in page
    autre = f.acteur(loic.territoire, "referent_parcours", structure=f.organisation(loic.territoire, "Autre"))
    page = client_de(autre).get("/OUEST/agenda/lieux/").content.decode()
    assert "Sortir de la dette" in page
    assert str(rendez_vous.personne) not in page
    assert client.get(f"/OUEST/agenda/lieux/?lieu={LieuFactory().pk}").status_code == 404
    assert "Rien de prévu" in client.get("/OUEST/agenda/lieux/?semaine=2030-01-01").content.decode()
