"""The demonstration, really served, and a real browser in front of it."""

from __future__ import annotations

import fcntl
import json
import os
import re
import shutil
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from tests.conftest import CHROMIUM
from tests.demarrage import DOSSIER, SESSION

RACINE = Path(__file__).resolve().parent.parent.parent
OPTIONS_CHROMIUM = (
    "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking",
    "--disable-component-update", "--disable-sync", "--disable-dev-shm-usage",
)  # fmt: skip


@dataclass
class Serveur:
    """A served installation: its address, its folder, sessions by role, sample rows."""

    adresse: str
    dossier: Path
    seances: dict[str, str]
    exemples: dict[str, Any]

    def journal(self) -> str:
        """The last words of the server, to explain a failure."""
        return self._ecrit()[-3000:]

    def attendre_au_journal(self, motif: str, secondes: float = 20) -> str:
        """The last words that match ``motif``, waited for: its worker writes letters of its own between two of ours."""
        limite = time.monotonic() + secondes
        while not (trouves := re.findall(motif, self._ecrit())):
            assert time.monotonic() < limite, f"rien qui ressemble à {motif} ; fin du journal : {self.journal()}"
            time.sleep(0.1)
        return str(trouves[-1])

    def _ecrit(self) -> str:
        return (self.dossier / "serveur.log").read_text(encoding="utf-8", errors="replace")


def environnement(dossier: Path) -> dict[str, str]:
    """The environment of a process that works on these records, and knows nothing of the tests."""
    ecartes = ("DEPLIE_", "DATABASE_URL", "PYTEST")
    propre = {nom: valeur for nom, valeur in os.environ.items() if not nom.startswith(ecartes)}
    return propre | {"DEPLIE_DONNEES": str(dossier), "DJANGO_SETTINGS_MODULE": "config.settings"}


def deplie(dossier: Path, *arguments: str) -> str:
    """Run the command on these records; fail with what it said."""
    commande = [sys.executable, "-c", "import sys; from deplie.site.cli import main; sys.exit(main())", *arguments]
    resultat = subprocess.run(commande, cwd=RACINE, env=environnement(dossier), capture_output=True, text=True)
    assert resultat.returncode == 0, resultat.stdout + resultat.stderr
    return resultat.stdout


@pytest.fixture(scope="session")
def demonstration() -> Path:
    """The folder of a freshly made demonstration: made once, whatever the number of test processes."""
    modele = Path(os.environ[SESSION]) / "demonstration"
    modele.parent.mkdir(parents=True, exist_ok=True)
    with modele.with_suffix(".verrou").open("w") as verrou:
        fcntl.flock(verrou, fcntl.LOCK_EX)
        if not modele.exists():
            chantier = modele.with_suffix(".chantier")
            shutil.rmtree(chantier, ignore_errors=True)
            chantier.mkdir()
            deplie(chantier, "demo")
            chantier.rename(modele)
    return modele


def servir(dossier: Path) -> Iterator[str]:
    """Serve these records by ``deplie serve``, on a free port, until the generator is closed."""
    with socket.socket() as prise:
        prise.bind(("127.0.0.1", 0))
        port = prise.getsockname()[1]
    sortie = (dossier / "serveur.log").open("w+")
    commande = [sys.executable, "-c", "import sys; from deplie.site.cli import main; sys.exit(main())"]
    processus = subprocess.Popen(
        [*commande, "serve", "--port", str(port)], cwd=RACINE, env=environnement(dossier), stdout=sortie, stderr=sortie
    )
    try:
        attendre(f"http://127.0.0.1:{port}/sante", processus)
        yield f"http://127.0.0.1:{port}"
    finally:
        processus.terminate()
        try:
            processus.wait(15)
        except subprocess.TimeoutExpired:
            processus.kill()
        sortie.close()


def attendre(adresse: str, processus: subprocess.Popen[bytes], secondes: float = 60) -> None:
    limite = time.monotonic() + secondes
    while time.monotonic() < limite and processus.poll() is None:
        try:
            with urllib.request.urlopen(adresse, timeout=5) as reponse:
                if reponse.status == 200:
                    return
        except (urllib.error.URLError, OSError):
            time.sleep(0.1)
    pytest.fail(f"Le serveur ne répond pas sur {adresse}.")


@pytest.fixture(scope="module")
def serveur(demonstration: Path, request: pytest.FixtureRequest) -> Iterator[Serveur]:
    """The demonstration, served; what a journey writes stays in its module."""
    dossier = DOSSIER / "servi" / request.module.__name__
    shutil.copytree(demonstration, dossier)
    demande = [sys.executable, "-m", "tests.navigateur.seances"]
    lu = subprocess.run(demande, cwd=RACINE, env=environnement(dossier), capture_output=True, text=True, check=True)
    adresses = servir(dossier)
    yield Serveur(next(adresses), dossier, **json.loads(lu.stdout))
    adresses.close()  # type: ignore[attr-defined]
    shutil.rmtree(dossier, ignore_errors=True)


@pytest.fixture(scope="module")
def navigateur() -> Iterator[Any]:
    """A Chromium; closed with the module, for its event loop forbids the ORM to the tests that follow."""
    from playwright.sync_api import sync_playwright

    with sync_playwright() as playwright:
        chromium = playwright.chromium.launch(executable_path=CHROMIUM, args=list(OPTIONS_CHROMIUM))
        yield chromium
        chromium.close()


@pytest.fixture
def ouvrir(navigateur: Any, serveur: Serveur) -> Iterator[Callable[..., Any]]:
    """``ouvrir("TCO/referent_parcours", largeur=390)``: a page of a new visit, signed in; ``""`` is nobody.

    The page remembers in ``page.fautes`` whatever its console complained about and whatever it asked elsewhere.
    """
    contextes = []

    def entrer(qui: str = "", largeur: int = 1280, **options: Any) -> Any:
        contexte = navigateur.new_context(
            base_url=serveur.adresse, viewport={"width": largeur, "height": 900}, locale="fr-FR",
            timezone_id="Europe/Paris", **options,
        )  # fmt: skip
        contextes.append(contexte)
        contexte.set_default_timeout(15_000)
        if qui:
            cle = serveur.seances[qui]
            contexte.add_cookies([{"name": "sessionid", "value": cle, "url": serveur.adresse}])
        page = contexte.new_page()
        page.fautes = []
        page.on("console", lambda m: page.fautes.append(m.text) if m.type in ("error", "warning") else None)
        page.on("pageerror", lambda erreur: page.fautes.append(str(erreur)))
        page.on("request", lambda r: page.fautes.append(r.url) if not locale(r.url, serveur.adresse) else None)
        return page

    yield entrer
    for contexte in contextes:
        contexte.close()


def locale(url: str, adresse: str) -> bool:
    return url.startswith((adresse, "data:", "blob:", "about:"))
