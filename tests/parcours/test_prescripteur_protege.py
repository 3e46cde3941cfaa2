"""A prescriber whose name tells something sensitive of the people it sends is named to those entitled alone."""

from datetime import date

import pytest
from django.urls import reverse

from deplie.acteurs.rules import PRESCRIPTEUR_PROTEGE, est_protege
from deplie.parcours.queries import choix
from deplie.pilotage.queries.bilan import etablir
from tests.factories import PrescriptionFactory
from tests.parcours import fabrique as f

SPIP = "SPIP de l'Ouest"


@pytest.mark.parametrize(
    "nom",
    [SPIP, "CSAPA Horizon", "Caarud", "Service de l'aide sociale à l'enfance", "PJJ 974", "Pension de famille Les Amis",
     "Centre pénitentiaire", "C.I.D.F.F. de l'Ouest".replace(".", ""), "Club de prévention du Port"],
)  # fmt: skip
def test_these_names_are_protected(nom):
    assert est_protege(nom)


@pytest.mark.parametrize(
    "nom", ["CCAS du Port", "Mission locale", "Caserne des pompiers", "Phase 2", "Base nautique", ""]
)
def test_others_are_not(nom):
    assert not est_protege(nom)


@pytest.fixture
def spip(lieu):
    return f.organisation(lieu, SPIP)


@pytest.fixture
def envoyee(lieu, spip):
    return f.participation(lieu, prescripteur=spip, entree=date(2021, 3, 1))


@pytest.fixture
def lire(client, lieu, envoyee, spip):
    """What a role reads of the list, the person's page, its situation, and the prescriptions."""
    orientee = PrescriptionFactory(personne=f.personne(lieu), prescripteur=spip)

    def lire(role, structure=None):
        client.force_login(f.acteur(lieu, role, structure=structure).compte)
        personne = reverse("parcours:personne", args=["OUEST", envoyee.personne.pk])
        liste = reverse("parcours:participants", args=["OUEST"]) + "?etat=tous&colonnes=nom&colonnes=prescripteur"
        adresses = [liste, personne, f"{personne}?onglet=situation", f"{personne}?onglet=historique",
                    reverse("parcours:prescriptions", args=["OUEST"]), reverse("territoire", args=["OUEST"]),
                    reverse("parcours:prescription", args=["OUEST", orientee.pk])]  # fmt: skip
        return " ".join(client.get(adresse).content.decode() for adresse in adresses).replace("&#x27;", "'")

    return lire


@pytest.mark.parametrize("role", ["animateur_coordonnateur", "referent_parcours"])
def test_those_entitled_read_it(lire, role):
    assert SPIP in lire(role)


@pytest.mark.parametrize("role", ["directeur_plie", "gestionnaire_oi", "dpo"])
def test_the_others_read_that_it_is_protected(lire, role):
    lu = lire(role)
    assert SPIP not in lu
    assert PRESCRIPTEUR_PROTEGE in lu


def test_its_own_agents_read_it(lire, spip):
    assert SPIP in lire("prescripteur", spip)


def test_no_filter_names_it(lieu, envoyee):
    assert [str(o) for o in choix.prescripteurs(f.acteur(lieu, "animateur_coordonnateur"))] == [SPIP]
    assert choix.prescripteurs(f.acteur(lieu, "directeur_plie")) == []


@pytest.mark.parametrize(
    ("role", "nom"), [("animateur_coordonnateur", SPIP), ("elu_copil", f"{PRESCRIPTEUR_PROTEGE} 1")]
)
def test_the_bilan_counts_it_without_naming_it(lieu, envoyee, role, nom):
    lu = etablir(lieu, date(2021, 1, 1), date(2021, 12, 31), acteur=f.acteur(lieu, role), par=["prescripteur"])
    chiffres = [c for c in lu.en_json()["chiffres"] if c["code"] == "entrees" and c["ventilation"]]
    assert {c["ventilation"]["prescripteur"]: c["valeur"] for c in chiffres} == {nom: 1}
