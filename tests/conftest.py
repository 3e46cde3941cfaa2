"""Fixtures of the whole suite. Traps are in pieges.py, the cast in factories.py."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from hypothesis import HealthCheck, settings

from tests import pieges
from tests.demarrage import DOSSIER

CHROMIUM = next((c for c in (os.environ.get("CHROMIUM"), "/usr/bin/chromium", "/usr/bin/chromium-browser") if c and Path(c).exists()), None)  # fmt: skip  # noqa: E501
_sautes: list[str] = []
# A rule is right or wrong, not late: how long an example takes depends on what else the machine does.
settings.register_profile("deplie", deadline=None, suppress_health_check=[HealthCheck.too_slow])
settings.load_profile("deplie")


def pytest_configure(config: pytest.Config) -> None:
    pieges.poser()


@pytest.hookimpl(hookwrapper=True)
def pytest_runtest_protocol(item: pytest.Item) -> Iterator[None]:
    pieges.arme = True
    try:
        yield
    finally:
        pieges.arme = False


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Whatever stands in navigateur/ needs a browser, and is skipped, and said, where there is none."""
    for item in items:
        if Path(__file__).parent / "navigateur" in item.path.parents:
            item.add_marker(pytest.mark.navigateur)
            if CHROMIUM is None:
                item.add_marker(pytest.mark.skip(reason="aucun Chromium sur cette machine (variable CHROMIUM)"))


def pytest_runtest_logreport(report: pytest.TestReport) -> None:
    if report.skipped and not hasattr(report, "wasxfail"):
        _sautes.append(report.nodeid)


@pytest.hookimpl(trylast=True)
def pytest_sessionfinish(session: pytest.Session, exitstatus: int) -> None:
    """Where skips are forbidden (DEPLIE_SANS_SAUT), a skipped test fails the run."""
    if os.environ.get("DEPLIE_SANS_SAUT") and _sautes and not exitstatus and not hasattr(session.config, "workerinput"):
        session.exitstatus = pytest.ExitCode.TESTS_FAILED


def pytest_terminal_summary(terminalreporter: Any) -> None:
    if os.environ.get("DEPLIE_SANS_SAUT") and _sautes:
        terminalreporter.section("sauts interdits")
        terminalreporter.write_line("\n".join(_sautes))


@pytest.fixture(scope="session")
def django_db_modify_db_settings(django_db_modify_db_settings_parallel_suffix: None) -> None:
    """A base in a file, as in production: an in-memory one has other locks and no WAL."""
    from django.conf import settings

    if connection.vendor == "sqlite":
        DOSSIER.mkdir(parents=True, exist_ok=True)
        connection.settings_dict["TEST"]["NAME"] = str(DOSSIER / "essai.sqlite3")
    # Tables made at once, as an installation makes them; tests/socle/test_base.py lives the migrations.
    connection.settings_dict["TEST"]["MIGRATE"] = False
    # Hashing passwords slowly protects nobody here.
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]


@pytest.fixture(scope="session")
def django_db_setup(django_db_setup: None, django_db_blocker: Any) -> None:
    """What Django makes of the models alone is completed as an installation's base is."""
    from deplie.socle.base import achever

    with django_db_blocker.unblock():
        achever()


@pytest.fixture
def distribution(db: None) -> Any:
    """The fixed cast (``factories.Distribution``): territory, structures, and one person per role."""
    from tests.factories import Distribution

    return Distribution.monter()


@pytest.fixture
def client_de(distribution: Any) -> Callable[[str], Any]:
    """``client_de("referent")``: a test client signed in as somebody of the cast."""
    from django.test import Client

    def ouvrir(nom: str) -> Client:
        client = Client()
        compte = distribution.acteurs[nom].compte
        client.force_login(compte)
        return client

    return ouvrir


@pytest.fixture(autouse=True)
def rien_de_retenu() -> None:
    """What the product keeps while nothing changes (socle.memoire) is another test's: its rows were rolled back."""
    from django.core.cache import caches

    for cache in caches.all():
        cache.clear()


@pytest.fixture
def nombre_de_requetes(db: None) -> Callable[[Callable[[], Any]], int]:
    """``nombre_de_requetes(appel)``: how many queries a call makes."""

    def compter(appel: Callable[[], Any]) -> int:
        with CaptureQueriesContext(connection) as capture:
            appel()
        return len(capture)

    return compter


@pytest.fixture
def requetes_constantes(nombre_de_requetes: Callable[..., int]) -> Callable[..., None]:
    """``requetes_constantes(page, ajouter)``: a list makes as many queries with 20 rows as with one.

    ``ajouter()`` makes one row; ``page()`` shows the list. The first call of a page warms what is read once.
    """

    def verifier(page: Callable[[], Any], ajouter: Callable[[], Any]) -> None:
        ajouter()
        page()
        avec_une = nombre_de_requetes(page)
        for _ in range(19):
            ajouter()
        avec_vingt = nombre_de_requetes(page)
        assert avec_vingt <= avec_une, f"{avec_une} requêtes avec une ligne, {avec_vingt} avec vingt"

    return verifier


@pytest.fixture(params=["2020-12-31T23:30:00+01:00", "2021-01-01T00:30:00+01:00", "2020-12-31T19:30:00+01:00"])
def autour_de_minuit(request: pytest.FixtureRequest) -> Iterator[str]:
    """The hours where the day differs between UTC, Paris and La Réunion."""
    import time_machine

    with time_machine.travel(request.param, tick=False):
        yield request.param
