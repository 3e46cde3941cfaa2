"""Checks on the checkout: ``python -m outils.depot verrous|makemigrations``."""

from __future__ import annotations

import os
import re
import subprocess
import sys
import tempfile
from pathlib import Path

RACINE = Path(__file__).resolve().parent.parent
# Anything that says where a package comes from: a scheme, or an option of pip that takes an address.
ADRESSE = re.compile(r"https?:|git\+|file:|--(extra-)?index-url|--find-links|--trusted-host|\bresolved\b")


def adresses_des_verrous() -> list[str]:
    """Lines of the lock files that name a host; ``fichier:ligne: texte``."""
    trouvees = []
    for fichier in sorted([*RACINE.glob("requirements/*.txt"), *RACINE.glob("**/package-lock.json")]):
        if ".venv" in fichier.parts or "node_modules" in fichier.parts:
            continue
        for numero, ligne in enumerate(fichier.read_text(encoding="utf-8").splitlines(), 1):
            if ADRESSE.search(ligne):
                trouvees.append(f"{fichier.relative_to(RACINE)}:{numero}: {ligne.strip()}")
    return trouvees


def sans_hash() -> list[str]:
    """Pinned packages without a checksum, and names that are not pinned."""
    fautives = []
    for fichier in sorted(RACINE.glob("requirements/*.txt")):
        entrees = re.split(r"\n(?=[A-Za-z0-9])", fichier.read_text(encoding="utf-8").strip())
        fautives += [
            f"{fichier.relative_to(RACINE)}: {entree.splitlines()[0]}"
            for entree in entrees
            if "==" not in entree.splitlines()[0] or "--hash=sha256:" not in entree
        ]
    return fautives


def verrous() -> int:
    """0 when the lock files are complete and name no host."""
    fautes = adresses_des_verrous() + sans_hash()
    for faute in fautes:
        print(faute, file=sys.stderr)
    return 1 if fautes else 0


def makemigrations() -> int:
    """0 when no model waits for its migration. Runs on a base of its own, never on the installation's."""
    with tempfile.TemporaryDirectory() as dossier:
        environnement = {**os.environ, "DEPLIE_DONNEES": dossier, "DJANGO_SETTINGS_MODULE": "config.settings"}
        environnement.pop("DATABASE_URL", None)
        commande = [sys.executable, "-m", "django", "makemigrations", "--check", "--dry-run", "--verbosity", "1"]
        return subprocess.run(commande, cwd=RACINE, env=environnement).returncode


VERIFICATIONS = {"verrous": verrous, "makemigrations": makemigrations}

if __name__ == "__main__":
    sys.exit(VERIFICATIONS[sys.argv[1]]())
