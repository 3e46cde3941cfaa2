"""The database a command needs: created and migrated before its first query, at no cost when it is already there."""

from __future__ import annotations

import contextlib
import fcntl
import os
from collections.abc import Iterator
from pathlib import Path

from django.apps import apps
from django.conf import settings
from django.db import connection

# An arbitrary number that names the lock of those who migrate one PostgreSQL base.
_VERROU_POSTGRES = 7_310_551


def preparer_base() -> bool:
    """Bring the base to the schema of the code; True if something had to be done.

    Two commands at once wait for one another. A SQLite base is made aside and put in place at the end: killed at any
    moment, it is there whole or not at all.
    """
    if a_jour():
        return False
    with _seul():
        if a_jour():
            return False
        if connection.vendor == "sqlite" and _absente(Path(connection.settings_dict["NAME"])):
            _creer_sqlite(Path(connection.settings_dict["NAME"]))
        else:
            _migrer()
    return True


def a_jour() -> bool:
    """Whether every migration file on the disk is recorded in the base; imports no migration."""
    if connection.vendor == "sqlite" and _absente(Path(connection.settings_dict["NAME"])):
        return False
    if "django_migrations" not in connection.introspection.table_names():
        return False
    with connection.cursor() as curseur:
        curseur.execute("SELECT app, name FROM django_migrations")
        return _attendues() <= set(curseur.fetchall())


def _attendues() -> set[tuple[str, str]]:
    return {
        (configuration.label, fichier.stem)
        for configuration in apps.get_app_configs()
        for fichier in (Path(configuration.path) / "migrations").glob("[0-9]*.py")
    }


def _absente(fichier: Path) -> bool:
    return not fichier.exists() or fichier.stat().st_size == 0


def _creer_sqlite(fichier: Path) -> None:
    """Migrate an empty base beside ``fichier``, then rename it: the name only ever holds a whole base."""
    brouillon = fichier.with_name(f"{fichier.name}.{os.getpid()}.nouvelle")
    connection.close()
    connection.settings_dict["NAME"] = str(brouillon)
    try:
        _migrer()
        connection.close()
        brouillon.replace(fichier)
    finally:
        connection.close()
        connection.settings_dict["NAME"] = str(fichier)
        for reste in brouillon.parent.glob(f"{brouillon.name}*"):
            reste.unlink(missing_ok=True)


def _migrer() -> None:
    from django.core.management import call_command

    call_command("migrate", verbosity=0, interactive=False)


@contextlib.contextmanager
def _seul() -> Iterator[None]:
    if connection.vendor == "postgresql":
        with connection.cursor() as curseur:
            curseur.execute("SELECT pg_advisory_lock(%s)", [_VERROU_POSTGRES])
        try:
            yield
        finally:
            with connection.cursor() as curseur:
                curseur.execute("SELECT pg_advisory_unlock(%s)", [_VERROU_POSTGRES])
        return
    settings.DONNEES.mkdir(parents=True, exist_ok=True)
    with (settings.DONNEES / "migration.verrou").open("w") as verrou:
        fcntl.flock(verrou, fcntl.LOCK_EX)
        yield
