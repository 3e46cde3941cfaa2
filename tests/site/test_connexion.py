"""Signing in: by password, by a demonstration's role, by an invitation; what is refused, and what is written down."""

from __future__ import annotations

import re

import pytest
import time_machine
from django.core import mail
from django.test import Client

from deplie.acteurs.actions import creer_distribution_demo
from deplie.acteurs.models import Habilitation
from deplie.acteurs.queries import Acteur
from deplie.acteurs.queries.demonstration import demonstration_ouverte, entree_de_demonstration
from deplie.acteurs.queries.invitation import jeton_d_invitation
from deplie.acteurs.rules import ROLES
from deplie.socle.erreurs import RefusMetier
from deplie.socle.models import Compte, Journal
from deplie.territoires.models import Territoire
from tests.factories import CompteFactory, TerritoireFactory

pytestmark = pytest.mark.django_db

MOT_DE_PASSE = "phrase de passe d'essai"


@pytest.fixture(autouse=True)
def sans_tentatives():
    """Attempts are counted in the cache, which outlives a test."""
    from django.core.cache import cache

    cache.clear()


def entrer(client, courriel, mot_de_passe=MOT_DE_PASSE, **suite):
    return client.post("/connexion/", {"login": courriel, "password": mot_de_passe, **suite})


def connecte(client):
    return "_auth_user_id" in client.session


def test_a_password_opens_and_leads_where_one_was_going(distribution, client):
    courriel = distribution.referent.compte.courriel
    assert "/connexion/?next=/OUEST/equipe/" in client.get("/OUEST/equipe/")["Location"]
    page = client.get("/connexion/?next=/OUEST/equipe/").content.decode()
    assert 'name="next" value="/OUEST/equipe/"' in page
    assert entrer(client, courriel.upper(), next="/OUEST/equipe/")["Location"] == "/OUEST/equipe/"
    assert Journal.objects.get(verbe="se connecter").par == distribution.referent.compte


@pytest.mark.parametrize(
    "piege", ["https://ailleurs.invalid/", "//ailleurs.invalid", "javascript:alert(1)", "/\\ailleurs"]
)
def test_the_way_back_stays_on_this_site(distribution, client, piege):
    assert "ailleurs" not in client.get("/connexion/", {"next": piege}).content.decode()
    assert entrer(client, distribution.referent.compte.courriel, next=piege)["Location"] == "/"


def test_the_front_door_leads_to_one_s_territory(distribution, client_de):
    assert client_de("referent").get("/")["Location"] == "/OUEST/"
    client = client_de("etrangere")
    compte = distribution.etrangere.compte
    compte.est_administrateur = True
    compte.save()
    assert client.get("/")["Location"] == "/territoires/"
    texte = client.get("/territoires/").content.decode()
    assert "Territoire voisin" in texte
    assert "Territoire d&#x27;essai" in texte


@pytest.mark.parametrize("mot_de_passe", ["faux", ""])
def test_a_wrong_password_says_little_and_is_written_down(distribution, client, mot_de_passe):
    reponse = entrer(client, distribution.referent.compte.courriel, mot_de_passe)
    assert reponse.status_code == 200
    assert not connecte(client)
    if mot_de_passe:
        ligne = Journal.objects.get(verbe="échouer à se connecter")
        assert (ligne.par, ligne.objet_id, ligne.detail) == (None, str(distribution.referent.compte.pk), {})


def test_an_unknown_address_reads_the_same_and_is_not_kept(distribution, client):
    inconnue = entrer(client, "secret.tape@exemple.fr", "faux").content.decode()
    connue = entrer(Client(), distribution.referent.compte.courriel, "faux").content.decode()
    phrase = re.compile(r"<li>(.*?)</li>", re.S)
    assert phrase.findall(inconnue)[0] == phrase.findall(connue)[0]
    assert not any("secret.tape" in str(vars(ligne)) for ligne in Journal.objects.all())


def test_a_closed_account_stays_closed(client):
    compte = CompteFactory(is_active=False)
    entrer(client, compte.courriel)
    assert not connecte(client)


def test_attempts_are_limited(client):
    compte = CompteFactory()
    for _ in range(6):
        dernier = entrer(client, compte.courriel, "faux")
    assert "Trop" in dernier.content.decode()
    entrer(client, compte.courriel)
    assert not connecte(client), "even the right password waits"


def test_nobody_signs_up_and_nobody_changes_their_address(client):
    for chemin in ("/accounts/signup/", "/inscription/", "/compte/email/"):
        assert client.get(chemin).status_code == 404


def test_signing_out_asks_and_is_written_down(distribution, client_de):
    client = client_de("referent")
    assert client.get("/deconnexion/").status_code == 200
    assert connecte(client)
    client.post("/deconnexion/")
    assert not connecte(client)
    assert Journal.objects.filter(verbe="se déconnecter", par=distribution.referent.compte).exists()


def test_a_forgotten_password(client):
    compte = CompteFactory()
    client.post("/mot-de-passe-oublie/", {"email": compte.courriel})
    lien = re.search(r"http://testserver(/\S+)", mail.outbox[0].body).group(1)
    assert mail.outbox[0].subject == "[Déplie] Choisir un nouveau mot de passe"
    formulaire = client.get(lien)["Location"]
    nouveau = {"password1": "une autre phrase", "password2": "une autre phrase"}
    assert client.post(formulaire, nouveau).status_code == 302
    assert entrer(client, compte.courriel, "une autre phrase").status_code == 302
    assert "ne sert plus" in Client().get(lien, follow=True).content.decode()
    assert Journal.objects.filter(verbe="réinitialiser son mot de passe").exists()


def test_an_unknown_address_receives_nothing(client):
    assert client.post("/mot-de-passe-oublie/", {"email": "nul@exemple.fr"}).status_code == 302
    assert mail.outbox == []


def test_an_invitation_serves_once(distribution, client):
    compte = Compte.objects.create_user("neuve@exemple.fr", nom="Neuve", prenom="Ana")
    lien = f"/invitation/{jeton_d_invitation(compte)}/"
    assert "neuve@exemple.fr" in client.get(lien).content.decode()
    assert "trop court" in client.post(lien, {"mot_de_passe": "court"}).content.decode()
    assert client.post(lien, {"mot_de_passe": "une phrase assez longue"}).status_code == 302
    assert connecte(client)
    assert Client().get(lien).status_code == 410


def test_an_invitation_expires_and_cannot_be_forged():
    compte = Compte.objects.create_user("neuve@exemple.fr")
    lien = f"/invitation/{jeton_d_invitation(compte)}/"
    assert Client().get(lien.replace(":", ";")).status_code == 410
    with time_machine.travel("2026-12-31", tick=False):
        assert Client().get(lien).status_code == 410
    compte.is_active = False
    compte.save()
    assert Client().get(lien).status_code == 410


@pytest.fixture
def demonstration(db):
    """A demonstration of two territories with their cast."""
    territoires = [
        TerritoireFactory(code=code, nom=f"Démonstration {code}", demonstration=True) for code in ("UN", "DEUX")
    ]
    for territoire in territoires:
        creer_distribution_demo(territoire=territoire, par=Acteur.systeme(territoire))
    return territoires


def test_the_demonstration_offers_each_role(demonstration, client):
    texte = client.get("/connexion/").content.decode()
    assert all(f'value="{role}"' in texte for role in ROLES)
    assert "Démonstration UN" in texte
    reponse = client.post("/connexion/demonstration/", {"territoire": "DEUX", "role": "elu_copil"})
    assert reponse["Location"] == "/DEUX/"
    assert client.get("/DEUX/equipe/").status_code == 403
    assert client.get("/UN/equipe/").status_code == 404
    client.post("/connexion/demonstration/", {"territoire": "UN", "role": "dpo", "next": "/UN/journal/"})
    assert client.get("/UN/journal/").status_code == 200


def test_a_role_that_nobody_plays_there_is_said_and_another_may_be_chosen(demonstration, client):
    Habilitation.objects.filter(agent__territoire__code="DEUX", role="referent_parcours").delete()
    reponse = client.post("/connexion/demonstration/", {"territoire": "DEUX", "role": "referent_parcours"})
    texte = reponse.content.decode()
    assert reponse.status_code == 200
    assert "Personne ne tient le rôle « Référent·e de parcours » à Démonstration DEUX" in texte
    assert 'value="elu_copil"' in texte


def test_the_cast_is_created_once(demonstration):
    avant = Compte.objects.count()
    creer_distribution_demo(territoire=demonstration[0], par=Acteur.systeme(demonstration[0]))
    assert Compte.objects.count() == avant == 2 * len(ROLES) + 1
    assert not any(compte.has_usable_password() for compte in Compte.objects.all())


def test_a_real_territory_ends_the_demonstration(demonstration, client):
    client.post("/connexion/demonstration/", {"territoire": "UN", "role": "installation"})
    assert client.get("/territoires/nouveau/").status_code == 200
    vrai = TerritoireFactory(code="VRAI")
    assert (demonstration_ouverte(), entree_de_demonstration()) == (False, None)
    ailleurs = Client()
    assert "Essayer Déplie" not in ailleurs.get("/connexion/").content.decode()
    assert ailleurs.get("/connexion/demonstration/").status_code == 404
    assert ailleurs.post("/connexion/demonstration/", {"territoire": "UN", "role": "dpo"}).status_code == 404
    assert client.get("/VRAI/equipe/").status_code == 404, "its administration stays among invented people"
    envoi = {"code": "SUITE", "nom": "Suite"}
    assert "La démonstration est terminée" in client.post("/territoires/nouveau/", envoi).content.decode()
    with pytest.raises(RefusMetier, match="pas un territoire de démonstration"):
        creer_distribution_demo(territoire=vrai, par=Acteur.systeme(vrai))


def test_production_closes_the_demonstration(demonstration, settings):
    settings.PRODUCTION = True
    assert not demonstration_ouverte()


def test_an_unknown_role_or_territory_is_not_found(demonstration, client):
    for champs in ({"territoire": "TROIS", "role": "dpo"}, {"territoire": "UN", "role": "roi"}, {}):
        assert client.post("/connexion/demonstration/", champs).status_code == 404


def test_a_trial_territory_is_a_demonstration_with_its_cast(demonstration, client):
    client.post("/connexion/demonstration/", {"territoire": "UN", "role": "installation"})
    envoi = {"code": "essai", "nom": "Mon essai", "dispositifs": "arpe", "coordonner": "on"}
    assert client.post("/territoires/nouveau/", envoi)["Location"] == "/ESSAI/equipe/"
    essai = Territoire.objects.get(code="ESSAI")
    assert essai.demonstration
    assert [d.code for d in essai.dispositifs.all()] == ["PLIE", "ARPE"]
    assert client.get("/ESSAI/equipe/").status_code == 200
    assert "Mon essai" in Client().get("/connexion/").content.decode()
    assert "déjà celui d&#x27;un territoire" in client.post("/territoires/nouveau/", envoi).content.decode()


@pytest.mark.parametrize("chemin", ["/compte/mot-de-passe/", "/compte/securite/", "/compte/securite/cles/ajouter/"])
def test_the_cast_has_nothing_to_protect(demonstration, client, chemin):
    client.post("/connexion/demonstration/", {"territoire": "UN", "role": "dpo"})
    assert client.get(chemin).status_code == 403
    assert client.get("/compte/").status_code == 200


def test_the_cast_receives_no_password(demonstration, client):
    compte = Compte.objects.get(courriel__startswith="dpo.un@")
    assert entrer(client, compte.courriel, "").status_code == 200
    assert not connecte(client)
