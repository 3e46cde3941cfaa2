"""The occupation of a diagnostic or of a job: found in the ROME by its words, never typed freely any more."""

from __future__ import annotations

from datetime import date

import pytest
from django.urls import reverse

from deplie.parcours.models import Diagnostic, Emploi
from tests.factories import EmploiFactory
from tests.parcours import fabrique as f

pytestmark = pytest.mark.django_db
ENTREE = date(2021, 2, 1)


@pytest.fixture
def ines(lieu):
    return f.acteur(lieu, "animateur_coordonnateur")


@pytest.fixture
def suivie(lieu):
    return f.participation(lieu, entree=ENTREE)


def envoyer(client, acteur, nom, pk, donnees):
    client.force_login(acteur.compte)
    return client.post(reverse(f"parcours:{nom}", args=[acteur.territoire.code, pk]), donnees)


def test_the_label_is_that_of_the_list(client, ines, suivie):
    reponse = envoyer(client, ines, "ecrire_diagnostic", suivie.pk, {"le": "01/03/2021", "metier": "cuisiniere"})
    assert reponse.status_code == 302
    lu = Diagnostic.objects.get()
    assert (lu.code_rome, lu.metier) == ("G1609", "Cuisinier / Cuisinière")


@pytest.mark.parametrize(
    ("texte", "phrase", "propose"),
    [
        ("K2299", "Le code K2299 n'est pas dans le ROME 4.60", "(K2205)"),
        ("agent d'entretien", "n'est pas le nom d'un métier du ROME 4.60", "(A1203)"),
    ],
)
def test_what_names_no_occupation_is_refused_with_the_near_ones(client, ines, suivie, texte, phrase, propose):
    reponse = envoyer(client, ines, "ecrire_diagnostic", suivie.pk, {"le": "01/03/2021", "metier": texte})
    page = reponse.content.decode().replace("&#x27;", "'")
    assert phrase in page
    assert "Choisissez parmi les métiers proposés" in page
    assert propose in page
    assert f'value="{texte}"' in page, "nothing typed is lost"
    assert not Diagnostic.objects.exists()


def test_nothing_near_is_said(client, ines, suivie):
    reponse = envoyer(client, ines, "ecrire_diagnostic", suivie.pk, {"le": "01/03/2021", "metier": "zzzz"})
    assert "Essayez un autre mot, ou laissez vide." in reponse.content.decode()
    assert "Métiers proposés" not in reponse.content.decode()


def test_choosing_a_proposed_one_needs_no_script(client, ines, suivie):
    donnees = {"le": "01/03/2021", "metier": "entretien", "metier-choisi": "Cariste (N1101)"}
    assert envoyer(client, ines, "ecrire_diagnostic", suivie.pk, donnees).status_code == 302
    assert Diagnostic.objects.get().code_rome == "N1101"


def test_a_label_typed_before_the_list_stays_until_it_is_changed(client, ines, suivie):
    emploi = EmploiFactory(participation=suivie, debut=date(2021, 3, 1))
    assert envoyer(client, ines, "emploi", emploi.pk, {"metier": "Cariste"}).status_code == 302
    emploi.refresh_from_db()
    assert (emploi.code_rome, emploi.metier) == ("N1101", "Cariste")
    Emploi.objects.update(metier="Magasinage à l'ancienne", code_rome="")
    ouvert = client.get(reverse("parcours:emploi", args=[ines.territoire.code, emploi.pk])).context["formulaire"]
    assert ouvert["metier"].value() == "Magasinage à l'ancienne"
    suite = {"employeur": "Un", "metier": "Magasinage à l'ancienne"}
    assert envoyer(client, ines, "emploi", emploi.pk, suite).status_code == 302
    emploi.refresh_from_db()
    assert (emploi.employeur, emploi.metier, emploi.code_rome) == ("Un", "Magasinage à l'ancienne", "")
    assert envoyer(client, ines, "emploi", emploi.pk, suite | {"metier": "Magasinage"}).status_code == 200


def test_near_occupations_are_proposed_as_one_types(client, ines):
    adresse = reverse("metiers")
    assert client.get(adresse).status_code == 302, "only to who is signed in"
    client.force_login(ines.compte)
    lue = client.get(adresse, {"q": "menage", "champ": "metier-choisi"}).content.decode()
    assert 'name="metier-choisi" value="Employé familial / Employée familiale (K1304)"' in lue
    assert client.get(adresse, {"q": "zzzz"}).content.decode().strip() == ""
