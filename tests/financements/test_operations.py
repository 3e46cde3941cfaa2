"""The list of operations and the page of one: who reads what."""

from __future__ import annotations

import pytest
from django.urls import reverse

from deplie.socle.models import Journal
from tests.factories_financements import OperationFactory, OperationRetenueFactory
from tests.parcours import fabrique as f

pytestmark = pytest.mark.django_db


@pytest.fixture
def lieu(distribution):
    return distribution.territoire


def _page(client, lieu, **requete):
    return client.get(reverse("financements:operations", args=[lieu.code]), requete)


def _codes(reponse) -> list[str]:
    return [operation.code for operation in reponse.context["page"]]


def test_each_operation_is_in_one_list_and_a_draft_in_none(client_de, lieu):
    etats = ("DEPOSEE", "REJETEE", "SOLDEE", "ARCHIVEE", "EN_EXECUTION", "IRRECEVABLE", "ABANDONNEE", "BROUILLON")
    for etat in etats:
        OperationRetenueFactory(territoire=lieu, statut=etat, code=etat)
    client = client_de("animatrice")
    lues = {
        onglet: _codes(_page(client, lieu, onglet=onglet))
        for onglet in ("retenues", "demandes", "terminees", "ecartees")
    }
    assert lues == {
        "retenues": ["EN_EXECUTION"],
        "demandes": ["DEPOSEE"],
        "terminees": ["ARCHIVEE", "SOLDEE"],
        "ecartees": ["ABANDONNEE", "IRRECEVABLE", "REJETEE"],
    }


def test_the_total_is_the_sum_of_the_list_to_the_cent(client_de, lieu):
    for montant in ("0.10", "0.20", "33333.33"):
        OperationRetenueFactory(territoire=lieu, montant_programme=montant)
    OperationRetenueFactory(montant_programme="999.00")
    assert str(_page(client_de("elue"), lieu).context["programme"]) == "33333.63"


def test_a_list_is_cut_by_year_and_by_words_of_the_code_the_name_or_the_holder(client_de, lieu):
    OperationRetenueFactory(territoire=lieu, code="A", intitule="Mobilité")
    OperationRetenueFactory(territoire=lieu, code="B", intitule="Numérique", debut="2022-01-01", fin="2023-12-31")
    client = client_de("gestionnaire")
    assert _codes(_page(client, lieu, annee=2023)) == ["B"]
    assert _codes(_page(client, lieu, q="mobi")) == ["A"]
    assert _codes(_page(client, lieu, q="personne")) == []
    assert _codes(_page(client, lieu, annee="²", onglet="x")) == ["A", "B"]


def test_a_structure_reads_the_operations_that_it_carries_and_no_other(client_de, lieu, distribution):
    sienne = distribution.operateur.organisation
    OperationRetenueFactory(territoire=lieu, code="A", porteur=sienne)
    autre = OperationRetenueFactory(territoire=lieu, code="B")
    client = client_de("operateur")
    assert _codes(_page(client, lieu)) == ["A"]
    assert client.get(reverse("financements:operation", args=[lieu.code, autre.pk])).status_code == 404


def test_the_contact_of_a_holder_is_read_by_those_who_read_applications(client_de, lieu):
    operation = OperationRetenueFactory(territoire=lieu, contact_nom="Dominique Fictif", contact_courriel="d@x.invalid")
    adresse = reverse("financements:operation", args=[lieu.code, operation.pk])
    assert "Dominique Fictif" in client_de("gestionnaire").get(adresse).content.decode()
    assert "Dominique Fictif" not in client_de("elue").get(adresse).content.decode()


def test_the_file_has_the_lines_of_the_list_and_leaves_a_trace(client_de, lieu):
    OperationRetenueFactory(territoire=lieu, code="A", contact_nom="Dominique Fictif")
    OperationFactory(territoire=lieu, code="Z")
    reponse = client_de("gestionnaire").get(reverse("financements:exporter_operations", args=[lieu.code]))
    texte = b"".join(reponse).decode("utf-8-sig")
    assert "A;" in texte
    assert "Z;" not in texte
    assert "Dominique" not in texte
    assert Journal.objects.filter(verbe="exporter les opérations", detail__lignes=1).exists()


def test_the_pages_read_a_fixed_number_of_queries(client_de, lieu, requetes_constantes):
    client = client_de("animatrice")
    operation = OperationRetenueFactory(territoire=lieu, code="A")
    requetes_constantes(lambda: _page(client, lieu), lambda: OperationRetenueFactory(territoire=lieu))
    adresse = reverse("financements:operation", args=[lieu.code, operation.pk])
    participation = f.participation(lieu)
    requetes_constantes(lambda: client.get(adresse), lambda: f.etape(participation, operation="A"))
