"""What a séance asks to be done, by whom, by when; who replaces a member."""

from __future__ import annotations

from datetime import date, timedelta
from io import BytesIO

import pytest
import time_machine
from docx import Document

from deplie.financements.queries.echeances import toutes
from deplie.instances import actions
from deplie.instances.models import Suite
from deplie.instances.queries import suites
from deplie.instances.queries.seance import sieges
from deplie.instances.rules import A_FAIRE, EN_RETARD, FAITE, PROCHE, etat_d_une_suite
from deplie.socle.erreurs import RefusMetier
from tests.factories import AgentFactory, DecisionFactory, SuiteFactory
from tests.instances import fabrique
from tests.instances.test_pages import ouvrir
from tests.parcours import fabrique as f

pytestmark = pytest.mark.django_db
JOUR = date(2024, 3, 20)
AVRIL = date(2024, 4, 30)


@pytest.fixture(autouse=True)
def en_mars_2024():
    with time_machine.travel("2024-03-25T10:00:00+01:00", tick=False):
        yield


@pytest.fixture
def lieu():
    return f.territoire()


@pytest.fixture
def ines(lieu):
    return f.acteur(lieu, "animateur_coordonnateur")


@pytest.fixture
def seance(lieu):
    return fabrique.seance(lieu, JOUR, instance=fabrique.commission(lieu, "COPIL", nom="Comité de pilotage"))


@pytest.fixture
def mairie(seance, lieu):
    return fabrique.siege(seance.instance, f.organisation(lieu, "Mairie"))


@pytest.fixture
def demandee(seance, mairie, ines):
    return actions.demander_suite(
        seance=seance, objet="Réunir  les chantiers", responsable=mairie, echeance=AVRIL, par=ines
    )


@pytest.mark.parametrize(
    ("echeance", "faite_le", "etat"),
    [
        (JOUR + timedelta(days=15), None, A_FAIRE),
        (JOUR + timedelta(days=14), None, PROCHE),
        (JOUR, None, PROCHE),
        (JOUR - timedelta(days=1), None, EN_RETARD),
        (JOUR - timedelta(days=1), JOUR, FAITE),
        # Done the next day: that day it was still late.
        (JOUR - timedelta(days=1), JOUR + timedelta(days=1), EN_RETARD),
    ],
)
def test_what_became_of_it_is_told_as_of_a_day(echeance, faite_le, etat):
    assert etat_d_une_suite(echeance, faite_le, JOUR) == etat


def test_a_suite_has_an_owner_of_the_body_or_of_the_team(seance, demandee, mairie, lieu, ines):
    assert (demandee.objet, demandee.responsable) == ("Réunir les chantiers", str(mairie))
    ailleurs = fabrique.siege(fabrique.commission(lieu), f.organisation(lieu, "Région"))
    demande = {"seance": seance, "objet": "Écrire", "echeance": AVRIL, "par": ines}
    with pytest.raises(RefusMetier, match="autre instance"):
        actions.demander_suite(responsable=ailleurs, **demande)
    with pytest.raises(RefusMetier, match="autre territoire"):
        actions.demander_suite(responsable=AgentFactory(), **demande)
    with pytest.raises(RefusMetier, match="qui en répond"):
        actions.demander_suite(responsable=None, **demande)
    with pytest.raises(RefusMetier, match="précède la séance"):
        actions.demander_suite(responsable=ines.agent, **demande | {"echeance": JOUR - timedelta(days=1)})
    with pytest.raises(RefusMetier, match="autre séance"):
        actions.demander_suite(responsable=ines.agent, decision=DecisionFactory(), **demande)
    assert actions.demander_suite(responsable=ines.agent, **demande).responsable == str(ines.agent)


def test_a_séance_to_come_asks_nothing_yet(lieu, mairie, seance, ines):
    suivante = fabrique.seance(lieu, date(2024, 6, 1), instance=seance.instance)
    with pytest.raises(RefusMetier, match="à partir du jour"):
        actions.demander_suite(seance=suivante, objet="Écrire", responsable=mairie, echeance=AVRIL, par=ines)


def test_done_is_a_day_and_a_word_and_can_be_taken_back(demandee, mairie, ines):
    with pytest.raises(RefusMetier, match="ce qui a été fait"):
        actions.solder_suite(suite=demandee, faite_le=JOUR, par=ines)
    for jour, phrase in ((date(2024, 3, 26), "est à venir"), (date(2024, 3, 19), "précéder")):
        with pytest.raises(RefusMetier, match=phrase):
            actions.solder_suite(suite=demandee, faite_le=jour, note="Fait", par=ines)
    actions.solder_suite(suite=demandee, faite_le=JOUR, note="Réunion tenue", par=ines)
    with pytest.raises(RefusMetier, match="rouvrez-la"):
        actions.modifier_suite(suite=demandee, objet="Autre", responsable=mairie, echeance=AVRIL, par=ines)
    with pytest.raises(RefusMetier, match="rouvrez-la"):
        actions.retirer_suite(suite=demandee, par=ines)
    actions.solder_suite(suite=demandee, faite_le=None, par=ines)
    actions.modifier_suite(suite=demandee, objet="Autre", responsable=ines.agent, echeance=AVRIL, par=ines)
    demandee.refresh_from_db()
    assert (demandee.objet, demandee.membre, demandee.agent) == ("Autre", None, ines.agent)
    actions.retirer_suite(suite=demandee, par=ines)
    assert not Suite.objects.exists()


def test_the_next_séance_finds_what_is_open_and_what_was_done_since(seance, demandee, mairie, lieu, ines):
    faite = SuiteFactory(seance=seance, membre=mairie, faite_le=date(2024, 3, 22), note="Fait", echeance=AVRIL)
    seance.statut = "TENUE"
    seance.save()
    suivante = fabrique.seance(lieu, date(2024, 6, 1), instance=seance.instance)
    autre = fabrique.seance(lieu, date(2024, 6, 2))
    assert {lue.suite: lue.etat for lue in suites.d_avant(ines, suivante)} == {demandee: A_FAIRE, faite: FAITE}
    assert not suites.d_avant(ines, autre)
    # Two séances later, what was done before the last one is no longer told.
    suivante.statut = "TENUE"
    suivante.save()
    plus_tard = fabrique.seance(lieu, date(2024, 9, 1), instance=seance.instance)
    assert [lue.suite for lue in suites.d_avant(ines, plus_tard)] == [demandee]


def test_the_page_of_the_next_séance_begins_with_them(client, lieu, seance, demandee, ines):
    suivante = fabrique.seance(lieu, date(2024, 6, 1), instance=seance.instance)
    lue = ouvrir(ines).get(f"/{lieu.code}/seances/{suivante.pk}/").content.decode()
    assert "Suites de la séance précédente" in lue
    assert "Réunir les chantiers" in lue
    assert "Demander une suite" not in lue


def test_a_suite_is_asked_from_the_page_of_its_séance(lieu, seance, mairie, ines):
    client, adresse = ouvrir(ines), f"/{lieu.code}/seances/{seance.pk}/suites/nouvelle/"
    refuse = client.post(adresse, {"objet": "Écrire", "responsable": "", "echeance": "30/04/2024"})
    assert "Écrire" in refuse.content.decode()
    assert not Suite.objects.exists()
    client.post(adresse, {"objet": "Écrire", "responsable": f"membre-{mairie.pk}", "echeance": "30/04/2024"})
    suite = Suite.objects.get()
    assert (suite.membre, suite.echeance, suite.decision) == (mairie, AVRIL, None)
    page = f"/{lieu.code}/seances/suites/{suite.pk}/"
    client.post(page, {"faite_le": "22/03/2024", "note": "Envoyé"})
    suite.refresh_from_db()
    assert suite.faite_le == date(2024, 3, 22)
    refusee = client.post(page, {"objet": "Autre", "responsable": f"membre-{mairie.pk}", "echeance": "30/04/2024"})
    assert "rouvrez-la" in refusee.content.decode().replace("&#x27;", "'")


def test_the_list_is_read_by_tab_body_and_owner(lieu, seance, demandee, mairie, ines):
    retard = SuiteFactory(seance=seance, membre=None, agent=ines.agent, echeance=date(2024, 3, 21), objet="Rappeler")
    faite = SuiteFactory(seance=seance, membre=mairie, faite_le=JOUR, note="Envoyé", objet="Envoyer")
    jour = date(2024, 3, 25)

    def lues(**filtre):
        return list(suites.liste(ines, suites.Filtre(**filtre), jour))

    assert lues() == [retard, demandee]
    assert lues(onglet="retard") == [retard]
    assert lues(onglet="faites") == [faite]
    assert lues(responsable=f"agent-{ines.agent.pk}") == [retard]
    assert lues(instance=fabrique.commission(lieu).pk) == []
    page = ouvrir(ines).get(f"/{lieu.code}/seances/suites/").content.decode()
    assert "1 suite en retard" in page
    assert ouvrir(ines).get(f"/{lieu.code}/seances/suites/?onglet=rien").status_code == 404
    assert not suites.liste(f.acteur(f.territoire("EST"), "animateur_coordonnateur"), suites.Filtre(), jour)


def test_the_list_costs_the_same_with_many(lieu, seance, mairie, ines, django_assert_max_num_queries):
    client = ouvrir(ines)
    SuiteFactory.create_batch(20, seance=seance, membre=mairie)
    client.get(f"/{lieu.code}/seances/suites/")
    with django_assert_max_num_queries(25):
        client.get(f"/{lieu.code}/seances/suites/")


def test_an_empty_territory_is_told_what_the_list_is_for(lieu, ines):
    assert "Aucune suite demandée" in ouvrir(ines).get(f"/{lieu.code}/seances/suites/").content.decode()


def test_minutes_tell_what_was_asked_as_it_stood_that_day(lieu, seance, mairie, ines):
    SuiteFactory(seance=seance, membre=mairie, objet="Envoyer le bilan", faite_le=date(2024, 3, 22), note="Envoyé")
    actions.noter_presences(seance=seance, presences={mairie: "PRESENT"}, par=ines)
    octets = ouvrir(ines).get(f"/{lieu.code}/seances/{seance.pk}/proces-verbal.docx").content
    textes = [c.text for t in Document(BytesIO(octets)).tables for ligne in t.rows for c in ligne.cells]
    assert "Envoyer le bilan" in textes
    assert "en retard" in textes
    assert "Envoyé" not in textes


def test_a_deputy_is_somebody_of_the_team_or_told_freely(lieu, seance, mairie, ines, mailoutbox):
    actions.designer_suppleant(
        membre=mairie, suppleant_nom="Zoé  Fictif", suppleant_courriel="zoe@exemple.invalid", par=ines
    )
    mairie.refresh_from_db()
    assert mairie.remplacant == "Zoé Fictif"
    with pytest.raises(RefusMetier, match="pas les deux"):
        actions.designer_suppleant(membre=mairie, suppleant=ines.agent, suppleant_nom="Zoé", par=ines)
    with pytest.raises(RefusMetier, match="autre territoire"):
        actions.designer_suppleant(membre=mairie, suppleant=AgentFactory(), par=ines)


def test_a_seat_counts_once_whether_its_member_or_the_deputy_came(lieu, seance, mairie, ines):
    seance.instance.quorum = 1
    seance.instance.save()
    actions.designer_suppleant(membre=mairie, suppleant_nom="Zoé Fictif", par=ines)
    client, adresse = ouvrir(ines), f"/{lieu.code}/seances/{seance.pk}/presences/"
    assert "représenté par Zoé Fictif" in client.get(adresse).content.decode()
    client.post(adresse, {f"membre_{mairie.pk}": "REPRESENTE"})
    assert sieges(seance).quorum is True
    assert "représenté par Zoé Fictif" in client.get(f"/{lieu.code}/seances/{seance.pk}/").content.decode()
    with pytest.raises(RefusMetier, match="a déjà siégé"):
        actions.designer_suppleant(membre=mairie, suppleant_nom="Léo Fictif", par=ines)


def test_the_page_of_a_deputy(lieu, seance, mairie, ines):
    client = ouvrir(ines)
    client.post(f"/{lieu.code}/seances/membres/{mairie.pk}/suppleant/", {"suppleant_nom": "Zoé Fictif"})
    assert "Zoé Fictif" in client.get(f"/{lieu.code}/seances/instances/{seance.instance_id}/").content.decode()


def test_the_letter_goes_to_a_member_and_to_the_deputy(
    lieu, ines, mailoutbox, seance, django_capture_on_commit_callbacks
):
    venir = fabrique.seance(lieu, date(2024, 4, 2), instance=seance.instance)
    fabrique.siege(
        venir.instance, None, nom="Ari Fictif", courriel="ari@exemple.invalid",
        suppleant_nom="Zoé Fictif", suppleant_courriel="zoe@exemple.invalid",
    )  # fmt: skip
    with django_capture_on_commit_callbacks(execute=True):
        assert actions.convoquer(seance=venir, par=ines) == 2
    assert sorted(lettre.to[0] for lettre in mailoutbox) == ["ari@exemple.invalid", "zoe@exemple.invalid"]


def test_what_is_asked_and_the_letter_to_send_are_due(lieu, seance, demandee, ines):
    venir = fabrique.seance(lieu, date(2024, 4, 20), instance=seance.instance)
    annulee = fabrique.seance(lieu, date(2024, 4, 22), instance=seance.instance, statut="ANNULEE", raison="Grève")
    lues = {due.cle: due for due in toutes(ines, date(2024, 3, 25))}
    due = lues[f"suite-{demandee.pk}"]
    assert (due.le, due.libelle, due.sur) == (AVRIL, "Réunir les chantiers", str(seance))
    assert lues[f"convocation-{venir.pk}"].le == date(2024, 4, 5)
    assert f"convocation-{annulee.pk}" not in lues
    actions.solder_suite(suite=demandee, faite_le=JOUR, note="Fait", par=ines)
    assert f"suite-{demandee.pk}" not in {due.cle for due in toutes(ines, date(2024, 3, 25))}
