"""The first installation: a code printed once, dead as soon as an account exists."""

from __future__ import annotations

import stat
from pathlib import Path

import pytest
import time_machine
from django.conf import settings
from django.test import Client

from deplie.acteurs.actions import creer_premier_administrateur, nommer_administrateur
from deplie.site.cli import main
from deplie.site.installation import ALPHABET, code_valable, consommer_code, installation_vide, preparer_code
from deplie.socle.erreurs import RefusMetier
from deplie.socle.journal import Titulaire
from deplie.socle.models import Compte, Journal
from tests.factories import CompteFactory

pytestmark = pytest.mark.django_db

FICHIER = Path(settings.DONNEES) / "premiere-installation.json"
PERSONNE = {
    "prenom": "Ana",
    "nom": "Première",
    "courriel": "Ana@Exemple.fr",
    "mot_de_passe": "une phrase assez longue",
}


@pytest.fixture
def code():
    code = preparer_code()
    yield code
    FICHIER.unlink(missing_ok=True)


def test_the_code_is_kept_as_a_digest_for_the_server_alone(code):
    assert set(code) <= {*ALPHABET, "-"}
    assert len(code) == 19
    assert code not in FICHIER.read_text(encoding="ascii")
    assert stat.S_IMODE(FICHIER.stat().st_mode) == 0o600


def test_the_code_is_read_as_people_type_it(code):
    assert code_valable(code.lower().replace("-", " "))
    assert not code_valable("AAAA-BBBB-CCCC-DDDD")
    assert not code_valable("")


def test_a_new_start_replaces_the_code(code):
    assert code_valable(preparer_code())
    assert not code_valable(code)


def test_the_code_lasts_a_day(code):
    with time_machine.travel("2036-01-01", tick=False):
        assert not code_valable(code)


def test_the_code_dies_with_the_first_account(code):
    CompteFactory()
    assert not code_valable(code)
    assert preparer_code() is None
    assert not FICHIER.exists()


def test_the_code_is_taken_once(code):
    assert (consommer_code(), consommer_code()) == (True, False)


def test_an_empty_installation_leads_to_its_page(client):
    assert client.get("/")["Location"] == "/premiere-installation/"
    assert client.get("/connexion/")["Location"] == "/premiere-installation/"
    assert client.get("/premiere-installation/").status_code == 200


def test_the_first_account_administers(code, client):
    reponse = client.post("/premiere-installation/", PERSONNE | {"code": code})
    assert reponse["Location"] == "/territoires/nouveau/"
    compte = Compte.objects.get()
    assert (compte.courriel, compte.est_administrateur) == ("ana@exemple.fr", True)
    assert client.get("/territoires/nouveau/").status_code == 200
    assert Client().get("/premiere-installation/").status_code == 404
    assert Client().post("/premiere-installation/", PERSONNE | {"code": code}).status_code == 404
    assert Journal.objects.filter(objet_id=str(compte.pk)).count() == 2


@pytest.mark.parametrize(
    ("faute", "mot"),
    [
        ({"code": "AAAA-BBBB-CCCC-DDDD"}, "dernier affiché"),
        ({"courriel": "ana"}, "valide"),
        ({"mot_de_passe": "court"}, "trop court"),
        ({"mot_de_passe": "ana@exemple.fr"}, "semblable"),
        ({"nom": ""}, "obligatoire"),
    ],
)
def test_what_is_wrong_is_said_and_the_code_still_serves(code, client, faute, mot):
    texte = client.post("/premiere-installation/", PERSONNE | {"code": code} | faute).content.decode()
    assert mot in texte
    assert installation_vide()
    assert code_valable(code)


def test_a_second_administrator_is_not_made_this_way():
    CompteFactory()
    with pytest.raises(RefusMetier, match="déjà faite"):
        creer_premier_administrateur(courriel="b@c.fr", mot_de_passe="x", nom="", prenom="", par=Titulaire(None))


def test_the_way_back_in_by_the_terminal(capsys, client):
    CompteFactory(courriel="perdue@exemple.fr")
    assert main(["administrateur", "Perdue@exemple.fr"]) == 0
    lien = capsys.readouterr().out.strip().splitlines()[-1]
    assert Compte.objects.get(courriel="perdue@exemple.fr").est_administrateur
    chemin = lien.removeprefix(settings.ADRESSE)
    assert client.post(chemin, {"mot_de_passe": "une phrase assez longue"})["Location"] == "/"


@pytest.mark.parametrize("courriel", ["pas une adresse", "x@demonstration.invalid"])
def test_the_terminal_refuses_a_wrong_address(capsys, courriel):
    assert main(["administrateur", courriel]) == 2
    sortie = capsys.readouterr()
    assert (sortie.out, sortie.err.count("\n")) == ("", 1)


def test_an_administrator_may_be_named_twice():
    for _ in range(2):
        compte, lien = nommer_administrateur(courriel="a@b.fr", par=Titulaire(None))
    assert compte.est_administrateur
    assert lien.startswith(settings.ADRESSE)


def test_a_new_territory_with_its_coordination(code, client):
    client.post("/premiere-installation/", PERSONNE | {"code": code})
    envoi = {"code": "nord", "nom": "Pays du Nord", "siren": "249740101", "complet_depuis": "01/01/2020"}
    assert "deux à vingt lettres" in client.post("/territoires/nouveau/", envoi | {"code": "é"}).content.decode()
    assert "SIREN" in client.post("/territoires/nouveau/", envoi | {"siren": "123456789"}).content.decode()
    assert client.post("/territoires/nouveau/", envoi | {"coordonner": "on"})["Location"] == "/NORD/equipe/"
    assert client.get("/")["Location"] == "/NORD/"
    texte = client.get("/NORD/equipe/").content.decode()
    assert "Animation et coordination" in texte
