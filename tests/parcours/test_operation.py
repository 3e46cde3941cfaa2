"""An étape names an operation by its code: seen from the operation, and from the étape."""

from __future__ import annotations

import pytest
from django.urls import reverse

from deplie.parcours.forms.etape import FormulaireEtape
from deplie.parcours.queries.operation import activite, etapes_de
from deplie.socle.models import Journal
from tests.factories_financements import OperationRetenueFactory
from tests.parcours import fabrique as f

pytestmark = pytest.mark.django_db


@pytest.fixture
def lieu():
    return f.territoire()


@pytest.fixture
def operation(lieu):
    return OperationRetenueFactory(territoire=lieu, code="OUEST-2020-01")


def test_a_person_with_two_etapes_is_counted_once_and_another_code_is_another_operation(lieu, operation):
    suivi = f.participation(lieu)
    f.etape(suivi, "ATELIER", operation="OUEST-2020-01")
    f.etape(suivi, "QUALIF", operation="OUEST-2020-01")
    f.etape(suivi, "ATELIER", operation="OUEST-2020-02")
    lue = activite(f.acteur(lieu, "animateur_coordonnateur"), operation)
    assert (lue.etapes, lue.personnes) == (2, 1)
    assert sorted((etapes, personnes) for _, etapes, personnes in lue.categories) == [(1, 1), (1, 1)]


def test_who_reads_sees_the_people_of_their_perimeter_alone(lieu, operation):
    f.etape(f.participation(lieu), operation="OUEST-2020-01")
    ailleurs = f.acteur(lieu, "referent_parcours", structure=f.organisation(lieu, "Une autre maison"))
    assert activite(ailleurs, operation).etapes == 0
    assert not etapes_de(ailleurs, operation).exists()


def test_the_same_code_next_door_is_another_operation(lieu, operation):
    voisin = f.territoire("EST")
    f.etape(f.participation(voisin), operation="OUEST-2020-01")
    assert activite(f.acteur(lieu, "animateur_coordonnateur"), operation).etapes == 0


def test_reading_who_was_received_leaves_a_trace(client_de, distribution):
    lieu = distribution.territoire
    operation = OperationRetenueFactory(territoire=lieu, code="A")
    suivi = f.participation(lieu)
    f.etape(suivi, operation="A")
    reponse = client_de("animatrice").get(reverse("parcours:etapes_operation", args=[lieu.code, operation.pk]))
    assert str(suivi.personne) in reponse.content.decode()
    assert Journal.objects.filter(verbe="lire les étapes d'une opération", objet_id=str(operation.pk)).exists()


def test_a_code_leads_to_its_operation_or_says_that_none_has_it(client_de, distribution):
    lieu = distribution.territoire
    operation = OperationRetenueFactory(territoire=lieu, code="A 1")
    client, adresse = client_de("referent"), reverse("parcours:operation_du_code", args=[lieu.code])
    assert client.get(adresse, {"code": "A 1"}).url == reverse("financements:operation", args=[lieu.code, operation.pk])
    assert "code « Z »" in client.get(adresse, {"code": "Z"}, follow=True).content.decode()


def test_the_form_of_an_etape_offers_the_operations_that_may_be_named_and_keeps_what_a_file_wrote(lieu, operation):
    acteur = f.acteur(lieu, "referent_parcours")
    OperationRetenueFactory(territoire=lieu, code="CLOSE", statut="SOLDEE")
    champ = FormulaireEtape(acteur=acteur, initial={"operation": "ANCIEN"}).fields["operation"]
    assert [code for code, _ in champ.choices] == ["", "OUEST-2020-01", "ANCIEN"]


def test_where_no_operation_is_recorded_a_code_is_typed(lieu):
    champ = FormulaireEtape(acteur=f.acteur(lieu, "referent_parcours")).fields["operation"]
    assert not hasattr(champ, "choices")
