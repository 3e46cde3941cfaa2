"""Make ``.venv`` with nothing but Python 3.11+ and its ``venv``: ``python3 outils/environnement.py [run|dev|bench]``.

Standard library only, for it runs before anything is installed. A pinned ``uv`` (checked by hash) lays the locked
packages; where it cannot be had or fails, ``pip`` reads the same lock file, slower. The project itself is not built: a
``.pth`` line puts the checkout on the path and a two-line script is the ``deplie`` command, so no build tool is needed.
"""

from __future__ import annotations

import hashlib
import os
import subprocess
import sys
import venv
from pathlib import Path

RACINE = Path(__file__).resolve().parent.parent
ENVIRONNEMENT = RACINE / ".venv"
BIN = ENVIRONNEMENT / "bin"
VERROUS = RACINE / "requirements"
# A larger group holds the smaller ones.
GROUPES = ("run", "dev", "bench")

COMMANDE = """#!/bin/sh
# The « deplie » command of this checkout, by outils/environnement.py. -P: never what lies in the current folder.
exec "{python}" -P -c 'import sys; sys.argv[0] = "deplie"; from deplie.site.cli import main; sys.exit(main())' "$@"
"""


def empreinte(groupe: str) -> str:
    """What an up-to-date environment was made from: interpreter, place, lock files, this script."""
    somme = hashlib.sha256(f"{sys.version}{RACINE}{groupe}".encode())
    for fichier in (VERROUS / "uv.txt", VERROUS / f"{groupe}.txt", Path(__file__)):
        somme.update(fichier.read_bytes())
    return somme.hexdigest()


def deja_fait(groupe: str) -> bool:
    """True when this group, or a larger one, was laid from the present lock files."""
    for candidat in GROUPES[GROUPES.index(groupe) :]:
        temoin = ENVIRONNEMENT / f".{candidat}"
        if temoin.is_file() and temoin.read_text(encoding="ascii") == empreinte(candidat):
            return True
    return False


def lancer(*arguments: str) -> bool:
    """Run a step from the root; True when it succeeded."""
    return subprocess.run(arguments, cwd=RACINE).returncode == 0


def chemin_pth() -> Path:
    """The line that puts the checkout on the environment's path."""
    version = f"python{sys.version_info.major}.{sys.version_info.minor}"
    return ENVIRONNEMENT / "lib" / version / "site-packages" / "deplie.pth"


def demenage() -> bool:
    """True when the checkout was moved: the environment's scripts still name the old place."""
    return chemin_pth().exists() and chemin_pth().read_text(encoding="utf-8").strip() != str(RACINE)


def creer() -> None:
    """Make the virtual environment, or make it again when its interpreter is gone or it was moved."""
    python = BIN / "python"
    marche = python.exists() and lancer(str(python), "-c", "import pip, sys; sys.exit(sys.version_info < (3, 11))")
    if not marche or demenage():
        venv.create(ENVIRONNEMENT, with_pip=True, clear=ENVIRONNEMENT.exists(), symlinks=True)


def poser(groupe: str) -> None:
    """Lay the locked packages of a group: pinned uv first, pip as a fallback."""
    python, verrou = str(BIN / "python"), str(VERROUS / f"{groupe}.txt")
    pip = (python, "-m", "pip", "install", "--quiet", "--disable-pip-version-check", "--require-hashes", "-r")
    if lancer(*pip, str(VERROUS / "uv.txt")) and lancer(
        str(BIN / "uv"), "pip", "install", "--quiet", "--python", python, "--require-hashes", "-r", verrou
    ):
        return
    print("uv indisponible : installation par pip, plus lente.", file=sys.stderr)
    if not lancer(*pip, verrou):
        sys.exit("L'installation des paquets a échoué : vérifiez l'accès au dépôt de paquets de votre Python.")


def relier() -> None:
    """Put the checkout on the environment's path, and write the ``deplie`` command."""
    chemin_pth().write_text(f"{RACINE}\n", encoding="utf-8")
    commande = BIN / "deplie"
    commande.write_text(COMMANDE.format(python=BIN / "python"), encoding="utf-8")
    commande.chmod(0o755)


def main(groupe: str = "run") -> None:
    if sys.version_info < (3, 11):
        sys.exit(
            f"Déplie demande Python 3.11 ou plus récent ; {sys.executable} est en {sys.version.split()[0]}. "
            "Indiquez-en un autre : make PYTHON=python3.12 run"
        )
    if groupe not in GROUPES:
        sys.exit(f"Groupe inconnu : {groupe}. Attendu : {', '.join(GROUPES)}.")
    if deja_fait(groupe):
        return
    # An inherited environment must not lead uv or pip elsewhere.
    os.environ.pop("VIRTUAL_ENV", None)
    os.environ.pop("PYTHONPATH", None)
    creer()
    poser(groupe)
    relier()
    (ENVIRONNEMENT / f".{groupe}").write_text(empreinte(groupe), encoding="ascii")


if __name__ == "__main__":
    main(*sys.argv[1:2])
