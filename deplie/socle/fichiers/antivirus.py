"""The antivirus that an installation may plug in: asked about each file before it is kept; silent, it refuses.

``DEPLIE_ANTIVIRUS`` is ``clamd:/chemin/du/socket``, ``clamd://hôte:port``, or a command to which the path of the file
is added (0: clean, 1: infected, anything else: not checked).
"""

from __future__ import annotations

import shlex
import socket
import struct
import subprocess
from collections.abc import Callable
from pathlib import Path
from typing import Final

from django.conf import settings

from deplie.socle.erreurs import RefusMetier

SECONDES: Final = 60
_TRANCHE: Final = 2**16


class SansReponse(Exception):
    """The antivirus said neither yes nor no."""


def verifier(chemin: Path, nom: str) -> None:
    """Raises RefusMetier for a file that the antivirus refuses, and for one that it could not look at."""
    reglage = settings.ANTIVIRUS.strip()
    if not reglage:
        return
    interroger: Callable[[str, Path], bool] = _clamd if reglage.startswith("clamd:") else _commande
    try:
        sain = interroger(reglage, chemin)
    except (SansReponse, OSError, ValueError, subprocess.SubprocessError) as erreur:
        raise RefusMetier(
            "L'antivirus n'a pas répondu : le fichier n'est pas gardé. Recommencez plus tard, ou prévenez "
            "l'administration."
        ) from erreur
    if not sain:
        raise RefusMetier(f"« {nom} » est refusé par l'antivirus.")


def _commande(reglage: str, chemin: Path) -> bool:
    resultat = subprocess.run(  # noqa: S603  # the command is the installation's own
        [*shlex.split(reglage), str(chemin)], capture_output=True, timeout=SECONDES, check=False
    )
    if resultat.returncode not in (0, 1):
        raise SansReponse(resultat.returncode)
    return resultat.returncode == 0


def _clamd(reglage: str, chemin: Path) -> bool:
    """The INSTREAM dialogue of clamd: pieces preceded by their length, an empty one at the end, one line of answer."""
    with _joindre(reglage.removeprefix("clamd:")) as prise:
        prise.settimeout(SECONDES)
        prise.sendall(b"zINSTREAM\0")
        with chemin.open("rb") as flux:
            while tranche := flux.read(_TRANCHE):
                prise.sendall(struct.pack(">I", len(tranche)) + tranche)
        prise.sendall(struct.pack(">I", 0))
        reponse = b""
        while not reponse.endswith(b"\0") and (recu := prise.recv(4096)):
            reponse += recu
    dite = reponse.rstrip(b"\0\n").strip()
    if dite.endswith(b"FOUND"):
        return False
    if dite != b"stream: OK":
        raise SansReponse(dite[:80])
    return True


def _joindre(adresse: str) -> socket.socket:
    if adresse.startswith("//"):
        hote, _, port = adresse.removeprefix("//").rpartition(":")
        return socket.create_connection((hote, int(port)), timeout=SECONDES)
    prise = socket.socket(socket.AF_UNIX, socket.SOCK_STREAM)
    prise.settimeout(SECONDES)
    try:
        prise.connect(adresse)
    except OSError:
        prise.close()
        raise
    return prise
