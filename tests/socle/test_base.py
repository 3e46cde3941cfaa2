"""A base made at once is the base that lived every migration: same tables, same rules, same first rows."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest
from django.db import connection

RACINE = Path(__file__).resolve().parent.parent.parent
PREPARER = "import django; django.setup(); from deplie.socle.base import preparer_base; assert preparer_base()"
MIGRER = "import django; django.setup(); from django.core.management import call_command; call_command('migrate')"
# A table of Django's that Déplie never fills, whose number its own migrations make wider than its models say.
ECART = "auth_group_permissions id"
LIGNES = {
    "django_migrations": "SELECT app, name FROM django_migrations",
    "django_content_type": "SELECT app_label, model FROM django_content_type",
    "auth_permission": "SELECT codename, name FROM auth_permission",
}
POSTGRES = (
    """SELECT table_name || ' ' || column_name, data_type, is_nullable, column_default, character_maximum_length,
    numeric_precision, numeric_scale, is_identity FROM information_schema.columns WHERE table_schema = 'public'""",
    "SELECT conrelid::regclass::text, conname, pg_get_constraintdef(oid) FROM pg_constraint "
    "WHERE connamespace = 'public'::regnamespace",
    "SELECT indexname, indexdef FROM pg_indexes WHERE schemaname = 'public'",
    "SELECT tgname, pg_get_triggerdef(oid) FROM pg_trigger WHERE NOT tgisinternal",
    "SELECT proname, prosrc FROM pg_proc WHERE pronamespace = 'public'::regnamespace",
)


def clauses(creation: str) -> list[str]:
    """The clauses of a CREATE TABLE, in the order of the alphabet: a table made again orders its columns otherwise."""
    corps, profondeur, trouvees, debut = creation[creation.index("(") + 1 : creation.rindex(")")], 0, [], 0
    for place, lettre in enumerate(corps):
        profondeur += (lettre == "(") - (lettre == ")")
        if lettre == "," and not profondeur:
            trouvees.append(corps[debut:place].strip())
            debut = place + 1
    return sorted([*trouvees, corps[debut:].strip()])


def decrite(curseur) -> list[object]:
    """Everything the base behind this cursor says of itself, in an order that does not depend on its making."""
    dit: list[object] = []
    if connection.vendor == "sqlite":
        curseur.execute("SELECT type, name, sql FROM sqlite_master WHERE name NOT LIKE 'sqlite_%'")
        for sorte, nom, ordre in curseur.fetchall():
            dit.append((sorte, nom, *clauses(ordre)) if sorte == "table" else (sorte, nom, ordre))
    else:
        for requete in POSTGRES:
            curseur.execute(requete)
            dit.extend(ligne for ligne in curseur.fetchall() if ligne[0] != ECART)
    for table, requete in LIGNES.items():
        curseur.execute(requete)
        dit.extend((table, *ligne) for ligne in curseur.fetchall())
    return sorted(dit, key=str)


@contextmanager
def base(tmp_path: Path, nom: str, faire: str) -> Iterator[Any]:
    """A cursor on a base of its own, that ``faire`` has made in a process of its own."""
    dossier = tmp_path / nom
    dossier.mkdir()
    environnement = os.environ | {"DEPLIE_DONNEES": str(dossier), "DJANGO_SETTINGS_MODULE": "config.settings"}
    if connection.vendor == "sqlite":
        import sqlite3

        preparer(environnement, faire)
        (fichier,) = dossier.glob("*.sqlite3")
        lue = sqlite3.connect(fichier)
        yield lue.cursor()
        lue.close()
        return
    import psycopg

    nom = f"{connection.settings_dict['NAME']}_{nom}"
    ici = connection.get_connection_params() | {"autocommit": True}
    ici = {cle: ici[cle] for cle in ("user", "host", "port", "password", "autocommit") if cle in ici}
    with psycopg.connect(dbname="postgres", **ici) as serveur:
        serveur.execute(f'CREATE DATABASE "{nom}"')
        try:
            adresse, _, reste = os.environ["DATABASE_URL"].partition("?")
            ailleurs = f"{adresse.rpartition('/')[0]}/{nom}?{reste}".rstrip("?")
            preparer(environnement | {"DATABASE_URL": ailleurs}, faire)
            with psycopg.connect(dbname=nom, **ici) as lue:
                yield lue.cursor()
        finally:
            serveur.execute(f'DROP DATABASE "{nom}" WITH (FORCE)')


def preparer(environnement: dict[str, str], faire: str) -> None:
    fait = subprocess.run([sys.executable, "-c", faire], cwd=RACINE, env=environnement, capture_output=True, text=True)
    assert fait.returncode == 0, fait.stderr


@pytest.mark.django_db
def test_a_base_made_at_once_and_that_of_the_tests_equal_the_one_that_lived_every_migration(tmp_path):
    with base(tmp_path, "vecue", MIGRER) as curseur:
        attendu = decrite(curseur)
    assert len(attendu) > 500
    with base(tmp_path, "neuve", PREPARER) as curseur:
        neuve = decrite(curseur)
    with connection.cursor() as curseur:
        essai = decrite(curseur)
    for obtenu in (neuve, essai):
        manque, trop = [x for x in attendu if x not in obtenu], [x for x in obtenu if x not in attendu]
        assert (manque, trop) == ([], [])


def test_a_base_opened_before_it_was_made_is_made_where_it_stands(tmp_path):
    """A server started too early leaves a file without a table: whoever holds it must find the tables in it."""
    import sqlite3

    environnement = os.environ | {"DEPLIE_DONNEES": str(tmp_path), "DJANGO_SETTINGS_MODULE": "config.settings"}
    environnement.pop("DATABASE_URL", None)
    tot = sqlite3.connect(tmp_path / "deplie.sqlite3")
    tot.execute("PRAGMA journal_mode = WAL").fetchone()
    assert (tmp_path / "deplie.sqlite3").stat().st_size > 0
    preparer(environnement, PREPARER)
    (tables,) = tot.execute("SELECT COUNT(*) FROM sqlite_master WHERE type = 'table'").fetchone()
    tot.close()
    assert tables > 50
