"""Each alert, on both sides of its line: the same condition makes the counter, the list and the sentence."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from deplie.acteurs.queries import Acteur
from deplie.parcours.models import Participation
from deplie.parcours.queries import Filtre, Liste, alertes_de
from deplie.parcours.queries.alertes import CONDITIONS, delais_de
from deplie.parcours.rules import alertes as regles
from deplie.parcours.rules.emploi import fin_du_mois
from deplie.parcours.rules.sortie import fin_du_sixieme_mois
from deplie.parcours.views.personne import ACTES
from deplie.territoires.actions import reglages as actions_de_reglage
from tests.factories import ConstatEmploiFactory, ContratPlieFactory, EmploiFactory, SuspensionFactory
from tests.parcours import fabrique as f

JOUR = date(2021, 6, 30)
COMPLET = {"statut_entree": "CHOMEUR", "niveau_formation": "3"}


def suivie(lieu, **champs):
    """A complete record, entered long ago, with a référent, an étape last month and nothing to say."""
    agent = f.acteur(lieu, "referent_parcours").agent
    qui = f.personne(lieu, sexe=champs.pop("sexe", "F"), date_naissance=champs.pop("naissance", date(1985, 1, 1)))
    participation = f.participation(lieu, qui, **(COMPLET | {"referent": agent} | champs))
    fin = min(JOUR, participation.date_sortie or JOUR)
    f.etape(participation, debut=min(date(2021, 6, 1), fin), date_fin=fin)
    return participation


def codes(participation, jour=JOUR):
    return [alerte.code for alerte in alertes_de([participation.pk], jour)[participation.pk]]


def test_nothing_to_say(lieu):
    assert codes(suivie(lieu)) == []


@pytest.mark.parametrize(
    "manque", [{"sexe": ""}, {"naissance": None}, {"statut_entree": ""}, {"niveau_formation": ""}], ids=str
)
def test_incomplete_record(lieu, manque):
    assert codes(suivie(lieu, **manque)) == ["incomplet"]


def test_what_is_kept_of_an_alert_is_its_question_never_its_answer(lieu):
    """The statement is written once; asked again of the same people or of others, it reads what is recorded now."""
    une, autre = suivie(lieu), suivie(lieu, niveau_formation="")
    assert (codes(une), codes(autre)) == ([], ["incomplet"])
    f.etape(autre, debut=date(2021, 6, 1))
    Participation.objects.filter(pk=autre.pk).update(niveau_formation="3")
    Participation.objects.filter(pk=une.pk).update(referent=None)
    assert (codes(une), codes(autre)) == (["sans_referent"], [])
    lues = alertes_de([autre.pk, une.pk, 0], JOUR)
    assert [[alerte.code for alerte in alertes] for alertes in lues.values()] == [[], ["sans_referent"], []]
    assert alertes_de([], JOUR) == {}


def test_no_etape_for_three_months(lieu):
    participation = suivie(lieu)
    assert codes(participation, date(2021, 9, 30)) == []  # 30 June is within
    assert codes(participation, date(2021, 10, 1)) == ["sans_etape"]
    f.etape(participation, "ACC", date(2021, 9, 1))
    f.etape(participation, debut=date(2021, 9, 1), statut="PREVUE")
    assert codes(participation, date(2021, 10, 1)) == ["sans_etape"]
    f.etape(participation, debut=date(2020, 9, 1))  # still open
    assert codes(participation, date(2021, 10, 1)) == []


def test_who_entered_lately_is_given_time(lieu):
    participation = f.participation(lieu, referent=f.acteur(lieu, "referent_parcours").agent, entree=date(2021, 4, 1))
    assert "sans_etape" not in codes(participation)
    assert "sans_etape" in codes(participation, date(2021, 7, 1))


def test_provisional_exit(lieu):
    assert codes(suivie(lieu, date_sortie=JOUR, motif_sortie="A_ABAND")) == ["sortie_provisoire"]
    assert codes(suivie(lieu, date_sortie=JOUR, date_validation_sortie=JOUR, motif_sortie="A_ABAND")) == []


def test_sixth_month(lieu):
    sortie = date(2020, 12, 30)
    emploi = {
        "date_sortie": sortie,
        "date_validation_sortie": sortie,
        "motif_sortie": "P_CDI",
        "entree": date(2019, 1, 1),
    }
    due = suivie(lieu, **emploi)
    due.etapes.all().delete()
    assert codes(due) == ["sixieme_mois"]
    assert codes(due, date(2021, 6, 29)) == []
    due.situation_6_mois = "EMPLOI"
    due.save()
    assert codes(due) == []


def test_an_exit_without_a_motive(lieu):
    participation = suivie(lieu, date_sortie=JOUR, date_validation_sortie=JOUR)
    assert codes(participation) == ["donnees_sortie"]
    participation.motif_sortie = "A_ABAND"
    participation.save()
    assert codes(participation) == []


def embauchee(lieu, debut, **champs):
    """Somebody in work since a day, with a proof."""
    return EmploiFactory(participation=suivie(lieu), debut=debut, **{"preuve_du": debut} | champs)


def test_a_month_of_work_is_to_be_recorded(lieu):
    """Begun on 15 June, the first month is over on 14 July, and ten days are left to record it."""
    emploi = embauchee(lieu, date(2021, 6, 15))
    assert codes(emploi.participation, date(2021, 7, 23)) == []
    assert codes(emploi.participation, date(2021, 7, 24)) == ["constat_emploi"]
    ConstatEmploiFactory(emploi=emploi, mois=1, le=date(2021, 7, 20))
    assert codes(emploi.participation, date(2021, 7, 24)) == []
    assert codes(emploi.participation, date(2021, 8, 24)) == ["constat_emploi"]
    ConstatEmploiFactory(emploi=emploi, mois=3, le=date(2021, 9, 20))
    assert codes(emploi.participation, date(2021, 9, 24)) == []  # the third month tells the second


def test_six_months_in_work_ask_for_the_exit(lieu):
    emploi = embauchee(lieu, date(2020, 12, 31))
    ConstatEmploiFactory(emploi=emploi, mois=6, le=JOUR)
    assert codes(emploi.participation, date(2021, 6, 29)) == []
    assert codes(emploi.participation) == ["emploi_six_mois"]
    emploi.fin = JOUR
    emploi.save()
    assert codes(emploi.participation) == []


def test_a_job_without_a_proof(lieu):
    emploi = embauchee(lieu, date(2021, 6, 1), preuve_du=None)
    assert codes(emploi.participation) == []
    assert codes(emploi.participation, date(2021, 7, 1)) == ["emploi_sans_preuve"]


def test_a_contract_is_signed_of_all_within_thirty_days(lieu):
    participation = suivie(lieu, entree=date(2021, 6, 1))
    assert codes(participation, date(2021, 7, 1)) == []  # this scheme keeps its contracts elsewhere
    contrat = ContratPlieFactory(
        participation=participation, etabli_le=date(2021, 6, 2), signe_personne_le=date(2021, 6, 2)
    )
    assert codes(participation, date(2021, 6, 30)) == []
    assert codes(participation, date(2021, 7, 1)) == ["contrat_non_signe"]
    autre = suivie(lieu, entree=date(2021, 6, 10))
    assert codes(autre, date(2021, 7, 10)) == ["contrat_non_signe"]  # it draws contracts now
    contrat.signe_referent_le = contrat.signe_plan_le = date(2021, 6, 20)
    contrat.save()
    assert codes(participation, date(2021, 7, 1)) == []


def test_a_suspension_past_its_day(lieu):
    participation = suivie(lieu)
    suspension = SuspensionFactory(participation=participation, debut=date(2021, 6, 1), fin_prevue=date(2021, 6, 30))
    assert codes(participation) == []
    assert codes(participation, date(2021, 7, 1)) == ["suspension_echue"]
    suspension.fin = date(2021, 7, 1)
    suspension.save()
    assert codes(participation, date(2021, 7, 1)) == []


def test_a_territory_sets_its_delays(lieu):
    """One month without an étape, said in the label as in the sentence, counted as it is said."""
    actions_de_reglage.regler(territoire=lieu, cle="mois_sans_etape", valeur=1, par=Acteur.systeme(lieu))
    delais, jour = delais_de(lieu), date(2021, 8, 1)
    participation = suivie(lieu)
    assert codes(participation, jour) == []
    assert [a.libelle for a in alertes_de([participation.pk], jour, delais)[participation.pk]] == [
        "Sans étape depuis 1 mois"
    ]
    filtre = Filtre(au=jour, etat="en_cours", alerte="sans_etape")
    assert Liste(Acteur.systeme(lieu), filtre, (26, 45, 50)).nombre == 1


def test_every_alert_has_an_act_that_ends_it():
    assert set(ACTES) == set(regles.ALERTES)


def test_open_etape_after_the_exit(lieu):
    sortie = {"date_sortie": date(2021, 6, 20), "date_validation_sortie": JOUR, "motif_sortie": "A_ABAND"}
    participation = suivie(lieu, **sortie)
    f.etape(participation, "SUIVI_EMPLOI", date(2021, 6, 20))
    f.etape(participation, statut="ANNULEE")
    assert codes(participation) == []
    f.etape(participation)
    assert codes(participation) == ["etape_apres_sortie"]


def test_two_open_schemes(lieu):
    une = suivie(lieu)
    autre = f.participation(lieu, une.personne, "ARPE", **COMPLET, referent=une.referent)
    f.etape(autre, debut=date(2021, 6, 1))
    assert codes(une) == codes(autre) == ["deux_dispositifs"]
    autre.date_sortie = autre.date_validation_sortie = JOUR
    autre.motif_sortie = "A_ABAND"
    autre.save()
    autre.etapes.update(date_fin=JOUR)
    assert codes(une) == codes(autre) == []


def test_no_referent(lieu):
    assert codes(suivie(lieu, referent=None)) == ["sans_referent"]


def test_a_duplicate_has_no_alert(lieu):
    assert codes(suivie(lieu, sexe="", date_sortie=JOUR, motif_sortie="A_DOUBLON")) == []


def test_each_alert_opens_the_list_of_those_that_carry_it(lieu):
    participations = [
        suivie(lieu, referent=None),
        suivie(lieu, sexe=""),
        suivie(lieu, date_sortie=JOUR),
        f.participation(lieu),
    ]
    portees = alertes_de([p.pk for p in participations], JOUR)
    assert set(regles.ALERTES) == set(CONDITIONS)
    for code, alerte in regles.ALERTES.items():
        liste = Liste(Acteur.systeme(lieu), Filtre(au=JOUR, etat=alerte.etat, alerte=code), (26, 45, 50))
        assert {p.pk for p in liste.rangees} == {pk for pk, levees in portees.items() if alerte in levees}
        assert liste.nombre == liste.rangees.count()


@given(st.dates(date(1999, 1, 1), date(2040, 12, 31)), st.integers(1, 6), st.integers(-4, 4))
def test_the_bound_of_months_of_work_is_exact(jour, mois, ecart):
    borne = regles.dernier_debut(jour, mois)
    debut = borne + timedelta(ecart)
    assert (fin_du_mois(debut, mois) <= jour) == (debut <= borne)


@given(st.dates(date(1999, 1, 1), date(2040, 12, 31)), st.integers(-4, 4))
def test_the_bound_of_sixth_months_is_exact(jour, ecart):
    borne = regles.derniere_sortie_echue(jour)
    sortie = borne + timedelta(ecart)
    assert (fin_du_sixieme_mois(sortie) <= jour) == (sortie <= borne)
