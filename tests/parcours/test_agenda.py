"""The agenda, the page on which an interview is written, who reads a note."""

from __future__ import annotations

from datetime import date, datetime, timedelta

import pytest
import time_machine
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from icalendar import Calendar

from deplie.acteurs.rules import DROITS
from deplie.parcours import actions
from deplie.socle.models import Journal
from tests.parcours import fabrique as f

pytestmark = pytest.mark.django_db
ENTREE, MARDI = date(2023, 1, 9), date(2023, 3, 7)


def a(jour, heure=9, minute=0):
    return timezone.make_aware(datetime(jour.year, jour.month, jour.day, heure, minute))


def client_de(acteur):
    client = Client()
    client.force_login(acteur.compte)
    return client


@pytest.fixture(autouse=True)
def ce_mardi():
    with time_machine.travel(a(MARDI, 10, 3), tick=False):
        yield


@pytest.fixture
def loic():
    return f.acteur(f.territoire(), "referent_parcours", prenom="Loïc")


@pytest.fixture
def suivie(loic):
    return f.participation(loic.territoire, entree=ENTREE, referent=loic.agent)


@pytest.fixture
def rendez_vous(loic, suivie):
    return actions.planifier_entretien(
        personne=suivie.personne, participation=suivie, agent=loic.agent, debut=a(MARDI, 14), par=loic
    )


def champs(**valeurs):
    return {"jour": "07/03/2023", "heure": "9h30", "mode": "TELEPHONE", "duree": "45"} | valeurs


def test_an_appointment_is_made_from_a_person_then_moved_then_called_off(loic, suivie):
    client, qui = client_de(loic), suivie.personne.pk
    page = client.post(f"/OUEST/personnes/{qui}/rendez-vous/", champs(heure="midi", agent=loic.agent.pk, lieu="Mairie"))
    assert "Écrivez-la ainsi" in page.content.decode()
    assert "Mairie" in page.content.decode()
    reponse = client.post(f"/OUEST/personnes/{qui}/rendez-vous/", champs(agent=loic.agent.pk))
    assert reponse["Location"] == f"/OUEST/personnes/{qui}/"
    pris = suivie.entretiens.get()
    assert (pris.debut, pris.duree, pris.mode) == (a(MARDI, 9, 30), 45, "TELEPHONE")
    client.post(f"/OUEST/entretiens/{pris.pk}/deplacer/", champs(jour="09/03/2023"))
    pris.refresh_from_db()
    assert pris.debut == a(MARDI + timedelta(days=2), 9, 30)
    tot = client.post(f"/OUEST/entretiens/{pris.pk}/absence/", {"excusee": "non"}, follow=True)
    assert "n&#x27;est pas passée" in tot.content.decode()
    client.post(f"/OUEST/entretiens/{pris.pk}/annuler/")
    pris.refresh_from_db()
    assert pris.statut == "ANNULE"


def test_an_appointment_is_made_from_the_agenda(loic, suivie):
    client = client_de(loic)
    adresse = f"/OUEST/agenda/nouveau/?de={loic.agent.pk}"
    assert str(suivie.personne) in client.get(adresse).content.decode()
    reponse = client.post(adresse, champs(personne=suivie.personne.pk, agent=loic.agent.pk, heure="15:00"))
    semaine = client.get(reponse["Location"]).content.decode()
    assert "1 rendez-vous, semaine du 6 mars 2023" in semaine
    assert "15:00" in semaine


def test_an_interview_opens_on_now_and_is_written_in_one_page(loic, suivie):
    client, adresse = client_de(loic), f"/OUEST/personnes/{suivie.personne.pk}/entretien/"
    page = client.get(adresse).content.decode()
    assert 'value="07/03/2023"' in page
    assert 'value="10:00"' in page
    assert "confirme" not in page
    assert client.post(adresse, champs(agent=loic.agent.pk, note="Vise la vente.")).status_code == 302
    tenu = suivie.entretiens.get()
    assert (tenu.statut, tenu.note) == ("TENU", "Vise la vente.")
    suivie.refresh_from_db()
    assert suivie.commencee_le == MARDI


def test_the_interview_planned_today_is_the_one_written(loic, suivie, rendez_vous):
    client = client_de(loic)
    reponse = client.get(f"/OUEST/personnes/{suivie.personne.pk}/entretien/")
    assert reponse["Location"] == f"/OUEST/entretiens/{rendez_vous.pk}/ecrire/"
    assert 'value="14:00"' in client.get(reponse["Location"]).content.decode()
    client.post(reponse["Location"], champs(note="Vu."))
    rendez_vous.refresh_from_db()
    assert (rendez_vous.statut, rendez_vous.debut) == ("TENU", a(MARDI, 9, 30))
    assert suivie.entretiens.count() == 1


def test_ones_own_appointment_of_today_says_that_it_is(loic, suivie, rendez_vous):
    client, ici = client_de(loic), f"/OUEST/personnes/{suivie.personne.pk}/entretien/"
    page = client.get(ici, follow=True).content.decode()
    assert "Rendez-vous de 14 h avec vous, aujourd&#x27;hui." in page
    assert f"{ici}?nouveau=1" in page
    autre = client.get(f"{ici}?nouveau=1").content.decode()
    assert "Vous écrivez ici un autre entretien" in autre
    assert client.post(f"{ici}?nouveau=1", champs(agent=loic.agent.pk)).status_code == 302
    assert sorted(suivie.entretiens.values_list("statut", flat=True)) == ["PREVU", "TENU"]


def test_a_colleagues_appointment_is_named_and_never_completed_without_a_word(loic, suivie, rendez_vous):
    """Both ways are offered, and what is written without choosing is one's own interview."""
    omar = f.acteur(loic.territoire, "referent_parcours", prenom="Omar")
    client, ici = client_de(omar), f"/OUEST/personnes/{suivie.personne.pk}/entretien/"
    reponse = client.get(ici)
    assert reponse.status_code == 200
    page = reponse.content.decode()
    assert "Rendez-vous de 14 h avec Loïc Modèle, aujourd&#x27;hui." in page
    assert f'href="/OUEST/entretiens/{rendez_vous.pk}/ecrire/"' in page
    assert reponse.context["formulaire"]["agent"].value() == omar.agent.pk
    client.post(ici, champs(agent=omar.agent.pk, note="Reçue à l'accueil."))
    rendez_vous.refresh_from_db()
    assert (rendez_vous.statut, rendez_vous.note) == ("PREVU", "")
    assert suivie.entretiens.get(statut="TENU").agent == omar.agent
    complet = client.get(f"/OUEST/entretiens/{rendez_vous.pk}/ecrire/").content.decode()
    assert "L'entretien reste au nom de Loïc Modèle." in complet


def test_a_past_appointment_is_to_be_completed_with_its_acts_beside(loic, suivie, rendez_vous):
    client, fiche = client_de(loic), f"/OUEST/personnes/{suivie.personne.pk}/"
    absence = f"/OUEST/entretiens/{rendez_vous.pk}/absence/"
    avant = client.get(fiche).content.decode()
    assert "à compléter" not in avant
    assert absence not in avant
    assert "Rendez-vous de 14 h avec vous" in avant  # what comes next
    with time_machine.travel(a(MARDI + timedelta(days=1)), tick=False):
        client = client_de(loic)
        apres = client.get(fiche).content.decode()
        assert "à compléter" in apres
        assert f'action="{absence}"' in apres
        assert f'href="/OUEST/entretiens/{rendez_vous.pk}/ecrire/"' in apres
        assert "à compléter" in client.get("/OUEST/agenda/").content.decode()
        assert client.post(absence, {"excusee": "non", "retour": "/OUEST/agenda/"})["Location"] == "/OUEST/agenda/"
        ailleurs = client.post(absence, {"excusee": "oui", "retour": "https://exemple.invalid/"})
        assert ailleurs["Location"] == fiche
        assert "à compléter" not in client.get(fiche).content.decode()


def test_a_word_of_health_is_asked_about_once_and_never_refused(loic, rendez_vous):
    client, adresse = client_de(loic), f"/OUEST/entretiens/{rendez_vous.pk}/ecrire/"
    assert "rien de sa santé" in client.get(adresse).content.decode()
    page = client.post(adresse, champs(note="Sa dépression l'arrête.")).content.decode()
    assert "« dépression »" in page
    assert "Sa dépression l&#x27;arrête." in page
    assert client.post(adresse, champs(note="Sa dépression l'arrête.", confirme="on")).status_code == 302
    rendez_vous.refresh_from_db()
    assert rendez_vous.note == "Sa dépression l'arrête."


def test_a_note_is_read_by_few_and_each_reading_is_journaled(loic, rendez_vous):
    actions.tenir_entretien(entretien=rendez_vous, debut=a(MARDI), note="Phrase gardée.", par=loic)
    adresse, verbe = f"/OUEST/entretiens/{rendez_vous.pk}/", "lire la note d'un entretien"
    direction = f.acteur(loic.territoire, "directeur_plie")
    page = client_de(direction).get(adresse).content.decode()
    assert "Phrase gardée." not in page
    assert "se lit par les référents" in page
    assert not Journal.objects.filter(verbe=verbe).exists()
    assert "Phrase gardée." in client_de(loic).get(adresse).content.decode()
    assert "Phrase gardée." in client_de(loic).get(f"{adresse}ecrire/").content.decode()
    assert Journal.objects.filter(verbe=verbe, par=loic.compte).count() == 2
    assert client_de(direction).get(f"{adresse}ecrire/").status_code == 403
    assert DROITS["entretien.tenir"].roles <= DROITS["entretien.note"].roles  # who writes one may read it again


def test_a_note_is_nowhere_else(loic, suivie, rendez_vous):
    actions.tenir_entretien(entretien=rendez_vous, debut=a(MARDI), note="Phrase gardée.", par=loic)
    client = client_de(loic)
    for adresse in (
        f"/OUEST/personnes/{suivie.personne.pk}/",
        f"/OUEST/personnes/{suivie.personne.pk}/?onglet=historique",
        "/OUEST/agenda/",
        "/OUEST/agenda/semaine.ics",
        "/OUEST/",
    ):
        assert "Phrase gardée." not in client.get(adresse).content.decode()


def test_two_people_who_write_one_interview_are_told(loic, rendez_vous):
    client, adresse = client_de(loic), f"/OUEST/entretiens/{rendez_vous.pk}/ecrire/"
    version = client.get(adresse).context["formulaire"]["version"].value()
    actions.tenir_entretien(entretien=rendez_vous, debut=a(MARDI), note="La première.", par=loic)
    page = client.post(adresse, champs(note="La seconde.", version=version)).content.decode()
    assert "pendant votre saisie" in page
    assert "La seconde." in page


def test_missed_appointments_are_counted_on_the_page_of_the_person(loic, suivie, rendez_vous):
    client = client_de(loic)
    client.post(f"/OUEST/entretiens/{rendez_vous.pk}/absence/", {"excusee": "oui"})
    with time_machine.travel(a(MARDI, 15), tick=False):
        client.post(f"/OUEST/entretiens/{rendez_vous.pk}/absence/", {"excusee": "non"})
        page = client.get(f"/OUEST/personnes/{suivie.personne.pk}/").content.decode()
    assert "Rendez-vous manqués : une absence" in page
    assert "Aucun entretien n'est encore écrit" in page
    operateur = f.acteur(loic.territoire, "operateur", structure=f.organisation(loic.territoire, "Chantier"))
    f.etape(suivie, operateur=operateur.organisation)
    autre = client_de(operateur).get(f"/OUEST/personnes/{suivie.personne.pk}/")
    assert autre.status_code == 200
    assert "Rendez-vous manqués" not in autre.content.decode()


def test_the_file_of_a_week_names_nobody(loic, suivie, rendez_vous):
    reponse = client_de(loic).get("/OUEST/agenda/semaine.ics?semaine=2023-03-10")
    assert reponse["Content-Type"].startswith("text/calendar")
    evenement = Calendar.from_ical(reponse.content).walk("VEVENT")[0]
    assert evenement.decoded("dtstart") == rendez_vous.debut
    assert str(evenement["url"]).endswith(f"/OUEST/entretiens/{rendez_vous.pk}/")
    texte = reponse.content.decode()
    assert suivie.personne.nom not in texte
    assert suivie.personne.prenom not in texte
    assert Journal.objects.get(verbe="exporter un agenda").detail["lignes"] == 1


@pytest.mark.parametrize("semaine", ["", "demain", "0001-01-01", "9999-12-31", "2023-02-30"])
def test_a_week_that_is_none_is_this_one(loic, semaine):
    page = client_de(loic).get("/OUEST/agenda/", {"semaine": semaine}).content.decode()
    assert "semaine du 6 mars 2023" in page


def test_a_territory_without_a_referent_has_no_agenda_yet():
    page = client_de(f.acteur(f.territoire(), "animateur_coordonnateur")).get("/OUEST/agenda/").content.decode()
    assert "Pas encore d'agenda" in page


def test_another_s_appointment_is_not_there(loic, rendez_vous):
    etranger = client_de(f.acteur(f.territoire("EST"), "animateur_coordonnateur"))
    for chemin in ("", "ecrire/", "deplacer/"):
        assert etranger.get(f"/EST/entretiens/{rendez_vous.pk}/{chemin}").status_code == 404
    for chemin in ("absence/", "annuler/"):
        assert etranger.post(f"/EST/entretiens/{rendez_vous.pk}/{chemin}").status_code == 404
    assert etranger.get(f"/EST/agenda/?de={loic.agent.pk}").status_code == 404


def test_a_full_week_asks_as_little(loic, rendez_vous):
    client = client_de(loic)

    def requetes():
        with CaptureQueriesContext(connection) as lues:
            assert client.get("/OUEST/agenda/").status_code == 200
        return len(lues)

    client.get("/OUEST/agenda/")
    une = requetes()
    for heure in range(1, 21):
        autre = f.participation(loic.territoire, f.personne(loic.territoire), entree=ENTREE, referent=loic.agent)
        actions.planifier_entretien(personne=autre.personne, agent=loic.agent, debut=a(MARDI, heure), par=loic)
    assert requetes() == une
