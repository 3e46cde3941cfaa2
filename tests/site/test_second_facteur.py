"""A second factor: the application's code, recovery codes, and a passkey made by a software authenticator."""

from __future__ import annotations

import re
import time

import pytest
from allauth.account.models import EmailAddress
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal.auth import hotp_value, yield_hotp_counters_from_time
from django.core import mail
from django.core.cache import cache
from django.test import Client

from deplie.acteurs.actions import nommer_administrateur
from deplie.acteurs.queries.invitation import jeton_d_invitation
from deplie.site.connexion import AdaptateurMfa
from deplie.socle.journal import Titulaire
from deplie.socle.models import Journal
from tests.factories import CompteFactory
from tests.site.cle_logicielle import CleLogicielle

pytestmark = pytest.mark.django_db
MOT_DE_PASSE = "phrase de passe d'essai"


@pytest.fixture(autouse=True)
def sans_tentatives():
    cache.clear()


@pytest.fixture
def titulaire():
    compte = CompteFactory(courriel="ana@exemple.fr")
    EmailAddress.objects.create(user=compte, email=compte.courriel, verified=True, primary=True)
    return compte


@pytest.fixture
def chez_soi(titulaire):
    """Signed in, and confirmed: what touches the account's protection asks for it."""
    client = Client()
    entrer(client)
    client.post("/compte/confirmer/", {"password": MOT_DE_PASSE})
    return client


def entrer(client):
    return client.post("/connexion/", {"login": "ana@exemple.fr", "password": MOT_DE_PASSE})


def code_du_moment(secret):
    return f"{hotp_value(secret, next(iter(yield_hotp_counters_from_time()))):06d}"


@pytest.fixture
def secret(chez_soi):
    """The application is activated; its secret, and the client that did it."""
    page = chez_soi.get("/compte/securite/application/").content.decode()
    secret = re.search(r"<code>([A-Z2-7]+)</code>", page).group(1)
    assert 'src="data:image/svg+xml;base64,' in page
    reponse = chez_soi.post("/compte/securite/application/", {"code": code_du_moment(secret)})
    assert reponse["Location"] == "/compte/securite/codes/"
    cache.clear()
    return secret


def test_the_code_is_asked_at_sign_in(secret, titulaire):
    client = Client()
    assert entrer(client)["Location"] == "/connexion/second-facteur/"
    assert client.get("/compte/")["Location"].startswith("/connexion/")
    assert "Second facteur" in client.get("/connexion/second-facteur/").content.decode()
    faux = client.post("/connexion/second-facteur/", {"code": "000000"})
    assert "correction est attendue" in faux.content.decode()
    assert client.post("/connexion/second-facteur/", {"code": code_du_moment(secret)})["Location"] == "/"
    assert client.get("/compte/").status_code == 200


@pytest.mark.django_db(transaction=True)
def test_what_protects_the_account_is_written_down_and_told(secret, titulaire):
    assert Journal.objects.filter(verbe="activer l'application d'authentification", par=titulaire).exists()
    lettre = next(m for m in mail.outbox if m.subject == "[Déplie] Application d'authentification activée")
    assert lettre.to == [titulaire.courriel]
    assert "depuis l'adresse" in lettre.body


def test_secrets_are_not_readable_in_the_base(secret):
    assert secret not in str(Authenticator.objects.get(type="totp").data)
    assert AdaptateurMfa().decrypt(AdaptateurMfa().encrypt("é")) == "é"


def test_a_recovery_code_opens_once(secret, chez_soi):
    page = chez_soi.get("/compte/securite/codes/").content.decode()
    codes = re.findall(r"<code>(\d+)</code>", page)
    assert len(codes) == 10
    telecharges = chez_soi.get("/compte/securite/codes/telecharger/").content.decode()
    assert codes[0] in telecharges
    for attendu in (302, 200):
        client = Client()
        entrer(client)
        assert client.post("/connexion/second-facteur/", {"code": codes[0]}).status_code == attendu


def test_the_application_is_withdrawn(secret, chez_soi, titulaire):
    assert chez_soi.get("/compte/securite/application/retirer/").status_code == 200
    assert chez_soi.post("/compte/securite/application/retirer/").status_code == 302
    assert not Authenticator.objects.filter(user=titulaire, type="totp").exists()
    assert entrer(Client())["Location"] == "/"


def test_protecting_the_account_asks_who_one_is_again(chez_soi):
    session = chez_soi.session
    session["account_authentication_methods"][-1]["at"] = time.time() - 3600
    session.save()
    assert chez_soi.get("/compte/securite/application/")["Location"].startswith("/compte/confirmer/")
    page = chez_soi.get("/compte/confirmer/?next=/compte/securite/application/")
    assert "Confirmez que c'est vous" in page.content.decode()
    envoi = {"password": MOT_DE_PASSE, "next": "/compte/securite/application/"}
    assert chez_soi.post("/compte/confirmer/", envoi)["Location"] == "/compte/securite/application/"
    assert chez_soi.get("/compte/securite/application/").status_code == 200


def test_the_way_back_in_does_not_jump_the_second_factor(secret, titulaire):
    nommer_administrateur(courriel=titulaire.courriel, par=Titulaire(None))
    titulaire.refresh_from_db()
    client = Client()
    lien = f"/invitation/{jeton_d_invitation(titulaire)}/"
    assert client.post(lien, {"mot_de_passe": "une phrase assez longue"})["Location"] == "/connexion/second-facteur/"


def test_pages_of_the_account_s_protection(secret, chez_soi):
    for chemin in ("", "application/", "codes/", "codes/produire/", "cles/", "cles/ajouter/"):
        assert chez_soi.get(f"/compte/securite/{chemin}").status_code in (200, 302), chemin
    assert "activé" in chez_soi.get("/compte/").content.decode()
    assert chez_soi.get("/compte/mot-de-passe/").status_code == 200
    changement = {"oldpassword": MOT_DE_PASSE, "password1": "une autre phrase", "password2": "une autre phrase"}
    assert chez_soi.post("/compte/mot-de-passe/", changement).status_code == 302
    assert chez_soi.post("/compte/securite/codes/produire/")["Location"] == "/compte/securite/codes/"


def test_a_passkey_opens_without_a_password(chez_soi, titulaire):
    cle = CleLogicielle("http://testserver")
    page = chez_soi.get("/compte/securite/cles/ajouter/")
    creation = page.context["js_data"]["creation_options"]
    envoi = {"name": "Téléphone", "passwordless": "on", "credential": cle.creer(creation)}
    assert chez_soi.post("/compte/securite/cles/ajouter/", envoi).status_code == 302
    assert "Téléphone" in chez_soi.get("/compte/securite/cles/").content.decode()
    client = Client()
    demande = client.get("/connexion/cle/", headers={"accept": "application/json"}).json()["request_options"]
    reponse = client.post("/connexion/cle/", {"credential": cle.signer(demande, titulaire), "next": "/compte/"})
    assert reponse["Location"] == "/compte/"
    assert client.get("/compte/").status_code == 200
    autre = CleLogicielle("http://testserver")
    autre.creer(creation)
    inconnu = Client()
    demande = inconnu.get("/connexion/cle/", headers={"accept": "application/json"}).json()["request_options"]
    assert inconnu.post("/connexion/cle/", {"credential": autre.signer(demande, titulaire)}).status_code in (200, 302)
    assert "_auth_user_id" not in inconnu.session


def test_a_passkey_is_renamed_and_withdrawn(chez_soi):
    cle = CleLogicielle("http://testserver")
    creation = chez_soi.get("/compte/securite/cles/ajouter/").context["js_data"]["creation_options"]
    chez_soi.post("/compte/securite/cles/ajouter/", {"name": "", "credential": cle.creer(creation)})
    pk = Authenticator.objects.get(type="webauthn").pk
    assert "Clé n° 1" in chez_soi.get("/compte/securite/cles/").content.decode()
    assert chez_soi.get(f"/compte/securite/cles/{pk}/renommer/").status_code == 200
    chez_soi.post(f"/compte/securite/cles/{pk}/renommer/", {"name": "Bureau"})
    assert "Bureau" in chez_soi.get(f"/compte/securite/cles/{pk}/retirer/").content.decode()
    chez_soi.post(f"/compte/securite/cles/{pk}/retirer/")
    assert not Authenticator.objects.filter(type="webauthn").exists()
