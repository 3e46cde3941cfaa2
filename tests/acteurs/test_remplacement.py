"""Somebody stands in for a colleague, from a day to another; the page of the agent says it."""

from datetime import date, timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from deplie.acteurs.actions import finir_remplacement, remplacer
from deplie.acteurs.models import Remplacement
from deplie.acteurs.queries.acteur import acteur_de
from deplie.acteurs.queries.equipe import remplacants
from deplie.socle.erreurs import RefusMetier
from tests.factories import AgentFactory, TerritoireFactory
from tests.parcours import fabrique as f

JOUR = timedelta(days=1)


@pytest.fixture
def lieu(db):
    return f.territoire("OUEST")


@pytest.fixture
def ines(lieu):
    return f.acteur(lieu, "animateur_coordonnateur")


@pytest.fixture
def loic(lieu):
    return f.acteur(lieu, "referent_parcours", prenom="Loïc")


@pytest.fixture
def maya(lieu):
    return f.acteur(lieu, "referent_parcours", prenom="Maya")


def absence(loic, maya, ines, debut=0, fin=7):
    ici = timezone.localdate()
    return remplacer(agent=loic.agent, remplacant=maya.agent, debut=ici + debut * JOUR, fin=ici + fin * JOUR, par=ines)


def remplaces(acteur):
    return acteur_de(acteur.compte, "OUEST").remplaces


def test_it_holds_from_its_first_day_to_its_last(ines, loic, maya):
    absence(loic, maya, ines)
    assert remplaces(maya) == [loic.agent]
    assert remplaces(loic) == []
    Remplacement.objects.update(fin=timezone.localdate(), debut=timezone.localdate() - JOUR)
    assert remplaces(maya) == [loic.agent]
    Remplacement.objects.update(fin=timezone.localdate() - JOUR)
    assert remplaces(maya) == []


def test_it_ends_before_its_time(ines, loic, maya):
    commence = absence(loic, maya, ines)
    finir_remplacement(remplacement=commence, par=ines)
    assert not Remplacement.objects.exists()  # it had not held a whole day
    assert remplaces(maya) == []


def test_one_under_way_keeps_the_days_it_held(ines, loic, maya):
    tenu = absence(loic, maya, ines, debut=-3)
    finir_remplacement(remplacement=tenu, par=ines)
    assert Remplacement.objects.get().fin == timezone.localdate() - JOUR


def test_nobody_stands_in_for_themselves(ines, loic):
    with pytest.raises(RefusMetier, match="quelqu'un d'autre"):
        absence(loic, loic, ines)


def test_nobody_of_another_territory(ines, loic):
    autre = AgentFactory(territoire=TerritoireFactory(code="EST"))
    with pytest.raises(RefusMetier, match="autre territoire"):
        remplacer(agent=loic.agent, remplacant=autre, debut=date(2021, 1, 1), fin=date(2021, 1, 2), par=ines)


def test_the_same_person_does_not_twice_at_once(ines, loic, maya):
    absence(loic, maya, ines)
    with pytest.raises(RefusMetier, match="remplace déjà"):
        absence(loic, maya, ines, debut=3, fin=9)


def test_only_who_follows_people_may_stand_in(lieu, ines, loic, maya):
    f.acteur(lieu, "elu_copil", prenom="Élu")
    assert set(remplacants(lieu, loic.agent)) == {ines.agent, maya.agent}


def test_the_page_notes_it_and_ends_it(client, ines, loic, maya):
    client.force_login(ines.compte)
    page = reverse("acteurs:agent", args=["OUEST", loic.agent.pk])
    fin = timezone.localdate() + 7 * JOUR
    envoi = {"remplacement-remplacant": maya.agent.pk, "remplacement-debut": f"{timezone.localdate():%d/%m/%Y}",
             "remplacement-fin": f"{fin:%d/%m/%Y}"}  # fmt: skip

    reponse = client.post(reverse("acteurs:remplacer", args=["OUEST", loic.agent.pk]), envoi, follow=True)

    assert reponse.redirect_chain[0][0] == page
    assert "Le remplacement est noté." in reponse.content.decode()
    client.post(reverse("acteurs:finir_remplacement", args=["OUEST", Remplacement.objects.get().pk]))
    assert not Remplacement.objects.exists()


def test_an_end_before_the_beginning_is_said_and_nothing_is_lost(client, ines, loic, maya):
    client.force_login(ines.compte)
    envoi = {
        "remplacement-remplacant": maya.agent.pk,
        "remplacement-debut": "02/03/2021",
        "remplacement-fin": "01/03/2021",
    }

    page = client.post(reverse("acteurs:remplacer", args=["OUEST", loic.agent.pk]), envoi).content.decode()

    assert "précède le début" in page
    assert 'value="02/03/2021"' in page


def test_the_home_page_says_whom_one_stands_in_for(client, ines, loic, maya, lieu):
    f.participation(lieu, referent=loic.agent)
    client.force_login(maya.compte)
    accueil = reverse("territoire", args=["OUEST"])
    assert "Vous remplacez" not in client.get(accueil).content.decode()

    absence(loic, maya, ines)

    page = client.get(accueil).content.decode()
    assert f"Vous remplacez {loic.agent}" in page
    assert "Dossiers incomplets" in page
