"""A portfolio is handed over: everybody or nobody, on a day, with what is ahead; and each change is dated."""

from datetime import UTC, date, datetime

import pytest
import time_machine
from django.urls import reverse

from deplie.parcours import actions
from deplie.parcours.models import ChangementReferent, Entretien, Participation, Prescription
from deplie.parcours.queries.portefeuille import preneurs
from deplie.socle.erreurs import RefusMetier
from deplie.socle.models import Journal
from tests.factories import EntretienFactory, PrescriptionFactory, TempsReferentFactory
from tests.parcours import fabrique as f

JOUR, DEMAIN = date(2021, 6, 30), datetime(2021, 7, 1, 7, tzinfo=UTC)


@pytest.fixture(autouse=True)
def aujourd_hui():
    with time_machine.travel("2021-06-30T10:00:00+00:00", tick=False):
        yield


@pytest.fixture
def ines(lieu):
    return f.acteur(lieu, "animateur_coordonnateur")


@pytest.fixture
def loic(lieu):
    return f.acteur(lieu, "referent_parcours", prenom="Loïc").agent


@pytest.fixture
def maya(lieu):
    return f.acteur(lieu, "referent_parcours", prenom="Maya").agent


@pytest.fixture
def suivies(lieu, loic):
    return [f.participation(lieu, referent=loic) for _ in range(3)]


def passer(ines, loic, maya, participations, **autres):
    valeurs = {"le": JOUR, "raison": "Départ", **autres}
    return actions.passer_portefeuille(de=loic, vers=maya, participations=participations, par=ines, **valeurs)


def test_everybody_goes_with_a_dated_trace(ines, loic, maya, suivies):
    fait = passer(ines, loic, maya, suivies)

    assert (fait.participations, fait.rendez_vous, fait.prescriptions) == (3, 0, 0)
    assert set(Participation.objects.values_list("referent", flat=True)) == {maya.pk}
    assert set(ChangementReferent.objects.values_list("le", "ancien", "nouveau", "raison")) == {
        (JOUR, loic.pk, maya.pk, "Départ")
    }
    assert Journal.objects.filter(verbe="passer un portefeuille").count() == 1


def test_some_only(ines, loic, maya, suivies):
    passer(ines, loic, maya, suivies[:1])

    assert Participation.objects.filter(referent=loic).count() == 2


def test_what_is_ahead_goes_too(ines, loic, maya, suivies):
    prevu = EntretienFactory(personne=suivies[0].personne, agent=loic, debut=DEMAIN)
    tenu = EntretienFactory(personne=suivies[0].personne, agent=loic, statut="TENU")
    attendue = PrescriptionFactory(personne=f.personne(loic.territoire), referent=loic)

    fait = passer(ines, loic, maya, suivies)

    assert (fait.rendez_vous, fait.prescriptions) == (1, 1)
    assert Entretien.objects.get(pk=prevu.pk).agent == maya
    assert Entretien.objects.get(pk=tenu.pk).agent == loic
    assert Prescription.objects.get(pk=attendue.pk).referent == maya


def test_what_is_ahead_stays_when_asked(ines, loic, maya, suivies):
    EntretienFactory(personne=suivies[0].personne, agent=loic, debut=DEMAIN)

    assert passer(ines, loic, maya, suivies, suite=False).rendez_vous == 0
    assert Entretien.objects.get().agent == loic


def test_an_appointment_does_not_stand_twice_at_one_hour(ines, loic, maya, suivies):
    for agent in (loic, maya):
        EntretienFactory(personne=suivies[0].personne, agent=agent, debut=DEMAIN)

    assert passer(ines, loic, maya, suivies).rendez_vous == 0


def test_one_refused_leaves_everybody_where_they_were(ines, loic, maya, suivies):
    """The third entered after the day of the hand-over: the sentence names whom by their number, nothing is written."""
    tardive = f.participation(loic.territoire, referent=loic, entree=date(2021, 6, 15))

    with pytest.raises(RefusMetier, match=f"n° {tardive.personne.identifiant} : .*précède l'entrée"):
        passer(ines, loic, maya, [*suivies, tardive], le=date(2021, 6, 1))

    assert not ChangementReferent.objects.exists()
    assert set(Participation.objects.values_list("referent", flat=True)) == {loic.pk}


def test_somebody_who_changed_hands_meanwhile_is_said(ines, loic, maya, suivies):
    actions.changer_referent(participation=suivies[0], referent=maya, le=JOUR, raison="", par=ines)

    with pytest.raises(RefusMetier, match="ne la suit plus"):
        passer(ines, loic, maya, suivies)


def test_nobody_chosen(ines, loic, maya):
    with pytest.raises(RefusMetier, match="au moins une personne"):
        passer(ines, loic, maya, [])


def test_the_least_loaded_comes_first_with_what_they_may_take(ines, loic, maya, suivies):
    TempsReferentFactory(agent=loic, etp="0.50", debut=date(2021, 1, 1))
    noe = f.acteur(loic.territoire, "referent_parcours", prenom="Noé").agent

    lus = preneurs(ines, maya, JOUR)

    assert [(p.agent, p.en_cours, p.plafond) for p in lus] == [(noe, 0, None), (loic, 3, 35)]
    assert lus[1].dit == f"{loic}, 3 personnes sur 35"


class TestPage:
    @pytest.fixture
    def adresse(self, loic):
        return reverse("parcours:passer_portefeuille", args=["OUEST", loic.pk])

    def test_everybody_is_ticked(self, client, ines, loic, maya, suivies, adresse):
        client.force_login(ines.compte)
        page = client.get(adresse).content.decode()

        assert page.count(" checked") == 4  # three people, and what is ahead

    def test_it_hands_over(self, client, ines, maya, suivies, adresse):
        client.force_login(ines.compte)
        envoi = {"vers": maya.pk, "le": "30/06/2021", "raison": "Départ", "participations": [suivies[0].pk]}

        reponse = client.post(adresse, envoi)

        assert reponse.url.endswith(f"?referent={maya.pk}")
        assert Participation.objects.get(pk=suivies[0].pk).referent == maya

    def test_what_was_typed_stays_when_it_is_refused(self, client, ines, maya, suivies, adresse):
        client.force_login(ines.compte)
        envoi = {"vers": maya.pk, "le": "01/01/2019", "raison": "Mutation", "participations": [suivies[1].pk]}

        page = client.post(adresse, envoi).content.decode()

        assert "précède l" in page
        assert 'value="Mutation"' in page
        assert page.count(" checked") == 1

    def test_it_reads_a_fixed_number_of_times(self, client, ines, loic, lieu, adresse, django_assert_max_num_queries):
        for _ in range(30):
            f.participation(lieu, referent=loic)
        client.force_login(ines.compte)
        client.get(adresse)
        with django_assert_max_num_queries(22):
            client.get(adresse)

    def test_nobody_to_hand_over(self, client, ines, adresse):
        client.force_login(ines.compte)
        assert "il n'y a rien à passer" in client.get(adresse).content.decode().replace("&#x27;", "'")
