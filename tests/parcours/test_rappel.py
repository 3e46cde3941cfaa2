"""Reminders: to who agreed, at the hour that the territory sets, and never anything but a day, an hour, with whom."""

from __future__ import annotations

from datetime import date, datetime, timedelta

import pytest
import time_machine
from django.test import Client
from django.utils import timezone

from deplie.offre import actions as offre
from deplie.parcours import actions
from deplie.parcours.queries.rappel import messages_de
from deplie.parcours.rules.rappel import texte_du_rappel
from deplie.personnes.models import AccordRappel
from deplie.socle import envois
from deplie.socle.erreurs import RefusMetier
from deplie.socle.models import Envoi
from deplie.territoires.models import Reglage
from tests.parcours import fabrique as f

pytestmark = pytest.mark.django_db
MARDI = date(2023, 3, 7)


def a(jour, heure=9):
    return timezone.make_aware(datetime(jour.year, jour.month, jour.day, heure))


JEUDI = a(MARDI + timedelta(days=2), 14)


@pytest.fixture(autouse=True)
def ce_mardi():
    with time_machine.travel(a(MARDI, 10), tick=False):
        yield


@pytest.fixture
def loic():
    return f.acteur(f.territoire(), "referent_parcours", prenom="Loïc", nom="Fictif")


@pytest.fixture
def zelie(loic):
    personne = f.personne(loic.territoire, telephone="+262692001122", courriel="z@exemple.invalid")
    f.participation(loic.territoire, personne, entree=date(2023, 1, 9), referent=loic.agent)
    return personne


def accepter(personne, par, canal="SMS"):
    actions.choisir_les_rappels(personne=personne, canal=canal, par=par)


def prendre(personne, par, debut=JEUDI):
    return actions.planifier_entretien(personne=personne, agent=par.agent, debut=debut, par=par)


def prevus():
    return list(Envoi.objects.filter(etat="PREVU").order_by("pk").values_list("genre", "canal", "partir_le"))


def le_jeudi_venu(capsys):
    """What leaves two days later, at the hour of the reminder."""
    with time_machine.travel(JEUDI - timedelta(hours=2), tick=False):
        envois.partir_dus()
    return capsys.readouterr().out


@pytest.fixture(autouse=True)
def sur_le_terminal(settings):
    settings.ENVOI_SMS = "console"


def test_nothing_is_sent_to_who_did_not_agree(loic, zelie):
    prendre(zelie, loic)
    assert prevus() == []
    accepter(zelie, loic)
    assert prevus() == [("rappel_entretien", "SMS", JEUDI - timedelta(hours=24))]
    accepter(zelie, loic, "COURRIEL")
    assert prevus() == [("rappel_entretien", "COURRIEL", JEUDI - timedelta(hours=24))]
    accepter(zelie, loic, "")
    assert prevus() == []
    assert AccordRappel.objects.filter(personne=zelie).count() == 3


def test_an_agreement_needs_something_to_reach_them_by(loic):
    muette = f.personne(loic.territoire)
    with pytest.raises(RefusMetier, match="numéro de téléphone"):
        accepter(muette, loic)
    with pytest.raises(RefusMetier, match="adresse électronique"):
        accepter(muette, loic, "COURRIEL")


def test_a_reminder_says_a_day_an_hour_with_whom_and_nothing_else(loic, zelie, capsys):
    accepter(zelie, loic)
    rendez_vous = prendre(zelie, loic)
    actions.deplacer_entretien(entretien=rendez_vous, debut=JEUDI, valeurs={"objet": "Diagnostic santé"}, par=loic)
    attendu = "Rendez-vous le jeudi 9 mars à 14 h avec Loïc Fictif."
    assert le_jeudi_venu(capsys) == f"SMS à +262692001122 : {attendu}\n"
    ((envoi, sorte),) = messages_de(zelie)
    assert (envoi.etat, envoi.texte, sorte) == ("ENVOYE", attendu, "rappel d'un rendez-vous")


def test_what_is_moved_is_reminded_at_its_new_hour_alone(loic, zelie, capsys):
    accepter(zelie, loic)
    rendez_vous = prendre(zelie, loic)
    actions.deplacer_entretien(entretien=rendez_vous, debut=JEUDI + timedelta(days=7), par=loic)
    assert [le for _, _, le in prevus()] == [JEUDI + timedelta(days=6)]
    assert le_jeudi_venu(capsys) == ""
    actions.annuler_entretien(entretien=rendez_vous, par=loic)
    assert prevus() == []


def test_who_was_just_told_is_not_reminded(loic, zelie):
    accepter(zelie, loic)
    prendre(zelie, loic, a(MARDI, 18))
    assert prevus() == []


def test_the_territory_sets_the_delay_or_stops_reminders(loic, zelie, capsys):
    accepter(zelie, loic)
    Reglage.objects.create(territoire=loic.territoire, cle="heures_rappel", valeur=3)
    prendre(zelie, loic)
    assert [le for _, _, le in prevus()] == [JEUDI - timedelta(hours=3)]
    Reglage.objects.create(territoire=loic.territoire, cle="rappels", valeur=False)
    assert le_jeudi_venu(capsys) == ""
    assert Envoi.objects.get().phrase == "Les rappels sont suspendus dans ce territoire."


def test_an_agreement_taken_back_meanwhile_is_respected(loic, zelie, capsys):
    accepter(zelie, loic)
    prendre(zelie, loic)
    AccordRappel.objects.create(personne=zelie, canal="")
    assert le_jeudi_venu(capsys) == ""
    assert "n'accepte pas" in Envoi.objects.get().phrase


def test_a_reminder_that_comes_too_late_does_not_leave(loic, zelie, capsys):
    accepter(zelie, loic)
    prendre(zelie, loic)
    with time_machine.travel(JEUDI + timedelta(minutes=1), tick=False):
        envois.partir_dus()
    assert capsys.readouterr().out == ""
    assert Envoi.objects.get().phrase == "L'heure du rendez-vous était passée."


def test_a_workshop_is_reminded_without_its_title_nor_who_organises_it(loic, zelie, capsys):
    accepter(zelie, loic)
    structure = f.organisation(loic.territoire, "Maison des addictions")
    valeurs = {"titre": "Sortir de la dette", "theme": "QUOTIDIEN", "places": 1, "organisation": structure}
    atelier = offre.creer_atelier(valeurs=valeurs, par=loic)
    seance = offre.ajouter_seance(atelier=atelier, debut=JEUDI, par=loic)
    actions.inscrire_a_l_atelier(seances=[seance], personnes=[zelie], par=loic)
    assert le_jeudi_venu(capsys) == "SMS à +262692001122 : Rendez-vous le jeudi 9 mars à 14 h.\n"


def test_who_gets_a_place_or_loses_one_is_told_at_once(loic, zelie, capsys):
    accepter(zelie, loic)
    autre = f.participation(loic.territoire, f.personne(loic.territoire), entree=date(2023, 1, 9)).personne
    atelier = offre.creer_atelier(valeurs={"titre": "Essai", "places": 1}, par=loic)
    seance = offre.ajouter_seance(atelier=atelier, debut=JEUDI, par=loic)
    premiere, _ = actions.inscrire_a_l_atelier(seances=[seance], personnes=[autre, zelie], par=loic)
    assert prevus() == []
    actions.desinscrire_de_l_atelier(inscription=premiere, par=loic)
    envois.partir_dus()
    assert "Une place s'est libérée : rendez-vous le jeudi 9 mars à 14 h." in capsys.readouterr().out
    actions.annuler_seance(seance=seance, par=loic)
    envois.partir_dus()
    assert "Le rendez-vous prévu le jeudi 9 mars à 14 h est annulé." in capsys.readouterr().out
    assert le_jeudi_venu(capsys) == ""


def test_the_person_s_page_says_what_was_sent_and_takes_their_answer(loic, zelie, capsys):
    client = Client()
    client.force_login(loic.compte)
    adresse = f"/OUEST/personnes/{zelie.pk}/?onglet=identite"
    assert "rien ne lui est envoyé" in client.get(adresse).content.decode()
    client.post(f"/OUEST/personnes/{zelie.pk}/rappels/", {"canal": "SMS"})
    prendre(zelie, loic)
    le_jeudi_venu(capsys)
    page = client.get(adresse).content.decode()
    assert "les accepte par SMS depuis le 7 mars 2023" in page
    assert "Rendez-vous le jeudi 9 mars à 14 h avec Loïc Fictif." in page
    refus = client.post(f"/OUEST/personnes/{zelie.pk}/rappels/", {"canal": "PIGEON"}, follow=True)
    assert "n&#x27;envoie pas ce genre" in refus.content.decode()


def test_the_first_of_a_month_is_said_as_people_say_it():
    assert texte_du_rappel(datetime(2026, 12, 1, 9, 5), "") == "Rendez-vous le mardi 1er décembre à 9 h 05."
