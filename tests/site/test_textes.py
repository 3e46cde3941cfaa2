"""The pages of text say what the product really does, to anybody."""

from html import unescape

import pytest
from django.urls import reverse

from deplie.acteurs.rules import ROLES
from deplie.parcours.rules.alertes import ALERTES

PAGES = ["aide", "accessibilite", "mentions_legales", "donnees_personnelles"]


@pytest.mark.parametrize("nom", PAGES)
def test_anybody_reads_them(client, db, nom):
    reponse = client.get(reverse(nom))
    assert reponse.status_code == 200
    assert reponse.content.decode().count("<h1") == 1


def test_help_uses_the_words_of_the_rules(client, db):
    texte = unescape(client.get(reverse("aide")).content.decode())
    for alerte in ALERTES.values():
        assert alerte.libelle in texte
    for role in ROLES.values():
        assert role.libelle in texte


def test_who_answers_is_named_when_it_is_set(client, db, settings):
    settings.EDITEUR, settings.CONTACT, settings.CONTACT_DPO = "Ville d'Essai", "aide@essai.fr", "dpo@essai.fr"
    assert "aide@essai.fr" in client.get(reverse("accessibilite")).content.decode()
    assert "dpo@essai.fr" in client.get(reverse("donnees_personnelles")).content.decode()
    assert "Ville d&#x27;Essai" in client.get(reverse("mentions_legales")).content.decode()


def test_without_an_audit_the_declaration_says_non_conforme_on_every_page(client, db):
    for nom in PAGES:
        assert "Accessibilité : non conforme" in client.get(reverse(nom)).content.decode()
