"""The demonstration, installed once for a file of tests, in a transaction that is undone at its end."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import pytest
from django.db import connection, transaction

from deplie.site.cli._auteur import LIGNE_DE_COMMANDE
from deplie.site.demonstration.chargement import Installation, installer
from deplie.site.demonstration.declaration import CODES

PETITES = ("MIDIQUERCY", "GPSEA")


@contextmanager
def defait() -> Iterator[None]:
    """A transaction that is always rolled back."""
    with transaction.atomic():
        yield
        transaction.set_rollback(True)


@pytest.fixture(scope="module")
def installations(django_db_setup: None, django_db_blocker: Any) -> Iterator[dict[str, Installation]]:
    """The five territories, by code, with the report of their import."""
    yield from _installees(django_db_blocker, CODES)


@pytest.fixture(scope="module")
def petites(django_db_setup: None, django_db_blocker: Any) -> Iterator[dict[str, Installation]]:
    """Two small territories, for what is tried on them again and again."""
    yield from _installees(django_db_blocker, PETITES)


def _installees(bloqueur: Any, codes: tuple[str, ...]) -> Iterator[dict[str, Installation]]:
    with bloqueur.unblock(), defait():
        installees = {i.code: i for i in installer(par=LIGNE_DE_COMMANDE, codes=codes)}
        # Else the end of every test would check again, on PostgreSQL, all that was just written.
        connection.check_constraints()
        yield installees
