"""The database a command needs: created and migrated before its first query, at no cost when it is already there."""

from __future__ import annotations

import contextlib
import fcntl
import os
from collections.abc import Iterator
from importlib import import_module
from pathlib import Path
from typing import Final

from django.apps import apps
from django.conf import settings
from django.db import connection, transaction

# An arbitrary number that names the lock of those who migrate one PostgreSQL base.
_VERROU_POSTGRES = 7_310_551

# What a migration writes that no model says: module, then function of (apps, schema editor).
HORS_DES_MODELES: Final = (("deplie.socle.migrations.0003_journal_immuable", "poser"),)


def preparer_base() -> bool:
    """Bring the base to the schema of the code; True if something had to be done.

    Two commands at once wait for one another. A SQLite base is made aside and put in place at the end: killed at any
    moment, it is there whole or not at all. Where somebody already holds an empty one, its tables come in
    one transaction.
    """
    if a_jour():
        return False
    with _seul():
        if a_jour():
            return False
        if connection.vendor == "sqlite" and _absente(Path(connection.settings_dict["NAME"])):
            _creer_sqlite(Path(connection.settings_dict["NAME"]))
        elif not connection.introspection.table_names():
            _creer_en_place()
        else:
            _migrer()
    return True


def _creer_en_place() -> None:
    """Fill a base that exists and has no table, all or nothing."""
    # SQLite hears of this outside a transaction only, and its schema editor refuses to work without.
    connection.disable_constraint_checking()
    try:
        with transaction.atomic():
            creer_d_un_coup()
    finally:
        connection.enable_constraint_checking()


def creer_d_un_coup() -> None:
    """Create the tables of an empty base as the models say them now, each migration being noted as done.

    Living every migration again costs half a minute of CPU, nearly all of it spent by Django in rebuilding the models
    of each intermediate state. A test holds this base equal to the one that lived them all, on both databases.
    """
    from django.core.management.sql import emit_post_migrate_signal

    with connection.schema_editor() as editeur:
        for modele in apps.get_models():
            if modele._meta.managed and not modele._meta.proxy:
                editeur.create_model(modele)
    emit_post_migrate_signal(verbosity=0, interactive=False, db=connection.alias)
    achever()


def achever() -> None:
    """What tables made from the models still lack: what no model says, and each migration noted as done."""
    from django.db.migrations.loader import MigrationLoader
    from django.db.migrations.recorder import MigrationRecorder

    with connection.schema_editor() as editeur:
        for module, fonction in HORS_DES_MODELES:
            getattr(import_module(module), fonction)(apps, editeur)
    faites = MigrationRecorder(connection)
    faites.ensure_schema()
    for application, nom in sorted(MigrationLoader(connection).disk_migrations):
        faites.record_applied(application, nom)


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
    """Make a base beside ``fichier``, then rename it: the name only ever holds a whole base."""
    brouillon = fichier.with_name(f"{fichier.name}.{os.getpid()}.nouvelle")
    connection.close()
    connection.settings_dict["NAME"] = str(brouillon)
    try:
        creer_d_un_coup()
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
