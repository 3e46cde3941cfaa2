"""Cold start: a clone with nothing beside it, ``make run``, until the sign-in page answers.

Run as ``python -m benchmarks.demarrage DOSSIER PORT``. HOME and every cache are empty: packages are fetched again, so
the network is part of what is measured; a second start of the same clone is measured too. Prints JSON.
"""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import time
from pathlib import Path
from typing import Any

from benchmarks.chrono import RACINE
from benchmarks.pendant_import import attendre

# What says where packages come from and how the network is reached; nothing else of the session.
GARDES = ("PATH", "LANG", "TERM")
RESEAU = ("PIP_", "UV_", "SSL_", "REQUESTS_", "HTTP", "http", "ALL_PROXY", "NO_PROXY", "no_proxy", "CURL_")
ACCUEIL = "/connexion/"


def environnement_vide(maison: Path) -> dict[str, str]:
    """An empty home, no cache, no setting of ours."""
    garde = {nom: v for nom, v in os.environ.items() if nom in GARDES or nom.startswith(RESEAU)}
    garde.pop("PIP_CACHE_DIR", None)
    garde.pop("UV_CACHE_DIR", None)
    garde["PATH"] = ":".join(p for p in garde["PATH"].split(":") if ".venv" not in p)
    return garde | {"HOME": str(maison), "XDG_CACHE_HOME": str(maison / ".cache")}


def demarrer(clone: Path, env: dict[str, str], port: int) -> float:
    """Seconds from the command to the first page; then everything that it started is stopped."""
    with (clone.parent / "make.txt").open("ab") as trace:
        depart = time.perf_counter()
        enfant = subprocess.Popen(
            ["make", "run", f"PORT={port}"], cwd=clone, env=env, stdout=trace, stderr=trace, start_new_session=True
        )
        try:
            attendre(port, lambda: enfant.poll() is None, ACCUEIL)
            return time.perf_counter() - depart
        finally:
            # make and the server are in the session that we opened for them.
            os.killpg(enfant.pid, signal.SIGTERM)
            enfant.wait(60)


def principal(dossier: Path, port: int) -> dict[str, Any]:
    clone, maison = dossier / "clone", dossier / "maison"
    maison.mkdir(parents=True)
    subprocess.run(["git", "clone", "--quiet", "--no-hardlinks", str(RACINE), str(clone)], check=True)
    env = environnement_vide(maison)
    try:
        return {"froid": demarrer(clone, env, port), "suivant": demarrer(clone, env, port)}
    except SystemExit as panne:
        raise SystemExit((dossier / "make.txt").read_text(errors="replace")[-2000:]) from panne


if __name__ == "__main__":
    print(json.dumps(principal(Path(sys.argv[1]), int(sys.argv[2]))))
