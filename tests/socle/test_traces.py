"""Log lines: a route, an identifier, nothing personal."""

from __future__ import annotations

import io
import json
import logging
import logging.config

import pytest
import structlog
from django.conf import settings
from django.test import Client, RequestFactory
from django.urls import resolve

from deplie.socle import traces


@pytest.fixture
def lignes():
    """What the configured handler writes, as the dictionaries of its JSON lines."""
    sortie = io.StringIO()
    configuration = traces.configuration("INFO")
    formateur = logging.config.DictConfigurator(configuration).configure_formatter(configuration["formatters"]["json"])
    poignee = logging.StreamHandler(sortie)
    poignee.setFormatter(formateur)
    racine = logging.getLogger()
    ancien = racine.level
    racine.addHandler(poignee)
    racine.setLevel(logging.INFO)
    yield lambda: [json.loads(ligne) for ligne in sortie.getvalue().splitlines()]
    racine.removeHandler(poignee)
    racine.setLevel(ancien)


def test_a_request_is_logged_by_its_route():
    request = RequestFactory().get("/invitation/jeton-secret/", {"q": "Dupont"})
    request.resolver_match = resolve("/invitation/jeton-secret/")
    assert traces.Requetes.format_request(request) == "GET invitation/<str:jeton>/"
    request.resolver_match = None
    assert traces.Requetes.format_request(request) == "GET (adresse inconnue)"


@pytest.mark.django_db
def test_the_line_holds_the_identifier_and_not_the_question(lignes):
    reponse = Client().get("/mentions-legales/", {"q": "Dupont"})
    fin = next(ligne for ligne in lignes() if ligne["event"] == "request_finished")
    assert fin["request_id"] == reponse["X-Request-Id"]
    assert (fin["request"], fin["code"]) == ("GET mentions-legales/", 200)
    assert "Dupont" not in json.dumps(lignes())
    assert "ip" not in fin


def test_addresses_and_quoted_values_are_struck_out(lignes):
    try:
        raise ValueError("duplicate key\nDETAIL:  Key (courriel)=(zelie@exemple.fr) already exists.")
    except ValueError:
        structlog.get_logger("essai").exception("echec", vers="paul@exemple.fr")
    logging.getLogger("essai").warning("courriel de %s", "marie@exemple.fr")
    texte = json.dumps(lignes(), ensure_ascii=False)
    assert len(lignes()) == 2
    assert "exemple.fr" not in texte
    assert "ValueError" in texte
    assert "‹courriel›" in texte


def test_the_settings_use_them():
    assert settings.LOGGING["formatters"]["json"]["()"] is structlog.stdlib.ProcessorFormatter
    assert "deplie.socle.traces.Requetes" in settings.MIDDLEWARE
