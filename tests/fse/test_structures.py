"""Structures fill the records of the operations that they carry, and no other; what was told elsewhere stays there."""

from __future__ import annotations

from datetime import date

import pytest
from django.urls import reverse

from deplie.fse.queries.connu import operations_ouvertes
from deplie.fse.queries.fiche import etats, lisibles_par, visibles_par
from deplie.fse.queries.panneaux import de_la_personne
from deplie.fse.queries.travail import a_completer
from deplie.socle.models import Journal
from tests.factories_financements import OperationRetenueFactory
from tests.factories_fse import ParticipationFSEFactory, ReponseSensibleFSEFactory
from tests.parcours import fabrique as f

pytestmark = pytest.mark.django_db
JOUR = date(2021, 3, 1)


@pytest.fixture
def lieu():
    return f.territoire("OUEST")


@pytest.fixture
def chantier(lieu):
    return f.organisation(lieu, "Chantier")


@pytest.fixture
def paul(lieu, chantier):
    return f.acteur(lieu, "operateur", structure=chantier)


def operation(lieu, porteur, code):
    return OperationRetenueFactory(territoire=lieu, porteur=porteur, code=code, programmation="FSE_PLUS_2021_2027")


@pytest.fixture
def zelie(lieu, chantier):
    """Followed, with an étape at the structure, and a record in two operations, of which the structure carries one."""
    qui = f.personne(lieu, sexe="F", date_naissance=date(1986, 5, 6))
    f.etape(f.participation(lieu, qui), debut=date(2020, 4, 1), operation="OP-A", operateur=chantier)
    for porteur, code in ((chantier, "OP-A"), (f.organisation(lieu, "Ailleurs"), "OP-B")):
        ParticipationFSEFactory(operation=operation(lieu, porteur, code), personne=qui, statut="")
    return qui


def test_a_structure_sees_the_records_of_its_operations_alone(paul, zelie):
    assert [une.operation.code for une in visibles_par(paul)] == ["OP-A"]
    assert [etat.operation.code for etat in etats(paul, JOUR)] == ["OP-A"]
    assert [ligne.participation.operation.code for ligne in a_completer(paul, JOUR)] == ["OP-A"]
    panneau = de_la_personne(paul, zelie)
    assert [ligne.participation.operation.code for ligne in panneau.lignes] == ["OP-A"]
    assert operations_ouvertes(paul, zelie) == []


def test_who_also_orients_people_sees_no_more(lieu, chantier, zelie):
    zelie.participations.update(prescripteur=chantier)
    deux = f.acteur(lieu, "operateur", "prescripteur", structure=chantier)
    assert [une.operation.code for une in visibles_par(deux)] == ["OP-A"]


def test_a_structure_that_carries_nothing_sees_nothing(lieu, zelie):
    autre = f.acteur(lieu, "siae", structure=f.organisation(lieu, "Autre chantier"))
    seul = f.acteur(lieu, "operateur")
    assert not visibles_par(autre).exists()
    assert not visibles_par(seul).exists()


def test_it_reads_the_sensitive_answers_that_it_collected_and_no_other(lieu, paul, chantier, zelie):
    une = visibles_par(paul).get()
    ReponseSensibleFSEFactory(participation=une, question="handicap", origine="PARCOURS", demandee_par=None)
    referent = f.acteur(lieu, "referent_parcours", structure=f.organisation(lieu, "Relais"))
    ReponseSensibleFSEFactory(participation=une, question="pays_tiers", demandee_par=referent.compte)
    collegue = f.acteur(lieu, "operateur", structure=chantier)
    ReponseSensibleFSEFactory(participation=une, question="sans_abri", demandee_par=collegue.compte)
    assert [reponse.question for reponse in lisibles_par(paul, une)] == ["sans_abri"]
    assert len(lisibles_par(f.acteur(lieu, "animateur_coordonnateur"), une)) == 3
    assert lisibles_par(f.acteur(lieu, "gestionnaire_oi"), une) == []


def test_it_answers_on_its_own_pages_and_is_refused_elsewhere(distribution, client_de):
    lieu, acteur = distribution.territoire, distribution.acteurs["operateur"]
    sienne = ParticipationFSEFactory(operation=operation(lieu, acteur.organisation, "OP-A"), statut="")
    autre = ParticipationFSEFactory(
        operation=operation(lieu, f.organisation(lieu, "Ailleurs"), "OP-B"), personne=sienne.personne
    )
    dite = ReponseSensibleFSEFactory(participation=sienne, question="handicap", reponse="OUI", demandee_par=None)
    client = client_de("operateur")
    chemin = reverse("fse:entree", args=["OUEST", sienne.pk])
    page = client.get(chemin).content.decode()
    assert "Handicap reconnu" not in page
    assert "a déjà sa réponse" in page
    assert "Un parent né" in page
    assert Journal.objects.filter(verbe__contains="sensibles d'une fiche").count() == 1
    envoi = {"statut": "CHOMEUR", "origine": "DECLARE", "handicap": "NON", "sans_abri": "NON"}
    envoi |= {"demandee_le": "05/03/2020"}
    assert client.post(chemin, envoi).status_code == 302
    sienne.refresh_from_db()
    dite.refresh_from_db()
    assert (sienne.statut, dite.reponse) == ("CHOMEUR", "OUI")
    assert sienne.reponses_sensibles.get(question="sans_abri").demandee_par == acteur.compte
    for nom in ("fse:fiche", "fse:sortie", "fse:reprise"):
        assert client.get(reverse(nom, args=["OUEST", sienne.pk])).status_code == 200, nom
    for nom in ("fse:fiche", "fse:entree", "fse:sortie", "fse:six_mois", "fse:reprise", "fse:retirer"):
        reponse = client.post(reverse(nom, args=["OUEST", autre.pk]))
        assert reponse.status_code == 404, nom
    for nom in ("fse:participants", "fse:ouvrir_toutes", "fse:completer"):
        assert client.post(reverse(nom, args=["OUEST", autre.operation_id])).status_code == 404, nom
    for nom in ("fse:operations", "fse:a_completer"):
        assert "OP-B" not in client.get(reverse(nom, args=["OUEST"])).content.decode()
    for nom in ("fse:exports", "fse:retours", "fse:indicateurs"):
        assert client.get(reverse(nom, args=["OUEST"])).status_code == 403, nom
