"""``deplie serve`` for real, in its own folder: starts from nothing, mends its worker, stops cleanly."""

from __future__ import annotations

import json
import os
import signal
import socket
import subprocess
import sys
import time
import urllib.request
from pathlib import Path

import pytest

from deplie.site.cli import main
from deplie.site.cli._service import adresse_locale, port_occupe

LANCER = "import sys; from deplie.site.cli import main; sys.exit(main())"
RACINE = Path(__file__).resolve().parents[2]
pytestmark = pytest.mark.lent


def port_libre():
    with socket.socket() as prise:
        prise.bind(("127.0.0.1", 0))
        return prise.getsockname()[1]


def enfants(pid):
    """Command line of each child process, by its number."""
    trouves = {}
    for dossier in Path("/proc").glob("[0-9]*"):
        try:
            etat = (dossier / "stat").read_text()
            commande = (dossier / "cmdline").read_bytes().decode().split("\0")
        except OSError:
            continue
        if int(etat.rsplit(")", 1)[1].split()[1]) == pid:
            trouves[int(dossier.name)] = " ".join(commande)
    return trouves


def attendre(condition, secondes=120):
    fin = time.monotonic() + secondes
    while time.monotonic() < fin:
        if resultat := condition():
            return resultat
        time.sleep(0.1)
    raise AssertionError("trop long pour cette machine, ou jamais")


class Serveur:
    def __init__(self, dossier):
        self.port, self.dossier = port_libre(), dossier
        self.journal = dossier / "sortie.txt"
        environnement = {k: v for k, v in os.environ.items() if k not in ("DATABASE_URL", "DEPLIE_DEBUG")}
        with self.journal.open("wb") as sortie:
            self.processus = subprocess.Popen(
                [sys.executable, "-c", LANCER, "serve", "--port", str(self.port)],
                env=environnement | {"DEPLIE_DONNEES": str(dossier / "donnees"), "PYTHONPATH": str(RACINE)},
                cwd=dossier,
                stdout=sortie,
                stderr=subprocess.STDOUT,
            )

    def dit(self):
        return self.journal.read_text(encoding="utf-8")

    def demander(self, chemin):
        with urllib.request.urlopen(f"http://127.0.0.1:{self.port}{chemin}", timeout=10) as reponse:
            return reponse.read()

    def executant(self):
        return next((pid for pid, c in enfants(self.processus.pid).items() if "db_worker" in c), None)

    def arreter(self, numero=signal.SIGTERM):
        self.processus.send_signal(numero)
        return self.processus.wait(60)


@pytest.fixture
def serveur(tmp_path):
    serveur = Serveur(tmp_path)
    yield serveur
    if serveur.processus.poll() is None:
        serveur.processus.kill()
        serveur.processus.wait()


def test_it_starts_from_an_empty_folder_and_stops_cleanly(serveur):
    attendre(lambda: "Déplie est prêt" in serveur.dit())
    assert json.loads(serveur.demander("/sante")) == {"statut": "ok"}
    assert "Première installation".encode() in serveur.demander("/")
    assert "Code à usage unique" in serveur.dit()
    fils = enfants(serveur.processus.pid)
    assert len(fils) == 2
    assert serveur.arreter(signal.SIGINT) == 0
    assert not [pid for pid in fils if Path(f"/proc/{pid}").exists()]
    assert "Traceback" not in serveur.dit()


def test_a_dead_worker_is_started_again(serveur):
    attendre(lambda: "Déplie est prêt" in serveur.dit())
    premier = serveur.executant()
    os.kill(premier, signal.SIGKILL)
    second = attendre(lambda: (pid := serveur.executant()) and pid != premier and pid)
    assert second
    assert "il redémarre" in serveur.dit()
    assert json.loads(serveur.demander("/sante")) == {"statut": "ok"}
    assert serveur.arreter() == 0


@pytest.mark.skipif(not sys.platform.startswith("linux"), reason="les enfants suivent leur parent sous Linux")
def test_nothing_is_left_behind_when_it_is_killed(serveur):
    attendre(lambda: "Déplie est prêt" in serveur.dit())
    fils = enfants(serveur.processus.pid)
    serveur.processus.kill()
    serveur.processus.wait()
    attendre(lambda: not [pid for pid in fils if Path(f"/proc/{pid}").exists()])


@pytest.mark.django_db
def test_a_busy_port_is_one_sentence(capsys):
    with socket.socket() as prise:
        prise.bind(("127.0.0.1", 0))
        prise.listen()
        port = prise.getsockname()[1]
        assert port_occupe("127.0.0.1", port)
        assert main(["serve", "--port", str(port)]) == 2
    sortie = capsys.readouterr()
    assert (sortie.out, sortie.err.count("\n")) == ("", 1)
    assert f"Le port {port} est déjà pris" in sortie.err


@pytest.mark.django_db
@pytest.mark.parametrize("port", ["0", "70000", "abc"])
def test_a_port_that_is_none(capsys, port):
    assert main(["serve", "--port", port]) == 2
    assert capsys.readouterr().err.count("\n") == 1


@pytest.mark.parametrize(
    ("hote", "adresse"),
    [
        ("127.0.0.1", "http://localhost:8000"),
        ("0.0.0.0", "http://localhost:8000"),
        ("deplie.exemple.fr", "http://deplie.exemple.fr:8000"),
    ],
)
def test_the_address_to_open(hote, adresse):
    assert adresse_locale(hote, 8000) == adresse
