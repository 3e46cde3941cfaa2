"""Pages and saves over HTTP while another process imports as many new people as the base already holds.

Run as ``python -m benchmarks.pendant_import DOSSIER LINES PORT`` on a base made by ``benchmarks.peupler``. Readers
click, read the page, wait half a second, click again, each on their own: one who waits stops nobody. Prints JSON.
"""

from __future__ import annotations

import contextlib
import http.client
import json
import os
import random
import re
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator
from html.parser import HTMLParser
from pathlib import Path
from typing import Any
from urllib.parse import urlencode

from benchmarks import jeux
from benchmarks.chrono import RACINE, TERRITOIRE, courir, deplie, environnement, exiger, installer, resumer
from benchmarks.peupler import LECTRICE, SAISIE

SEUIL = 0.5
ANNEES = range(2016, 2022)
LECTEURS, PAUSE, CADENCE = 3, 0.5, 0.5
ATTENTE = 120  # seconds a browser would wait for an answer


class Champs(HTMLParser):
    """Names and values of the fields of the page's main form, as a browser would send them back."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.lus: dict[str, str] = {}
        self.choix = ""
        self.feed(page[page.index("<main") :])

    def handle_starttag(self, balise: str, attributs: list[tuple[str, str | None]]) -> None:
        a = {nom: valeur or "" for nom, valeur in attributs}
        if balise == "input" and a.get("name") and a.get("type") not in ("submit", "radio", "checkbox"):
            self.lus[a["name"]] = a.get("value", "")
        elif balise == "select":
            self.choix = a.get("name", "")
            self.lus.setdefault(self.choix, "")
        elif balise == "option" and "selected" in a and self.choix:
            self.lus[self.choix] = a.get("value", "")


class Navigateur:
    """Somebody signed in: one kept connection, the cookies of the session."""

    def __init__(self, port: int, temoins: dict[str, str]) -> None:
        self.port, self.temoins = port, dict(temoins)
        self.connexion = http.client.HTTPConnection("127.0.0.1", port, timeout=ATTENTE)

    def demander(self, adresse: str, envoi: dict[str, str] | None = None) -> tuple[int, str]:
        entetes = {"Cookie": "; ".join(f"{nom}={valeur}" for nom, valeur in self.temoins.items())}
        corps = None
        if envoi is not None:
            corps, entetes["Content-Type"] = urlencode(envoi), "application/x-www-form-urlencoded"
        # The server closes a connection left idle: ask again on a new one, as a browser does, before anything is sent.
        self.connexion.close()
        self.connexion.request("POST" if envoi is not None else "GET", f"/{TERRITOIRE}/{adresse}", corps, entetes)
        reponse = self.connexion.getresponse()
        if jeton := re.search(r"csrftoken=(\w+)", reponse.headers.get("Set-Cookie", "")):
            self.temoins["csrftoken"] = jeton[1]
        return reponse.status, reponse.read().decode("utf-8", errors="replace")


class Mesures:
    """What the threads saw, by kind, and what went wrong."""

    def __init__(self) -> None:
        self.fini = threading.Event()
        self.temps: dict[str, list[float]] = {"pages": [], "enregistrements": []}
        self.echecs: dict[str, list[str]] = {"pages": [], "enregistrements": []}

    def noter(self, genre: str, attendu: int, quoi: Callable[[], tuple[int, str]]) -> None:
        """Time one answer. An answer that is not the one expected, or none, is a failure."""
        depart = time.perf_counter()
        try:
            code = quoi()[0]
        except OSError as erreur:
            code, recu = 0, type(erreur).__name__
        else:
            recu = str(code)
        self.temps[genre].append(time.perf_counter() - depart)
        if code != attendu:
            self.echecs[genre].append(recu)


def lire(navigateur: Navigateur, mesures: Mesures, pks: list[int], graine: int) -> None:
    """A reader: the list, a search, people, the bilan, at random until the import is over."""
    alea = random.Random(graine)
    while not mesures.fini.is_set():
        nom = "".join(alea.choices(jeux.SYLLABES, k=3))
        adresse = alea.choice([
            "participants/", f"participants/?etat=sortis&page={alea.randrange(2, 200)}", f"participants/?q={nom}",
            f"personnes/{alea.choice(pks)}/", f"personnes/{alea.choice(pks)}/",
            f"bilan/?annee={alea.choice(ANNEES)}",
        ])  # fmt: skip
        mesures.noter("pages", 200, lambda vers=adresse: navigateur.demander(vers))
        mesures.fini.wait(PAUSE)


def saisir(navigateur: Navigateur, mesures: Mesures, pks: list[int]) -> None:
    """Somebody who corrects a telephone twice a second, opening the form each time. Only the save is timed."""
    for rang, pk in enumerate(pks):
        if mesures.fini.is_set():
            return
        depart = time.perf_counter()
        adresse = f"personnes/{pk}/identite/"
        with contextlib.suppress(OSError):
            code, page = navigateur.demander(adresse)
            if code == 200:
                envoi = Champs(page).lus | {"telephone": f"06 39 97 {rang // 100 % 100:02d} {rang % 100:02d}"}
                mesures.noter("enregistrements", 302, lambda e=envoi, vers=adresse: navigateur.demander(vers, e))
        mesures.fini.wait(max(0.0, CADENCE - (time.perf_counter() - depart)))


def ouvrir_sessions(*courriels: str) -> list[dict[str, str]]:
    """The cookies of each account, signed in."""
    from django.conf import settings
    from django.test import Client

    from deplie.socle.models import Compte

    temoins = []
    for courriel in courriels:
        client = Client()
        client.force_login(Compte.objects.get(courriel=courriel))
        temoins.append({settings.SESSION_COOKIE_NAME: client.cookies[settings.SESSION_COOKIE_NAME].value})
    return temoins


@contextlib.contextmanager
def serveur(dossier: Path, port: int) -> Iterator[None]:
    """``deplie serve``, ready, stopped by its own number at the end."""
    with (dossier / "serveur.txt").open("wb") as trace:
        enfant = subprocess.Popen(
            deplie("serve", "--port", str(port)), cwd=RACINE, env=environnement(dossier), stdout=trace, stderr=trace
        )
        try:
            attendre(port, lambda: enfant.poll() is None)
            yield
        finally:
            enfant.terminate()
            enfant.wait(60)


def attendre(port: int, vivant: Callable[[], bool], adresse: str = "/sante", limite: float = 600) -> None:
    """Until a page answers 200. Raises SystemExit when the server is gone or late."""
    fin = time.monotonic() + limite
    while time.monotonic() < fin and vivant():
        connexion = http.client.HTTPConnection("127.0.0.1", port, timeout=30)
        with contextlib.suppress(OSError, http.client.HTTPException):
            connexion.request("GET", adresse)
            if connexion.getresponse().status == 200:
                return
        connexion.close()
        time.sleep(0.05)
    raise SystemExit("the server does not answer")


def nouveaux(dossier: Path, lignes: int) -> Path:
    """As many people whom the base does not know."""
    autres = ([f"N{ligne[0][1:]}", *ligne[1:]] for ligne in jeux.participants(lignes, graine=2))
    return jeux.ecrire(dossier / "participants_nouveaux.csv", jeux.COLONNES, autres)


def principal(dossier: Path, lignes: int, port: int) -> dict[str, Any]:
    installer(dossier)
    from django.db import connection

    from deplie.personnes.models import Personne

    fichier, base = nouveaux(dossier, lignes), connection.vendor
    lectrice, saisie = ouvrir_sessions(LECTRICE, SAISIE)
    pks = list(Personne.objects.order_by("pk").values_list("pk", flat=True)[:20_000])
    connection.close()
    mesures = Mesures()
    fils = [
        threading.Thread(target=lire, args=(Navigateur(port, lectrice), mesures, pks, graine))
        for graine in range(LECTEURS)
    ]
    fils.append(threading.Thread(target=saisir, args=(Navigateur(port, saisie), mesures, pks)))
    trace = dossier / "import.txt"
    with serveur(dossier, port):
        bilans = (f"bilan/?annee={annee}" for annee in ANNEES)
        # Each server process has answered each of them: what a first reading costs is measured by ``pages``.
        for adresse in ("participants/", f"personnes/{pks[0]}/", *bilans):
            for _ in range(8):
                Navigateur(port, lectrice).demander(adresse)
        for fil in fils:
            fil.start()
        course = courir(deplie("importer", TERRITOIRE, str(fichier)), environnement(dossier), trace)
        mesures.fini.set()
        for fil in fils:
            fil.join()
    exiger(course, "importer", trace)
    resultat: dict[str, Any] = {"base": base, "lignes": lignes, "import": course.reel, "lecteurs": LECTEURS}
    for genre, durees in mesures.temps.items():
        resultat[genre] = resumer(durees, SEUIL) | {"echecs": mesures.echecs[genre]}
    return resultat


if __name__ == "__main__":
    os.environ.pop("DEPLIE_JOURNAL", None)
    print(json.dumps(principal(Path(sys.argv[1]), int(sys.argv[2]), int(sys.argv[3]))))
