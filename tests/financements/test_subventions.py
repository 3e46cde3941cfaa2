"""Awarded grants as open data: the schema's columns, the convention's date and amount, what stops a line."""

from __future__ import annotations

import csv
import io
from datetime import date

import pytest
from django.test import Client

from deplie.financements.queries.subventions import SANS_CONVENTION, subventions
from deplie.financements.rules.scdl import COLONNES
from tests.factories_financements import (
    AppelFactory,
    AvenantConventionFactory,
    ConventionFactory,
    OperationFactory,
    OperationRetenueFactory,
)
from tests.financements import fabrique_appel as fa
from tests.parcours import fabrique as f

pytestmark = pytest.mark.django_db


@pytest.fixture
def appel():
    lieu = f.territoire()
    return AppelFactory(territoire=lieu, organisation__siret=fa.SIRET, titre="Fonds ESS")


def retenue(appel, fabrique=OperationRetenueFactory, **champs):
    return fabrique(territoire=appel.territoire, appel=appel, porteur__siret=fa.SIRET, **champs)


def lire(lieu):
    reponse = Client().get(f"/appels/{lieu.code}/subventions.csv")
    assert reponse["Content-Type"].startswith("text/csv")
    return list(csv.DictReader(io.StringIO(reponse.content.decode())))


def test_the_public_file_has_the_columns_of_the_schema_and_the_grants_awarded(appel):
    retenue(appel, intitule="Atelier vélo", montant_programme="2500.50")
    retenue(appel, fabrique=OperationFactory)
    lignes = lire(appel.territoire)
    assert tuple(lignes[0]) == COLONNES
    assert [(x["objet"], x["montant"], x["dateConvention"]) for x in lignes] == [
        ("Atelier vélo", "2500.50", "2019-11-20")
    ]


def test_a_convention_gives_its_date_and_its_amount_and_its_last_avenant_too(appel):
    convention = ConventionFactory(operation=retenue(appel, statut="CONVENTIONNEE"), signee_le=date(2019, 12, 10))
    assert [(x["dateConvention"], x["montant"]) for x in lire(appel.territoire)] == [("2019-12-10", "10000.00")]
    AvenantConventionFactory(convention=convention, montant="9000.00")
    assert lire(appel.territoire)[0]["montant"] == "9000.00"


def test_what_does_not_follow_the_schema_is_not_published_and_says_why(appel):
    operation = retenue(appel)
    operation.porteur.siret = ""
    operation.porteur.save()
    une = subventions(appel.territoire)[0]
    assert "SIRET" in une.fautes[0]
    assert une.reserves == [SANS_CONVENTION]
    assert lire(appel.territoire) == []
    page = fa.ouvrir(f.acteur(appel.territoire, "animateur_coordonnateur")).get("/OUEST/appels/subventions/")
    assert "non publiée" in page.content.decode()


def test_nothing_in_it_runs_in_a_spreadsheet(appel):
    retenue(appel, intitule="=cmd|calc")
    assert lire(appel.territoire)[0]["objet"].startswith("'=")


def test_it_asks_as_much_for_twenty_grants(appel, client, requetes_constantes):
    requetes_constantes(lambda: client.get("/appels/OUEST/subventions.csv"), lambda: retenue(appel))
