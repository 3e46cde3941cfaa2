"""Interviews: planned, moved, held, missed; what begins a parcours; what a note is better without."""

from __future__ import annotations

from datetime import date, datetime, timedelta

import pytest
import time_machine
from django.http import Http404
from django.test import Client
from django.utils import timezone

from deplie.parcours import actions
from deplie.parcours.queries import entretien as lus
from deplie.parcours.queries.alertes import alertes_de
from deplie.parcours.queries.etat import etat_de
from deplie.parcours.rules.alertes import il_y_a
from deplie.parcours.rules.entretien import (
    STATUTS,
    lundi_de,
    mots_de_sante,
    refus_de_passer,
)
from deplie.socle import generations
from deplie.socle.erreurs import RefusMetier
from deplie.socle.models import Journal
from tests.factories import SuspensionFactory
from tests.parcours import fabrique as f

pytestmark = pytest.mark.django_db
ENTREE, MARDI = date(2023, 1, 9), date(2023, 3, 7)


def a(jour, heure=9, minute=0):
    return timezone.make_aware(datetime(jour.year, jour.month, jour.day, heure, minute))


@pytest.fixture(autouse=True)
def ce_mardi():
    with time_machine.travel(a(MARDI, 10), tick=False):
        yield


@pytest.fixture
def loic():
    return f.acteur(f.territoire(), "referent_parcours", prenom="Loïc")


@pytest.fixture
def suivie(loic):
    return f.participation(loic.territoire, entree=ENTREE, referent=loic.agent)


def prevoir(loic, suivie, debut, **valeurs):
    return actions.planifier_entretien(
        personne=suivie.personne, participation=suivie, agent=loic.agent, debut=debut, par=loic, valeurs=valeurs
    )


def test_the_first_interview_held_begins_the_parcours(loic, suivie):
    rendez_vous = prevoir(loic, suivie, a(MARDI, 14))
    assert etat_de(suivie) == "ADMIS"
    actions.tenir_entretien(entretien=rendez_vous, debut=a(MARDI, 14), note="  Projet de vente. ", par=loic)
    suivie.refresh_from_db()
    assert (etat_de(suivie), suivie.commencee_le) == ("ACTIF", MARDI)
    rendez_vous.refresh_from_db()
    assert (rendez_vous.statut, rendez_vous.note) == ("TENU", "Projet de vente.")


def test_an_interview_before_the_entry_begins_nothing(loic, suivie):
    veille = a(ENTREE - timedelta(days=1))
    actions.ecrire_entretien(personne=suivie.personne, participation=suivie, agent=loic.agent, debut=veille, par=loic)
    assert etat_de(suivie) == "ADMIS"


def test_an_interview_to_come_has_not_been_held(loic, suivie):
    rendez_vous = prevoir(loic, suivie, a(MARDI + timedelta(days=1)))
    with pytest.raises(RefusMetier, match="prévu le 08/03/2023"):
        actions.tenir_entretien(entretien=rendez_vous, debut=rendez_vous.debut, par=loic)
    with pytest.raises(RefusMetier, match="prévu le 08/03/2023"):
        actions.ecrire_entretien(personne=suivie.personne, agent=loic.agent, debut=rendez_vous.debut, par=loic)
    assert suivie.entretiens.get().statut == "PREVU"


def test_an_appointment_is_made_ahead(loic, suivie):
    with pytest.raises(RefusMetier, match="06/03/2023 est passé"):
        prevoir(loic, suivie, a(MARDI - timedelta(days=1)))
    prevoir(loic, suivie, a(MARDI, 8))  # today, whatever the hour
    with pytest.raises(RefusMetier, match="déjà noté"):
        prevoir(loic, suivie, a(MARDI, 8))
    with pytest.raises(RefusMetier, match="5 minutes à 8 heures"):
        prevoir(loic, suivie, a(MARDI, 15), duree=2)
    with pytest.raises(RefusMetier, match="de la liste"):
        prevoir(loic, suivie, a(MARDI, 15), mode="PIGEON")


def test_an_interview_belongs_to_the_parcours_of_its_person(loic, suivie):
    autre = f.personne(loic.territoire, "Autre")
    with pytest.raises(RefusMetier, match="une autre personne"):
        actions.planifier_entretien(
            personne=autre, participation=suivie, agent=loic.agent, debut=a(MARDI, 15), par=loic
        )


def test_an_absence_waits_for_the_hour_and_an_excuse_does_not(loic, suivie):
    rendez_vous = prevoir(loic, suivie, a(MARDI, 11))
    with pytest.raises(RefusMetier, match="L'heure du rendez-vous n'est pas passée"):
        actions.noter_absence(entretien=rendez_vous, excusee=False, par=loic)
    actions.noter_absence(entretien=rendez_vous, excusee=True, par=loic)
    with time_machine.travel(a(MARDI, 12), tick=False):
        actions.noter_absence(entretien=rendez_vous, excusee=False, par=loic)
        prevoir(loic, suivie, a(MARDI, 16))
    rencontres = lus.rencontres(suivie.personne)
    assert (rencontres.absences, rencontres.excusees, rencontres.dernier) == (1, 0, None)
    assert rencontres.prochain


def test_who_was_noted_absent_may_have_come(loic, suivie):
    rendez_vous = prevoir(loic, suivie, a(MARDI, 9))
    actions.noter_absence(entretien=rendez_vous, excusee=False, par=loic)
    actions.tenir_entretien(entretien=rendez_vous, debut=a(MARDI, 9, 40), par=loic)
    with pytest.raises(RefusMetier, match="noté « tenu »"):
        actions.noter_absence(entretien=rendez_vous, excusee=True, par=loic)


def test_an_appointment_moves_and_is_called_off_while_it_is_ahead(loic, suivie):
    rendez_vous = prevoir(loic, suivie, a(MARDI, 11))
    jeudi = a(MARDI + timedelta(days=2), 15)
    actions.deplacer_entretien(entretien=rendez_vous, debut=jeudi, par=loic, valeurs={"lieu": "Mairie annexe"})
    rendez_vous.refresh_from_db()
    assert (rendez_vous.debut, rendez_vous.lieu) == (jeudi, "Mairie annexe")
    with pytest.raises(RefusMetier, match="est passé"):
        actions.deplacer_entretien(entretien=rendez_vous, debut=a(ENTREE), par=loic)
    actions.annuler_entretien(entretien=rendez_vous, par=loic)
    for acte in (
        lambda: actions.deplacer_entretien(entretien=rendez_vous, debut=a(MARDI, 17), par=loic),
        lambda: actions.tenir_entretien(entretien=rendez_vous, debut=a(MARDI, 9), par=loic),
        lambda: actions.annuler_entretien(entretien=rendez_vous, par=loic),
    ):
        with pytest.raises(RefusMetier, match="noté « annulé »"):
            acte()
    assert prevoir(loic, suivie, jeudi)  # a cancelled appointment leaves its hour


def test_the_words_of_an_interview_stay_out_of_the_journal(loic, suivie):
    avant = generations.lire("OUEST")["entretien"]
    rendez_vous = prevoir(loic, suivie, a(MARDI, 9), objet="Bilan du mois")
    actions.tenir_entretien(entretien=rendez_vous, debut=a(MARDI), note="Parle de son diabète", par=loic)
    ligne = Journal.objects.get(verbe="tenir un entretien")
    assert ligne.detail["sante_confirmee"] is True
    assert "diab" not in str(ligne.detail)
    assert generations.lire("OUEST")["entretien"] > avant


@pytest.mark.parametrize(
    ("texte", "mots"),
    [
        ("Suivi pour un DIABÈTE, et une dépression ; le diabète va mieux.", ["diabète", "dépression"]),
        ("Hospitalisée en mai, traitement médical lourd", ["hospitalisée", "traitement médical"]),
        ("Séropositif, VIH", ["séropositif", "vih"]),
        ("Ne peut pas porter de charges ; cherche à temps partiel.", []),
        ("Rendez-vous à Vihiers, la sidérurgie recrute, sidaction du lycée", []),
        ("", []),
    ],
)
def test_a_note_is_asked_about_health(texte, mots):
    assert mots_de_sante(texte) == mots


def test_nothing_leaves_a_cancelled_appointment():
    assert not any(refus_de_passer("ANNULE", vers) == "" for vers in STATUTS)
    assert all(refus_de_passer("PREVU", vers) == "" for vers in STATUTS)


def test_two_months_without_contact():
    assert il_y_a(2, date(2023, 4, 30)) == date(2023, 2, 28)
    assert lundi_de(date(2023, 3, 12)) == date(2023, 3, 6)


def test_a_week_holds_its_seven_days_and_nothing_cancelled(loic, suivie):
    prevoir(loic, suivie, a(MARDI, 23, 30))
    actions.annuler_entretien(entretien=prevoir(loic, suivie, a(MARDI, 16)), par=loic)
    prevoir(loic, suivie, a(MARDI + timedelta(days=6)))  # the next Monday
    semaine = lus.semaine(loic, loic.agent, MARDI)
    assert [len(jour.entretiens) for jour in semaine] == [0, 1, 0, 0, 0, 0, 0]
    assert semaine[0].le == date(2023, 3, 6)
    assert len(lus.du_jour(loic, loic.agent, MARDI)) == 1


def test_appointments_follow_the_perimeter(loic, suivie):
    rendez_vous = prevoir(loic, suivie, a(MARDI, 16))
    lieu = loic.territoire
    ailleurs = f.acteur(lieu, "referent_parcours", structure=f.organisation(lieu, "Autre structure"))
    etranger = f.acteur(f.territoire("EST"), "animateur_coordonnateur")
    ines = f.acteur(lieu, "animateur_coordonnateur")
    assert lus.entretien_ou_404(ines, rendez_vous.pk) == rendez_vous
    for qui in (ailleurs, etranger):
        with pytest.raises(Http404):
            lus.entretien_ou_404(qui, rendez_vous.pk)
        with pytest.raises(Http404):
            lus.agent_ou_404(qui, loic.agent.pk)
    assert lus.agent_ou_404(loic, None) == loic.agent
    assert lus.participation_du(loic, suivie.personne, MARDI) == suivie


def test_nobody_met_for_two_months_is_said_where_interviews_are_written(loic, suivie):
    def alertes():
        return [alerte.code for alerte in alertes_de([suivie.pk], MARDI)[suivie.pk]]

    autre = f.participation(loic.territoire, f.personne(loic.territoire, "Autre"), entree=MARDI, referent=loic.agent)
    suivie.date_entree = date(2022, 12, 1)
    suivie.save()
    assert "sans_contact" not in alertes()  # this référent writes no interview here
    actions.ecrire_entretien(personne=autre.personne, agent=loic.agent, debut=a(MARDI), par=loic)
    assert "sans_contact" in alertes()
    page = Client()
    page.force_login(loic.compte)
    assert "Prendre un rendez-vous" in page.get(f"/OUEST/personnes/{suivie.personne.pk}/").content.decode()
    liste = page.get("/OUEST/participants/?alerte=sans_contact&etat=en_cours").content.decode()
    assert f"/OUEST/personnes/{suivie.personne.pk}/" in liste
    assert f"/OUEST/personnes/{autre.personne.pk}/" not in liste
    prevoir(loic, suivie, a(MARDI, 18))
    assert "sans_contact" in alertes()  # an appointment ahead is not a contact
    actions.ecrire_entretien(personne=suivie.personne, agent=loic.agent, debut=a(date(2023, 1, 6)), par=loic)
    assert "sans_contact" in alertes()
    actions.ecrire_entretien(personne=suivie.personne, agent=loic.agent, debut=a(date(2023, 1, 7), 0), par=loic)
    assert "sans_contact" not in alertes()


def test_who_is_suspended_or_new_is_not_waited_for(loic, suivie):
    autre = f.participation(loic.territoire, f.personne(loic.territoire, "Autre"), entree=MARDI, referent=loic.agent)
    actions.ecrire_entretien(personne=autre.personne, agent=loic.agent, debut=a(MARDI), par=loic)
    ancienne = f.participation(
        loic.territoire, f.personne(loic.territoire, "Ancienne"), entree=date(2022, 1, 3), referent=loic.agent
    )
    SuspensionFactory(participation=ancienne, debut=date(2022, 6, 1), fin=None)
    lues = alertes_de([suivie.pk, ancienne.pk], MARDI)
    assert "sans_contact" not in {alerte.code for leves in lues.values() for alerte in leves}
