"""Each trap of the suite, provoked: a trap that never closed protects nothing."""

from __future__ import annotations

import os
import socket
import subprocess
import sys
import tempfile
from datetime import UTC, date, datetime
from pathlib import Path

import pytest
from django.core.paginator import Paginator
from django.db import connection, transaction
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.template import engines
from django.test import Client, override_settings
from django.urls import path
from pytest_socket import SocketConnectBlockedError

from deplie.parcours.models import Participation
from deplie.socle.lecture_seule import EcritureEnLecture, refuser
from deplie.socle.models import Journal
from tests import pieges
from tests.factories import CompteFactory, ParticipationFactory, TerritoireFactory


def page_qui_ecrit(request: HttpRequest) -> HttpResponse:
    CompteFactory()
    return HttpResponse("fait")


def page_qui_journalise(request: HttpRequest) -> HttpResponse:
    Journal.objects.create(nature=Journal.CONSULTATION, verbe="consulter")
    return HttpResponse("fait")


def page_sans_jeton(request: HttpRequest) -> HttpResponse:
    return HttpResponse('<form action="/" method="post"><button>Supprimer</button></form>')


def page_protegee(request: HttpRequest) -> HttpResponse:
    return HttpResponse('<form method="post"><input name="csrfmiddlewaretoken"></form><form method="get"></form>')


urlpatterns = [
    path("ecrit", page_qui_ecrit),
    path("journalise", page_qui_journalise),
    path("sans-jeton", page_sans_jeton),
    path("protegee", page_protegee),
]
ici = override_settings(ROOT_URLCONF=__name__, MIDDLEWARE=["deplie.socle.lecture_seule.LectureSeule"])


@ici
@pytest.mark.django_db
@pytest.mark.parametrize("methode", ["get", "head"])
def test_a_get_that_writes_fails(methode):
    with pytest.raises(EcritureEnLecture, match="socle_compte"):
        getattr(Client(), methode)("/ecrit")


@ici
@pytest.mark.django_db
def test_a_post_writes_and_a_get_journals():
    assert Client().post("/ecrit").status_code == 200
    assert Client().get("/journalise").status_code == 200
    assert Journal.objects.count() == 1


@pytest.mark.parametrize(
    "sql",
    [
        "UPDATE parcours_etape SET rang = 1",
        'DELETE FROM "parcours_etape"',
        "WITH x AS (SELECT 1) INSERT INTO parcours_etape SELECT * FROM x",
        "INSERT OR IGNORE INTO parcours_etape VALUES (1)",
        "TRUNCATE TABLE parcours_etape",
    ],
)
def test_every_way_to_write_is_seen(sql):
    with pytest.raises(EcritureEnLecture):
        refuser(lambda *_: None, sql, None, False, {})


@pytest.mark.parametrize("sql", ["SELECT 'UPDATE x'", "SELECT 1 FROM parcours_etape FOR UPDATE", "SAVEPOINT x"])
def test_reading_is_let_through(sql):
    assert refuser(lambda *_: "lu", sql, None, False, {}) == "lu"


def test_the_product_itself_refuses_them(settings):
    assert "deplie.socle.lecture_seule.LectureSeule" in settings.MIDDLEWARE
    assert not settings.DATABASES["default"]["ATOMIC_REQUESTS"]


@ici
def test_a_post_form_without_a_token_fails():
    with pytest.raises(pieges.FormulaireSansJeton, match="/sans-jeton"):
        Client().get("/sans-jeton")
    assert Client().get("/protegee").status_code == 200


def test_an_unknown_template_variable_fails():
    gabarit = engines["django"].from_string("Bonjour {{ prenomm }}")
    with pytest.raises(pytest.fail.Exception, match="prenomm"):
        gabarit.render({"prenom": "Inès"})


@pytest.mark.django_db
def test_paging_what_has_no_order_fails():
    with pytest.raises(RuntimeWarning, match="unordered"):
        Paginator(Participation.objects.all(), 10).page(1)


@pytest.mark.django_db
def test_a_naive_datetime_fails():
    with pytest.raises(RuntimeWarning, match="naive datetime"):
        Journal.objects.create(nature=Journal.EXPORT, verbe="exporter", le=datetime(2020, 1, 1))


@pytest.mark.django_db
def test_a_datetime_for_a_date_fails():
    moment = datetime(2020, 12, 31, 22, 30, tzinfo=UTC)
    with pytest.raises(pieges.DateAvecHeure), transaction.atomic():
        ParticipationFactory(date_entree=moment)
    with pytest.raises(pieges.DateAvecHeure):
        list(Participation.objects.filter(date_entree__lte=moment))
    assert ParticipationFactory(date_entree=date(2020, 12, 31)).pk


def test_a_warning_fails():
    with pytest.raises(DeprecationWarning):
        datetime.utcnow() if sys.version_info >= (3, 12) else __import__("warnings").warn("vieux", DeprecationWarning)


def test_a_connection_to_the_network_fails():
    with socket.socket() as prise, pytest.raises(SocketConnectBlockedError):
        prise.connect(("192.0.2.1", 443))


def test_looking_up_a_name_outside_fails():
    with pytest.raises(pieges.NomCherche, match=r"deplie\.invalid"):
        socket.getaddrinfo("deplie.invalid", 443)
    assert socket.getaddrinfo("localhost", 80)


def test_writing_into_the_checkout_fails():
    with pytest.raises(pieges.EcritureHorsDossier):
        (pieges.RACINE / "docs" / "oubli.txt").write_text("oubli", encoding="utf-8")
    assert not (pieges.RACINE / "docs" / "oubli.txt").exists()


def test_reading_the_checkout_and_writing_elsewhere_pass(tmp_path):
    assert (pieges.RACINE / "pyproject.toml").read_text(encoding="utf-8")
    (tmp_path / "essai.txt").write_text("essai", encoding="utf-8")
    with tempfile.NamedTemporaryFile() as flux:
        flux.write(b"essai")


def test_records_stay_in_the_session_folder(settings):
    assert "deplie-tests-" in str(settings.DONNEES)
    assert Path(settings.DONNEES).is_relative_to(tempfile.gettempdir())
    if connection.vendor == "sqlite":
        assert str(connection.settings_dict["NAME"]).startswith(str(settings.DONNEES))


def test_a_list_that_asks_once_per_row_fails(requetes_constantes):
    territoire = TerritoireFactory()

    def ajouter() -> None:
        ParticipationFactory(territoire=territoire)

    def montrer(participations: QuerySet[Participation]) -> list[str]:
        return [p.personne.nom for p in participations.order_by("pk")]

    requetes_constantes(lambda: montrer(Participation.objects.select_related("personne")), ajouter)
    with pytest.raises(AssertionError, match="avec vingt"):
        requetes_constantes(lambda: montrer(Participation.objects.all()), ajouter)


def test_a_skip_fails_where_skips_are_forbidden(tmp_path):
    """In a session of its own: a skipped test, with DEPLIE_SANS_SAUT."""
    essai = tmp_path / "test_saute.py"
    essai.write_text("import pytest\n\ndef test_saute():\n    pytest.skip('pour voir')\n", encoding="utf-8")
    commande = [sys.executable, "-m", "pytest", "-p", "tests.conftest", "-p", "no:cacheprovider", "-p", "no:randomly"]
    commande += ["--rootdir", str(tmp_path), "-c", str(pieges.RACINE / "pyproject.toml"), str(essai)]
    environnement = {**os.environ, "DEPLIE_SANS_SAUT": "1", "DEPLIE_TESTS_DOSSIER": str(tmp_path / "session")}
    environnement.pop("PYTEST_XDIST_WORKER", None)
    resultat = subprocess.run(commande, cwd=pieges.RACINE, env=environnement, capture_output=True, text=True)
    assert resultat.returncode == 1, resultat.stdout + resultat.stderr
    assert "1 skipped" in resultat.stdout
    assert "sauts interdits" in resultat.stdout


def test_each_hour_around_midnight_has_one_local_day(autour_de_minuit):
    from django.utils import timezone

    reunion = datetime.fromisoformat(autour_de_minuit).astimezone(timezone.get_fixed_timezone(240)).date()
    paris = timezone.localdate()
    assert paris in (date(2020, 12, 31), date(2021, 1, 1))
    assert reunion >= paris
