"""The processes of ``deplie serve``: gunicorn and a worker, restarted or stopped together, never left behind."""

from __future__ import annotations

import ctypes
import os
import shutil
import signal
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Callable
from pathlib import Path
from types import FrameType

from django.conf import settings
from django.db import connections

from deplie.socle.horloge import PERIODE, demander_un_tour

# Seconds: how long the server may take to answer, how long the children have to finish what they do.
PATIENCE, SURSIS = 120, 30
# A worker that dies at once is not restarted without a pause; the pause doubles up to this many seconds.
PAUSE_MAX = 60


def port_occupe(hote: str, port: int) -> bool:
    """Whether something already listens there."""
    famille = socket.AF_INET6 if ":" in hote else socket.AF_INET
    with socket.socket(famille, socket.SOCK_STREAM) as essai:
        essai.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            essai.bind((hote, port))
        except OSError:
            return True
    return False


def adresse_locale(hote: str, port: int) -> str:
    """Where a browser of this machine opens the service."""
    nom = "localhost" if hote in ("127.0.0.1", "0.0.0.0", "::", "::1") else hote  # noqa: S104
    return f"http://{nom}:{port}"


class Service:
    """The web server and the worker, from their start to their end."""

    def __init__(self, hote: str, port: int, *, code: str | None = None) -> None:
        self.hote, self.port, self.code = hote, port, code
        self.adresse = adresse_locale(hote, port)
        self.web: subprocess.Popen[bytes] | None = None
        self.executant: subprocess.Popen[bytes] | None = None
        self.arret = False
        self.pause, self.reprise = 1.0, 0.0
        self.tour = 0.0

    def tourner(self) -> int:
        """Start, watch, stop. 0 after an asked stop, 1 when the web server stopped by itself."""
        # The children open their own: a base connection does not survive a fork, nor a closed terminal.
        connections.close_all()
        for numero in (signal.SIGINT, signal.SIGTERM):
            signal.signal(numero, self._demander_l_arret)
        self.web = self._lancer(self._commande_web())
        self.executant = self._lancer(self._commande_executant())
        try:
            if self._attendre():
                self._annoncer()
            return self._veiller()
        finally:
            self._arreter()

    def _veiller(self) -> int:
        while not self.arret:
            if self.web is None or self.web.poll() is not None:
                print("Le serveur web s'est arrêté.", file=sys.stderr, flush=True)
                return 1
            self._relancer_executant()
            self._sonner()
            time.sleep(0.2)
        return 0

    def _relancer_executant(self) -> None:
        """A worker that died is started again, at growing intervals while it keeps dying."""
        if self.executant is not None and self.executant.poll() is not None:
            print(f"L'exécutant s'est arrêté : il redémarre dans {self.pause:.0f} s.", file=sys.stderr, flush=True)
            self.executant, self.reprise = None, time.monotonic() + self.pause
            self.pause = min(self.pause * 2, PAUSE_MAX)
        elif self.executant is None and time.monotonic() >= self.reprise:
            self.executant = self._lancer(self._commande_executant())
        elif self.executant is not None and time.monotonic() > self.reprise + PAUSE_MAX:
            self.pause = 1.0

    def _sonner(self) -> None:
        """Every hour, and at once when it starts, ask the worker for what time brings."""
        if time.monotonic() < self.tour:
            return
        self.tour = time.monotonic() + PERIODE
        demander_un_tour()
        connections.close_all()

    def _attendre(self) -> bool:
        """Until the base answers through the server; False if it stops or never does."""
        fin = time.monotonic() + PATIENCE
        while time.monotonic() < fin and not self.arret:
            if self.web is not None and self.web.poll() is not None:
                return False
            if self._repond():
                return True
            time.sleep(0.1)
        return False

    def _repond(self) -> bool:
        hote = "127.0.0.1" if self.hote == "0.0.0.0" else "[::1]" if self.hote == "::" else self.hote  # noqa: S104
        demande = urllib.request.Request(
            f"http://{hote}:{self.port}/sante",
            headers={"Host": settings.ALLOWED_HOSTS[0]},
        )
        try:
            with urllib.request.urlopen(demande, timeout=2) as reponse:  # noqa: S310
                return bool(reponse.status == 200)
        except (urllib.error.URLError, OSError):
            return False

    def _annoncer(self) -> None:
        lignes = [f"Déplie est prêt : {self.adresse}/", "Arrêt : Ctrl+C."]
        if self.code:
            lignes[1:1] = [
                f"Première installation : {self.adresse}/premiere-installation/",
                f"Code à usage unique, valable un jour : {self.code}",
            ]
        print("\n".join(lignes), flush=True)

    def _demander_l_arret(self, numero: int, cadre: FrameType | None) -> None:
        self.arret = True

    def _arreter(self) -> None:
        """Ask the children to end, wait for what they do, then insist."""
        enfants = [enfant for enfant in (self.web, self.executant) if enfant is not None]
        for enfant in enfants:
            enfant.terminate()
        fin = time.monotonic() + SURSIS
        for enfant in enfants:
            try:
                enfant.wait(max(0.1, fin - time.monotonic()))
            except subprocess.TimeoutExpired:
                enfant.kill()
                enfant.wait()

    def _lancer(self, commande: list[str]) -> subprocess.Popen[bytes]:
        environnement = os.environ | {
            "DJANGO_SETTINGS_MODULE": os.environ.get("DJANGO_SETTINGS_MODULE", "config.settings"),
            "DEPLIE_DONNEES": str(settings.DONNEES),
            "DEPLIE_ADRESSE": os.environ.get("DEPLIE_ADRESSE", self.adresse),
        }
        # Their own session: a Ctrl+C reaches this process alone, which stops them in order.
        return subprocess.Popen(  # noqa: S603
            commande, env=environnement, cwd=Path.cwd(), start_new_session=True, preexec_fn=_mourir_avec_le_parent()
        )

    def _commande_web(self) -> list[str]:
        hote = f"[{self.hote}]" if ":" in self.hote else self.hote
        return [
            *(sys.executable, "-m", "gunicorn", "config.wsgi:application"),
            *("--bind", f"{hote}:{self.port}", "--worker-class", "gthread"),
            *("--workers", str(settings.PROCESSUS_WEB), "--threads", str(settings.FILS_WEB)),
            *("--timeout", "120", "--graceful-timeout", str(SURSIS - 5), "--keep-alive", "5"),
            *("--log-level", "warning", "--no-control-socket", "--worker-tmp-dir", _memoire()),
        ]

    def _commande_executant(self) -> list[str]:
        # Whoever waits for a page goes first.
        poli = ["nice", "-n", "5"] if shutil.which("nice") else []
        commande = [*poli, sys.executable, "-m", "django", "db_worker", "--queue-name", "*"]
        return [*commande, "--no-startup-delay", "--interval", "0.5", "--no-reload", "--verbosity", "0"]


def _memoire() -> str:
    """Where the workers' heartbeat lives: in memory where there is some, so that a busy disk stops nobody."""
    return "/dev/shm" if os.access("/dev/shm", os.W_OK) else "/tmp"  # noqa: S108


def _mourir_avec_le_parent() -> Callable[[], None] | None:
    """On Linux, a child is told to end when this process is killed outright: no server left behind."""
    if not sys.platform.startswith("linux"):
        return None
    bibliotheque = ctypes.CDLL(None)

    def demander() -> None:
        bibliotheque.prctl(1, signal.SIGTERM)  # PR_SET_PDEATHSIG

    return demander
