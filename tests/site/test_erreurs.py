"""What goes wrong is said in French, with the identifier found in the log."""

from __future__ import annotations

import logging

import pytest
from django.core.exceptions import SuspiciousOperation
from django.test import Client
from django.urls import path

from deplie.socle.erreurs import RefusMetier
from tests.factories import CompteFactory


def page_qui_tombe(request):
    raise ZeroDivisionError("secret")


def page_refusee(request):
    raise RefusMetier("La date de sortie précède l'entrée.")


def page_illisible(request):
    raise SuspiciousOperation("trop de champs")


urlpatterns = [
    path("tombe/", page_qui_tombe),
    path("refus/", page_refusee),
    path("illisible/", page_illisible),
]
handler400 = "deplie.site.erreurs.demande_illisible"
handler404 = "deplie.site.erreurs.page_introuvable"
handler500 = "deplie.site.erreurs.panne"


@pytest.fixture
def visiter(settings, caplog):
    settings.ROOT_URLCONF = __name__
    client = Client(raise_request_exception=False)

    def aller(chemin):
        with caplog.at_level(logging.WARNING):
            return client.get(chemin)

    return aller


@pytest.mark.parametrize(
    ("chemin", "statut", "phrase"),
    [
        ("/nulle-part/?nom=Dupont", 404, "n&#x27;existe pas"),
        ("/tombe/", 500, "de notre côté"),
        ("/illisible/", 400, "ne sait pas lire"),
    ],
)
def test_each_error_page_has_its_sentence_and_its_identifier(visiter, caplog, chemin, statut, phrase):
    reponse = visiter(chemin)
    texte = reponse.content.decode()
    assert reponse.status_code == statut
    assert phrase in texte
    assert f"<code>{reponse['X-Request-Id'][:8]}</code>" in texte
    lignes = [ligne.msg for ligne in caplog.records if isinstance(ligne.msg, dict)]
    assert any(ligne.get("request_id") == reponse["X-Request-Id"] for ligne in lignes)
    assert "secret" not in texte
    assert "Dupont" not in caplog.text


def test_a_refusal_that_no_form_showed(visiter):
    reponse = visiter("/refus/")
    assert reponse.status_code == 409
    assert "La date de sortie précède l&#x27;entrée." in reponse.content.decode()


def test_a_form_without_its_token():
    reponse = Client(enforce_csrf_checks=True).post("/connexion/")
    assert reponse.status_code == 403
    assert "Le formulaire a expiré" in reponse.content.decode()


def test_a_right_that_is_missing_is_named(distribution, client_de):
    reponse = client_de("elue").get("/OUEST/equipe/")
    assert reponse.status_code == 403
    assert "Voir l&#x27;équipe" in reponse.content.decode()


def test_an_outsider_reads_the_same_as_for_nothing(distribution, client_de):
    client = client_de("etrangere")
    existe, absent = client.get("/OUEST/equipe/"), client.get("/ABSENT/equipe/")
    assert existe.status_code == absent.status_code == 404
    sans_identifiant = [r.content.decode().replace(r["X-Request-Id"][:8], "") for r in (existe, absent)]
    assert sans_identifiant[0] == sans_identifiant[1]


@pytest.mark.django_db
@pytest.mark.parametrize("chemin", ["mentions-legales", "donnees-personnelles", "accessibilite", "aide"])
def test_texts_are_for_everybody(client, settings, chemin):
    assert client.get(f"/{chemin}/").status_code == 200
    settings.EDITEUR, settings.CONTACT, settings.HEBERGEUR = "Agglo <Exemple>", "dpo@exemple.fr", "Hôte"
    assert "<Exemple>" not in client.get(f"/{chemin}/").content.decode()


def test_health_answers(client, db):
    assert client.get("/sante").json() == {"statut": "ok"}


@pytest.mark.django_db
def test_the_account_page(client):
    compte = CompteFactory()
    client.force_login(compte)
    assert "Aucun rôle ne vous est donné" in client.get("/compte/").content.decode()
    client.post("/compte/", {"prenom": "Autre", "nom": "Nom"})
    compte.refresh_from_db()
    assert str(compte) == "Autre Nom"
