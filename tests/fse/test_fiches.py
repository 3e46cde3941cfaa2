"""A record: opened from what the parcours knows, answered moment by moment, taken up again; nothing is estimated."""

from __future__ import annotations

from datetime import date

import pytest
import time_machine
from django.urls import reverse

from deplie.fse import actions
from deplie.fse.models import ParticipationFSE, ReponseSensibleFSE
from deplie.fse.queries.connu import sans_fiche
from deplie.fse.queries.fiche import en_fiche, visibles_par
from deplie.fse.queries.travail import a_completer
from deplie.fse.rules.completude import est_complete
from deplie.fse.rules.questionnaire import ESTIME
from deplie.socle.erreurs import RefusMetier
from deplie.socle.generations import lire
from deplie.socle.models import Journal
from tests.factories import CritereFactory, ReponseSensibleFactory
from tests.factories_financements import OperationRetenueFactory
from tests.factories_fse import ErreurServiceFactory, ParticipationFSEFactory, ReponseSensibleFSEFactory
from tests.parcours import fabrique as f

pytestmark = pytest.mark.django_db
ENTREE = date(2020, 3, 9)


@pytest.fixture(autouse=True)
def en_2021():
    with time_machine.travel("2021-03-01T10:00:00+01:00", tick=False):
        yield


@pytest.fixture
def lieu():
    return f.territoire("OUEST")


@pytest.fixture
def ines(lieu):
    return f.acteur(lieu, "animateur_coordonnateur")


@pytest.fixture
def operation(lieu):
    return OperationRetenueFactory(territoire=lieu, code="OP-A", programmation="FSE_PLUS_2021_2027")


@pytest.fixture
def zelie(lieu):
    qui = f.personne(lieu, sexe="F", date_naissance=date(1986, 5, 6))
    de = f.participation(lieu, qui, statut_entree="CHOMEUR", duree_chomage_mois=14, niveau_formation="3")
    CritereFactory(participation=de, code="RSA")
    f.etape(de, debut=date(2020, 4, 1), operation="OP-A")
    return qui


def ouvrir(operation, qui, par, le=ENTREE):
    return actions.ouvrir_fiche(operation=operation, personne=qui, date_entree=le, par=par)


def test_what_the_parcours_knows_is_in_the_record_and_is_said_to_come_from_it(ines, operation, zelie):
    ReponseSensibleFactory(personne=zelie, question="handicap", reponse="NON", le=date(2020, 1, 5))
    avant = lire("OUEST")["participation_fse"]
    une = ouvrir(operation, zelie, ines)
    assert (une.statut, une.duree_chomage_mois, une.niveau_formation, une.minima) == ("CHOMEUR", 14, "3", "RSA")
    assert set(une.origines.values()) == {"PARCOURS"}
    reponse = une.reponses_sensibles.get()
    assert (reponse.question, reponse.origine, reponse.demandee_le) == ("handicap", "PARCOURS", date(2020, 1, 5))
    assert est_complete(en_fiche(une))
    assert lire("OUEST")["participation_fse"] > avant


def test_the_answer_of_the_day_of_entry_is_taken_not_a_later_one(ines, operation, zelie):
    ReponseSensibleFactory(personne=zelie, question="sans_abri", reponse="OUI", le=date(2020, 3, 1))
    ReponseSensibleFactory(personne=zelie, question="sans_abri", reponse="NON", le=date(2020, 12, 1))
    assert ouvrir(operation, zelie, ines).reponses_sensibles.get().reponse == "OUI"


def test_a_refusal_that_the_fund_does_not_allow_is_left_to_be_asked(ines, operation, zelie):
    ReponseSensibleFactory(personne=zelie, question="pays_tiers", reponse="NE_SE_PRONONCE_PAS", le=ENTREE)
    ReponseSensibleFactory(personne=zelie, question="sans_abri", reponse="NON_DEMANDE", le=ENTREE)
    assert not ouvrir(operation, zelie, ines).reponses_sensibles.exists()


@pytest.mark.parametrize(
    ("le", "phrase"),
    [
        (date(2021, 3, 2), "à venir"),
        (date(2019, 12, 31), "commence le 01/01/2020"),
        (date(2021, 1, 1), "finit le 31/12/2020"),
    ],
)
def test_nobody_enters_outside_the_operation(ines, operation, zelie, le, phrase):
    with pytest.raises(RefusMetier, match=phrase):
        ouvrir(operation, zelie, ines, le)


def test_one_record_per_operation_and_another_in_another(ines, lieu, operation, zelie):
    ouvrir(operation, zelie, ines)
    with pytest.raises(RefusMetier, match="déjà une fiche"):
        ouvrir(operation, zelie, ines)
    ouvrir(OperationRetenueFactory(territoire=lieu, programmation="FSE_PLUS_2021_2027"), zelie, ines)
    assert zelie.participations_fse.count() == 2
    with pytest.raises(RefusMetier, match="aucune programmation"):
        ouvrir(OperationRetenueFactory(territoire=lieu), zelie, ines)


def test_records_are_opened_for_who_étapes_receive_more_than_a_day(ines, lieu, operation, zelie):
    passee = f.participation(lieu, f.personne(lieu, "Passage"))
    f.etape(passee, debut=date(2020, 5, 4), date_fin=date(2020, 5, 4), operation="OP-A")
    prevue = f.participation(lieu, f.personne(lieu, "Prévue"))
    f.etape(prevue, debut=date(2020, 5, 4), statut="PREVUE", operation="OP-A")
    assert {arrivee.personne.nom for arrivee in sans_fiche(ines, operation, date(2021, 3, 1))} == {"Exemple", "Passage"}
    assert actions.ouvrir_fiches(operation=operation, par=ines) == (1, 1)
    assert ParticipationFSE.objects.get().date_entree == date(2020, 4, 1)
    assert actions.ouvrir_fiches(operation=operation, par=ines) == (0, 1)


def test_what_the_parcours_learns_later_fills_what_is_empty_and_changes_nothing_else(ines, operation, zelie):
    une = ouvrir(operation, zelie, ines)
    actions.repondre_entree(participation=une, valeurs={"minima": "AAH", "zone_rurale": ""}, par=ines)
    zelie.participations.update(zone_rurale="OUI")
    assert actions.completer_du_parcours(operation=operation, par=ines) == 1
    une.refresh_from_db()
    assert (une.minima, une.zone_rurale) == ("AAH", "OUI")
    assert actions.completer_du_parcours(operation=operation, par=ines) == 0


def test_an_estimate_is_refused(ines):
    with pytest.raises(RefusMetier, match="estimation"):
        actions.repondre_entree(
            participation=ParticipationFSEFactory(), valeurs={"statut": "EMPLOI"}, origine=ESTIME, par=ines
        )


def test_a_refusal_says_when_it_was_asked_and_by_whom(ines):
    une = ParticipationFSEFactory()
    refus = {"sans_abri": "NE_SE_PRONONCE_PAS"}
    with pytest.raises(RefusMetier, match="le jour où la question a été posée"):
        actions.repondre_entree(participation=une, valeurs={}, sensibles=refus, par=ines)
    actions.repondre_entree(participation=une, valeurs={}, sensibles=refus, demandee_le=date(2020, 3, 5), par=ines)
    posee = ReponseSensibleFSE.objects.get()
    assert (posee.demandee_le, posee.demandee_par) == (date(2020, 3, 5), ines.compte)
    with pytest.raises(RefusMetier, match="ne se refuse pas"):
        actions.repondre_entree(
            participation=une, valeurs={}, sensibles={"pays_tiers": "NE_SE_PRONONCE_PAS"}, demandee_le=ENTREE, par=ines
        )
    actions.repondre_entree(participation=une, valeurs={}, sensibles={"sans_abri": "NON_DEMANDE"}, par=ines)
    assert not ReponseSensibleFSE.objects.exists()


def test_a_question_made_pointless_by_another_is_emptied(ines):
    une = ParticipationFSEFactory()
    actions.repondre_entree(participation=une, valeurs={"statut": "INACTIF", "duree_chomage_mois": 14}, par=ines)
    une.refresh_from_db()
    assert une.duree_chomage_mois is None


def test_the_household_is_asked_in_the_older_programmation_alone(ines):
    with pytest.raises(RefusMetier, match="pas posée"):
        actions.repondre_entree(participation=ParticipationFSEFactory(), valeurs={"adulte_seul": "OUI"}, par=ines)


@pytest.mark.parametrize(
    ("sortie", "constat", "phrase"),
    [
        (date(2020, 3, 4), None, "un jour ou moins"),
        (date(2020, 9, 1), date(2020, 9, 30), "en dehors"),
        (date(2020, 9, 1), date(2020, 8, 31), "en dehors"),
        (date(2021, 3, 2), None, "à venir"),
        (None, date(2020, 9, 1), "jour de la sortie"),
    ],
)
def test_the_situation_at_exit_is_observed_within_twenty_eight_days(ines, sortie, constat, phrase):
    with pytest.raises(RefusMetier, match=phrase):
        actions.sortir(
            participation=ParticipationFSEFactory(),
            valeurs={"date_sortie": sortie, "constat_sortie": constat},
            par=ines,
        )


def sortie_de(une, par):
    dits = {"date_sortie": date(2020, 6, 1), "constat_sortie": date(2020, 6, 29), "statut_sortie": "EMPLOI"}
    actions.sortir(participation=une, valeurs=dits | {"emploi_sortie": "DURABLE"}, par=par)


def test_six_months_after_the_day_is_said_when_it_is_far_and_kept(ines):
    une = ParticipationFSEFactory()
    with pytest.raises(RefusMetier, match="suit une sortie"):
        actions.noter_six_mois(participation=une, valeurs={"constat_six_mois": date(2020, 12, 1)}, par=ines)
    sortie_de(une, ines)
    dit = {"constat_six_mois": date(2020, 12, 1), "statut_six_mois": "EMPLOI"}
    assert actions.noter_six_mois(participation=une, valeurs=dit, par=ines) == ""
    loin = actions.noter_six_mois(participation=une, valeurs=dit | {"constat_six_mois": date(2021, 2, 1)}, par=ines)
    assert "62 jours" in loin


def test_who_comes_back_keeps_the_first_entry_and_the_versions_keep_the_first_exit(ines):
    une = ParticipationFSEFactory()
    with pytest.raises(RefusMetier, match="n'en est pas sortie"):
        actions.reentrer(participation=une, le=date(2020, 9, 1), par=ines)
    sortie_de(une, ines)
    with pytest.raises(RefusMetier, match="revenir avant"):
        actions.reentrer(participation=une, le=date(2020, 5, 1), par=ines)
    actions.reentrer(participation=une, le=date(2020, 9, 1), par=ines)
    une.refresh_from_db()
    assert (une.date_entree, une.reprise_le, une.date_sortie, une.statut_sortie) == (
        date(2020, 3, 4), date(2020, 9, 1), None, "",
    )  # fmt: skip
    assert date(2020, 6, 1) in une.historique.values_list("date_sortie", flat=True)
    with pytest.raises(RefusMetier, match="la sortie suit la rentrée"):
        actions.sortir(participation=une, valeurs={"date_sortie": date(2020, 8, 1)}, par=ines)


def test_a_record_is_withdrawn_until_there_is_an_exit(ines):
    une = ReponseSensibleFSEFactory().participation
    actions.retirer_fiche(participation=une, par=ines)
    assert not ParticipationFSE.objects.exists()
    assert ParticipationFSE.historique.count() == 2
    autre = ParticipationFSEFactory()
    sortie_de(autre, ines)
    with pytest.raises(RefusMetier, match="a participé"):
        actions.retirer_fiche(participation=autre, par=ines)


def test_a_referent_sees_the_records_of_their_people_and_counts_all(lieu, operation, zelie, ines):
    structure = f.organisation(lieu, "Relais")
    referent = f.acteur(lieu, "referent_parcours", structure=structure)
    ouvrir(operation, zelie, ines)
    suivie = f.personne(lieu, "Suivie")
    f.participation(lieu, suivie, referent=referent.agent)
    ouvrir(operation, suivie, ines)
    assert [une.personne for une in visibles_par(referent)] == [suivie]
    assert [ligne.participation.personne for ligne in a_completer(referent, date(2021, 3, 1))] == [suivie]


def test_what_the_service_refused_comes_first(lieu, ines, operation):
    pleine = ParticipationFSEFactory(operation=operation, en_formation="NON", minima="AUCUN", zone_rurale="NON")
    for question in ("handicap", "pays_tiers", "origine_etrangere", "sans_abri"):
        ReponseSensibleFSEFactory(participation=pleine, question=question)
    ParticipationFSEFactory(operation=operation, statut="")
    ErreurServiceFactory(retour__territoire=lieu, participation=pleine)
    premieres = [ligne.participation for ligne in a_completer(ines, date(2021, 3, 1))]
    assert premieres[0] == pleine
    assert len(premieres) == 2


PAGES = ("fse:operations", "fse:a_completer", "fse:participants")


@pytest.mark.parametrize("nom", PAGES)
def test_lists_make_as_many_queries_with_twenty_records(distribution, client_de, requetes_constantes, nom):
    ici = OperationRetenueFactory(territoire=distribution.territoire, programmation="FSE_PLUS_2021_2027")
    client = client_de("animatrice")
    chemin = reverse(nom, args=["OUEST", *([ici.pk] if nom == "fse:participants" else [])])

    def ajouter():
        une = ParticipationFSEFactory(operation=ici, statut="")
        ErreurServiceFactory(retour__territoire=distribution.territoire, participation=une)

    requetes_constantes(lambda: client.get(chemin), ajouter)
    assert client.get(chemin).status_code == 200


def test_the_form_of_the_entry_shows_sensitive_questions_to_who_may_read_them(distribution, client_de):
    une = ParticipationFSEFactory(operation__territoire=distribution.territoire)
    ReponseSensibleFSEFactory(participation=une, reponse="OUI")
    chemin = reverse("fse:entree", args=["OUEST", une.pk])
    assert "Handicap" not in client_de("gestionnaire").get(chemin).content.decode()
    assert not Journal.objects.filter(verbe__contains="sensibles").exists()
    client = client_de("animatrice")
    assert "Handicap" in client.get(chemin).content.decode()
    assert Journal.objects.filter(verbe__contains="sensibles d'une fiche").count() == 1
    version = str(une.historique.latest().pk)
    envoi = {"version": version, "statut": "INACTIF", "origine": "DECLARE", "handicap": "NE_SE_PRONONCE_PAS"}
    refusee = client.post(chemin, envoi)
    assert "notez le jour" in refusee.content.decode()
    assert client.post(chemin, envoi | {"demandee_le": "05/03/2020"}).status_code == 302
    une.refresh_from_db()
    assert une.statut == "INACTIF"
    assert une.reponses_sensibles.get().reponse == "NE_SE_PRONONCE_PAS"


def test_a_manager_without_the_right_answers_the_rest_and_keeps_what_stands_apart(distribution, client_de):
    une = ReponseSensibleFSEFactory(participation__operation__territoire=distribution.territoire).participation
    chemin = reverse("fse:entree", args=["OUEST", une.pk])
    reponse = client_de("gestionnaire").post(chemin, {"statut": "EMPLOI", "origine": "PIECE", "handicap": "OUI"})
    assert reponse.status_code == 302
    assert une.reponses_sensibles.get().reponse == "NON"


def test_pages_of_an_operation_and_of_a_person_show_the_records(distribution, client_de):
    participation = f.participation(distribution.territoire, referent=distribution.referent.agent)
    une = ParticipationFSEFactory(operation__territoire=distribution.territoire, personne=participation.personne)
    client = client_de("animatrice")
    operation = client.get(reverse("financements:operation", args=["OUEST", une.operation_id])).content.decode()
    assert "fiche incomplète sur 1" in operation
    page = client.get(reverse("parcours:personne", args=["OUEST", une.personne_id])).content.decode()
    assert f"{une.operation.code}, entrée le 4 mars 2020" in page
    for nom in ("fse:fiche", "fse:sortie", "fse:reprise"):
        assert client.get(reverse(nom, args=["OUEST", une.pk])).status_code == 200
    assert client.get(reverse("fse:ouvrir", args=["OUEST", une.personne_id])).status_code == 200
