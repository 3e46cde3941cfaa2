"""A prescriber whose name tells something sensitive of the people it sends is named to those entitled alone."""

import re
from datetime import date

import pytest
from django.urls import reverse

from deplie.acteurs import actions
from deplie.acteurs.rules import PRESCRIPTEUR_PROTEGE, est_protege
from deplie.parcours.queries import choix
from deplie.pilotage.queries.bilan import etablir
from deplie.pilotage.queries.listes import tableau_de
from deplie.socle.models import Journal
from tests.factories import LienOrientationFactory, OrientationRecueFactory, PrescriptionFactory
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


@pytest.fixture(params=[SPIP, "Association du Phare"])
def spip(lieu, request):
    """Protected by what its name tells, or because the territory says so."""
    organisation = f.organisation(lieu, request.param)
    if request.param != SPIP:
        actions.completer_organisation(
            organisation=organisation, nom=request.param, siret="", protegee=True, par=f.acteur(lieu, "administrateur")
        )
    return organisation


@pytest.fixture
def envoyee(lieu, spip):
    return f.participation(lieu, prescripteur=spip, entree=date(2021, 3, 1))


@pytest.fixture
def lire(client, lieu, envoyee, spip):
    """What a role reads of the list, the person's page, its situation, and the prescriptions."""
    orientee = PrescriptionFactory(personne=f.personne(lieu), prescripteur=spip)
    inconnue = f.personne(lieu, "Reçue")
    lien = LienOrientationFactory(territoire=lieu, organisation=spip)
    recue = OrientationRecueFactory(lien=lien, nom=inconnue.nom)

    def lire(role, structure=None):
        client.force_login(f.acteur(lieu, role, structure=structure).compte)
        personne = reverse("parcours:personne", args=["OUEST", envoyee.personne.pk])
        liste = reverse("parcours:participants", args=["OUEST"]) + "?etat=tous&colonnes=nom&colonnes=prescripteur"
        adresses = [liste, personne, f"{personne}?onglet=situation", f"{personne}?onglet=historique",
                    reverse("parcours:prescriptions", args=["OUEST"]), reverse("territoire", args=["OUEST"]),
                    reverse("parcours:entree", args=["OUEST", envoyee.pk]), reverse("parcours:liens", args=["OUEST"]),
                    reverse("parcours:orientation_recue", args=["OUEST", recue.pk]),
                    reverse("parcours:prescription", args=["OUEST", orientee.pk])]  # fmt: skip
        return " ".join(client.get(adresse).content.decode() for adresse in adresses).replace("&#x27;", "'")

    return lire


@pytest.mark.parametrize("role", ["animateur_coordonnateur", "referent_parcours"])
def test_those_entitled_read_it(lire, spip, role):
    assert spip.nom in lire(role)


@pytest.mark.parametrize("role", ["directeur_plie", "gestionnaire_oi", "dpo"])
def test_the_others_read_that_it_is_protected(lire, spip, role):
    lu = lire(role)
    assert spip.nom not in lu
    assert PRESCRIPTEUR_PROTEGE in lu


def test_its_own_agents_read_it(lire, spip):
    assert spip.nom in lire("prescripteur", spip)


def test_no_filter_names_it(lieu, envoyee, spip):
    assert choix.prescripteurs(f.acteur(lieu, "animateur_coordonnateur")) == [spip]
    assert choix.prescripteurs(f.acteur(lieu, "directeur_plie")) == []


@pytest.mark.parametrize("role", ["animateur_coordonnateur", "elu_copil"])
def test_the_bilan_counts_it_without_naming_it(lieu, envoyee, spip, role):
    lu = etablir(lieu, date(2021, 1, 1), date(2021, 12, 31), acteur=f.acteur(lieu, role), par=["prescripteur"])
    chiffres = [c for c in lu.en_json()["chiffres"] if c["code"] == "entrees" and c["ventilation"]]
    nom = spip.nom if role == "animateur_coordonnateur" else f"{PRESCRIPTEUR_PROTEGE} 1"
    assert {c["ventilation"]["prescripteur"]: c["valeur"] for c in chiffres} == {nom: 1}


@pytest.mark.parametrize("role", ["animateur_coordonnateur", "directeur_plie"])
def test_no_file_names_it_to_others(client, lieu, envoyee, spip, role):
    client.force_login(f.acteur(lieu, role).compte)
    adresse = reverse("parcours:exporter", args=["OUEST", "csv"]) + "?etat=tous&colonnes=nom&colonnes=prescripteur"
    reponse = client.get(adresse)
    lu = b"".join(reponse) if reponse.streaming else reponse.content
    assert (spip.nom in lu.decode("utf-8-sig")) == (role == "animateur_coordonnateur")
    orientee = PrescriptionFactory(personne=f.personne(lieu), prescripteur=spip)
    derriere = tableau_de("prescription", sensible=True).ligne(orientee)
    assert PRESCRIPTEUR_PROTEGE in derriere, "a file that leaves names nobody"
    assert spip.nom not in derriere


def test_correcting_an_entry_keeps_who_prescribed_unseen(client, lieu, envoyee, spip):
    client.force_login(f.acteur(lieu, "directeur_plie").compte)
    adresse = reverse("parcours:entree", args=["OUEST", envoyee.pk])
    version = re.search(r'name="version" value="([^"]*)"', client.get(adresse).content.decode()).group(1)
    client.post(adresse, {"date_entree": "02/03/2021", "version": version})
    envoyee.refresh_from_db()
    assert (envoyee.date_entree, envoyee.prescripteur) == (date(2021, 3, 2), spip)


def test_declaring_it_is_journaled_and_no_name_undoes_it(lieu):
    organisation, admin = f.organisation(lieu, SPIP), f.acteur(lieu, "administrateur")
    actions.completer_organisation(organisation=organisation, nom="Le Phare", siret="", protegee=True, par=admin)
    assert Journal.objects.filter(verbe="compléter une structure", detail={"protegee": True}).count() == 1
    assert organisation.est_protegee, "declared"
    actions.completer_organisation(organisation=organisation, nom=SPIP, siret="", protegee=False, par=admin)
    assert organisation.est_protegee, "told by its name"
    actions.completer_organisation(organisation=organisation, nom="Le Phare", siret="", par=admin)
    assert not organisation.est_protegee


def test_joined_to_another_body_it_stays_protected(lieu, spip):
    gardee, admin = f.organisation(lieu, "Le Grand Phare"), f.acteur(lieu, "animateur_coordonnateur")
    actions.reunir_structures(gardee=gardee, absorbee=spip, par=admin)
    gardee.refresh_from_db()
    assert gardee.est_protegee
