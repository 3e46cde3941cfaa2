"""A newcomer on an empty installation: the code of the terminal, an account, a territory, nothing invented."""

from __future__ import annotations

import re
from typing import Any

import pytest

from tests.demarrage import DOSSIER
from tests.navigateur.conftest import Serveur, servir
from tests.navigateur.examen import examiner

MOT_DE_PASSE = "une phrase de passe assez longue"


@pytest.fixture(scope="module")
def serveur():
    """An empty installation, served: overrides the demonstration's server in this module."""
    dossier = DOSSIER / "vide"
    dossier.mkdir(parents=True)
    adresses = servir(dossier)
    yield Serveur(next(adresses), dossier, {}, {})
    adresses.close()


def code_affiche(serveur: Serveur) -> str:
    """The one-time code that the server wrote in its terminal."""
    trouve = re.search(r"\b(?:[A-Z0-9]{4}-){3}[A-Z0-9]{4}\b", (serveur.dossier / "serveur.log").read_text())
    assert trouve, "le serveur n'affiche pas de code"
    return trouve[0]


def test_from_nothing_to_a_territory(ouvrir, serveur):
    page = ouvrir()
    page.goto("/")
    assert page.url.endswith("/premiere-installation/")
    assert examiner(page) == []
    page.get_by_label("Code d'installation").fill("AAAA-AAAA-AAAA-AAAA")
    for champ, valeur in {"Prénom": "Inès", "Nom": "Modèle", "Adresse électronique": "ines@exemple.invalid"}.items():
        page.get_by_label(f"{champ} (obligatoire)", exact=True).fill(valeur)
    page.get_by_label("Mot de passe").fill(MOT_DE_PASSE)
    page.get_by_role("button", name="Créer le compte").click()
    page.get_by_text("Ce code n'est pas le dernier affiché").first.wait_for()
    assert page.get_by_label("Adresse électronique").input_value() == "ines@exemple.invalid"
    assert examiner(page) == []
    page.get_by_label("Code d'installation").fill(code_affiche(serveur))
    page.get_by_label("Mot de passe").fill(MOT_DE_PASSE)
    page.get_by_role("button", name="Créer le compte").click()
    page.get_by_role("heading", name="Créer un territoire", level=1).wait_for()
    page.get_by_label("Code (obligatoire)", exact=True).fill("MONPLIE")
    page.get_by_label("Nom (obligatoire)", exact=True).fill("Mon territoire")
    page.get_by_role("button", name="Créer le territoire").click()
    page.wait_for_url("**/MONPLIE/**")
    se_reconnecter(ouvrir())


def se_reconnecter(page: Any) -> None:
    """Once somebody has an account the first door is shut; the password opens the other."""
    assert page.goto("/premiere-installation/").status == 404
    page.goto("/connexion/")
    page.get_by_label("Adresse électronique").fill("ines@exemple.invalid")
    page.get_by_label("Mot de passe").fill("pas celui-là")
    page.get_by_role("button", name="Me connecter", exact=True).click()
    page.get_by_role("alert").first.wait_for()
    page.get_by_label("Mot de passe").fill(MOT_DE_PASSE)
    page.get_by_role("button", name="Me connecter", exact=True).click()
    page.wait_for_url("**/MONPLIE/**")
