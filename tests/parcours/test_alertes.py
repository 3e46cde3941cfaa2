"""Each alert, on both sides of its line: the same condition makes the counter, the list and the sentence."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from deplie.acteurs.queries import Acteur
from deplie.parcours.queries import Filtre, Liste, alertes_de
from deplie.parcours.rules import alertes as regles
from deplie.parcours.rules.sortie import fin_du_sixieme_mois
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
    assert codes(suivie(lieu, date_sortie=JOUR, date_validation_sortie=JOUR)) == []


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


def test_open_etape_after_the_exit(lieu):
    participation = suivie(lieu, date_sortie=date(2021, 6, 20), date_validation_sortie=JOUR)
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
    for code, alerte in regles.ALERTES.items():
        liste = Liste(Acteur.systeme(lieu), Filtre(au=JOUR, etat=alerte.etat, alerte=code), (26, 45, 50))
        assert {p.pk for p in liste.rangees} == {pk for pk, levees in portees.items() if alerte in levees}
        assert liste.nombre == liste.rangees.count()


@given(st.dates(date(1999, 1, 1), date(2040, 12, 31)), st.integers(-4, 4))
def test_the_bound_of_sixth_months_is_exact(jour, ecart):
    borne = regles.derniere_sortie_echue(jour)
    sortie = borne + timedelta(ecart)
    assert (fin_du_sixieme_mois(sortie) <= jour) == (sortie <= borne)
