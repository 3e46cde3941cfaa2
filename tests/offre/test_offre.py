"""Places and permanences: who may say what is offered, and when somebody receives."""

from __future__ import annotations

from datetime import date, time, timedelta

import pytest
from django.test import Client
from hypothesis import given
from hypothesis import strategies as st

from deplie.offre import actions, queries
from deplie.offre.rules import jours_de_permanence
from deplie.socle.erreurs import RefusMetier
from deplie.socle.models import Generation
from tests.factories_offre import (
    LieuFactory,
)
from tests.parcours import fabrique as f

pytestmark = pytest.mark.django_db
LUNDI = date(2023, 3, 6)


@pytest.fixture
def ines():
    return f.acteur(f.territoire(), "animateur_coordonnateur")


@pytest.fixture
def lieu(ines):
    return actions.creer_lieu(valeurs={"nom": "EREF du port", "genre": "EREF"}, par=ines)


def test_a_place_has_one_name_in_its_territory(ines, lieu):
    with pytest.raises(RefusMetier, match="porte déjà ce nom"):
        actions.creer_lieu(valeurs={"nom": "EREF du port", "genre": "MAIRIE"}, par=ines)
    assert Generation.objects.get(territoire="OUEST", fait="offre").numero == 1


def test_a_permanence_is_held_each_week_or_once(ines, lieu):
    heures = {"heure_debut": time(9), "heure_fin": time(12), "lieu": lieu, "agent": ines.agent, "par": ines}
    actions.poser_permanence(jour_semaine=1, **heures)
    actions.poser_permanence(le=LUNDI, **heures)
    lus = queries.creneaux(ines, lieu, LUNDI)
    assert [creneau.le for creneau in lus] == [LUNDI, LUNDI + timedelta(days=1)]
    assert [creneau.le for creneau in queries.creneaux(ines, lieu, LUNDI + timedelta(days=7))] == [
        LUNDI + timedelta(days=8)
    ]
    with pytest.raises(RefusMetier, match="une seule fois"):
        actions.poser_permanence(jour_semaine=1, le=LUNDI, **heures)
    with pytest.raises(RefusMetier, match="heure de fin"):
        actions.poser_permanence(jour_semaine=1, **heures | {"heure_fin": time(8)})


@given(st.integers(0, 6), st.dates(date(2020, 1, 6), date(2030, 1, 1)), st.integers(-20, 20), st.integers(-20, 20))
def test_a_weekly_permanence_comes_once_a_week_between_its_dates(jour_semaine, jour, avant, apres):
    lundi = jour - timedelta(days=jour.weekday())
    debut, fin = lundi + timedelta(days=avant), lundi + timedelta(days=apres)
    trouves = list(jours_de_permanence(jour_semaine, None, debut, fin, lundi))
    attendu = lundi + timedelta(days=jour_semaine)
    assert trouves == ([attendu] if debut <= attendu <= fin else [])


def test_another_territory_s_people_and_places_are_refused(ines, lieu):
    ailleurs = f.territoire("EST")
    with pytest.raises(RefusMetier, match="autre territoire"):
        actions.creer_atelier(valeurs={"titre": "Essai", "lieu": LieuFactory(territoire=ailleurs)}, par=ines)
    etranger = f.acteur(ailleurs, "referent_parcours")
    with pytest.raises(RefusMetier, match="autre territoire"):
        actions.creer_atelier(valeurs={"titre": "Essai"}, animateurs=[etranger.agent], par=ines)


def test_the_page_of_places(ines, lieu):
    client = Client()
    client.force_login(ines.compte)
    champs = {"agent": ines.agent.pk, "jour_semaine": "1", "heure_debut": "9h", "heure_fin": "12h"}
    refusee = client.post(f"/OUEST/lieux/{lieu.pk}/permanences/", champs | {"heure_fin": "8h"}).content.decode()
    assert "précède celle du début" in refusee
    client.post(f"/OUEST/lieux/{lieu.pk}/permanences/", champs)
    page = client.get("/OUEST/lieux/").content.decode()
    assert "Mardi, 09:00 à 12:00" in page
    client.post(f"/OUEST/lieux/{lieu.pk}/", {"nom": "EREF du port", "genre": "EREF"})
    page = client.get("/OUEST/lieux/").content.decode()
    assert "fermé" in page
    client.post(f"/OUEST/permanences/{lieu.permanences.get().pk}/retirer/")
    assert "Aucune permanence" in client.get("/OUEST/lieux/").content.decode()
