"""Traps laid under the whole suite; each is provoked in maison/test_pieges.py.

Others are settings of pytest (pyproject.toml): warnings are errors (naive datetimes, unordered pages), an unknown
template variable fails, order is random, no connection leaves the machine. A GET that writes is refused by
``deplie.socle.lecture_seule``, in production too.
"""

from __future__ import annotations

import re
import socket
import sys
from datetime import datetime
from pathlib import Path
from typing import Any

from django.db import models
from django.db.backends.sqlite3.base import DatabaseOperations as SqliteOperations
from django.test import Client

RACINE = Path(__file__).resolve().parent.parent
# Folders of tools, under the checkout, that a test session may write to.
CACHES = {"__pycache__", ".pytest_cache", ".hypothesis", ".venv", "captures", "build"}
# True while a test runs; pytest itself writes its own files around it.
arme = False
FORMULAIRE = re.compile(r"<form\b([^>]*)>(.*?)</form>", re.I | re.S)


class FormulaireSansJeton(AssertionError):
    """A POST form carries no CSRF token."""


class DateAvecHeure(AssertionError):
    """A datetime was given for a date: its day depends on the time zone."""


class EcritureHorsDossier(AssertionError):
    """A test wrote into the checkout."""


class NomCherche(AssertionError):
    """A test asked the network for a name."""


def verifier_les_formulaires(page: str, chemin: str = "") -> None:
    """Every form that posts carries a CSRF token."""
    for attributs, contenu in FORMULAIRE.findall(page):
        if re.search(r"method\s*=\s*[\"']?post", attributs, re.I) and "csrfmiddlewaretoken" not in contenu:
            raise FormulaireSansJeton(f"{chemin} : <form{attributs}> sans jeton CSRF")


def poser_sur_le_client() -> None:
    """Each page that the test client is given: its forms are protected."""
    demander = Client.request

    def request(self: Client, **requete: Any) -> Any:
        reponse = demander(self, **requete)
        if not reponse.streaming and "html" in reponse.headers.get("Content-Type", ""):
            verifier_les_formulaires(reponse.content.decode(reponse.charset), requete.get("PATH_INFO", ""))
        return reponse

    Client.request = request  # type: ignore[method-assign]


def poser_sur_les_dates() -> None:
    """A date field refuses a datetime, which Django would cut silently."""
    for nom in ("to_python", "get_prep_value"):
        d_origine = getattr(models.DateField, nom)

        def garde(self: models.DateField, value: Any, _d_origine: Any = d_origine) -> Any:
            if isinstance(value, datetime) and not isinstance(self, models.DateTimeField):
                raise DateAvecHeure(f"{self} reçoit {value!r}")
            return _d_origine(self, value)

        setattr(models.DateField, nom, garde)


def hors_dossier(chemin: object, mode: object, drapeaux: object) -> bool:
    """True when opening this path writes into the checkout, caches apart."""
    if not isinstance(chemin, str | bytes | Path):
        return False
    ecrit = any(c in mode for c in "wax+") if isinstance(mode, str) else bool(int(str(drapeaux or 0)) & 0b11)
    if not ecrit:
        return False
    complet = Path(chemin.decode() if isinstance(chemin, bytes) else chemin)
    complet = complet if complet.is_absolute() else Path.cwd() / complet
    return complet.is_relative_to(RACINE) and not CACHES & set(complet.relative_to(RACINE).parts)


def poser_sur_les_fichiers() -> None:
    """Python opens nothing for writing inside the checkout. (An audit hook cannot be removed: one per process.)"""

    def garde(evenement: str, arguments: tuple[Any, ...]) -> None:
        if arme and evenement == "open" and hors_dossier(*arguments):
            raise EcritureHorsDossier(f"{arguments[0]} ouvert en écriture : les essais écrivent dans tmp_path.")

    sys.addaudithook(garde)


def poser_sur_les_noms() -> None:
    """Names are not looked up outside; addresses are refused by pytest-socket."""
    d_origine = socket.getaddrinfo

    def getaddrinfo(host: Any, *suite: Any, **options: Any) -> Any:
        if host not in (None, "", "localhost", "127.0.0.1", "::1", b"localhost", b"127.0.0.1"):
            raise NomCherche(f"Adresse cherchée hors de la machine : {host!r}")
        return d_origine(host, *suite, **options)

    socket.getaddrinfo = getaddrinfo


def poser_sur_la_remise_a_zero() -> None:
    """SQLite empties tables by DELETE between transactional tests: the journal's own guards step aside for it alone."""
    d_origine = SqliteOperations.execute_sql_flush

    def execute_sql_flush(self: SqliteOperations, sql_list: list[str]) -> None:
        with self.connection.cursor() as curseur:
            curseur.execute("SELECT name, sql FROM sqlite_master WHERE type = 'trigger' AND tbl_name = 'socle_journal'")
            gardes = curseur.fetchall()
            for nom, _ in gardes:
                curseur.execute(f"DROP TRIGGER {nom}")
            d_origine(self, sql_list)
            for _, texte in gardes:
                curseur.execute(texte)

    SqliteOperations.execute_sql_flush = execute_sql_flush  # type: ignore[method-assign]


def poser() -> None:
    poser_sur_le_client()
    poser_sur_la_remise_a_zero()
    poser_sur_les_dates()
    poser_sur_les_fichiers()
    poser_sur_les_noms()
