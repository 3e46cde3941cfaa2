"""The one-time code of the first installation: printed by ``deplie serve``, kept as a digest, then dead."""

from __future__ import annotations

import hashlib
import hmac
import json
import os
import secrets
from datetime import datetime, timedelta
from pathlib import Path

from django.conf import settings
from django.utils import timezone

from deplie.socle.models import Compte

DUREE = timedelta(hours=24)
# No letter that reads like a figure.
ALPHABET = "ABCDEFGHJKLMNPQRSTUVWXYZ23456789"


def installation_vide() -> bool:
    """Whether nobody has an account yet."""
    return not Compte.objects.exists()


def preparer_code() -> str | None:
    """Draw a new code, replacing the former one, and return it; None when an account exists."""
    if not installation_vide():
        _fichier().unlink(missing_ok=True)
        return None
    groupes = ["".join(secrets.choice(ALPHABET) for _ in range(4)) for _ in range(4)]
    code = "-".join(groupes)
    expire = timezone.now() + DUREE
    _ecrire(json.dumps({"empreinte": _empreinte(code), "expire": expire.isoformat()}))
    return code


def code_valable(code: str) -> bool:
    """Whether this is the code printed last, less than a day ago, in an installation still empty."""
    try:
        garde = json.loads(_fichier().read_text(encoding="ascii"))
    except (FileNotFoundError, ValueError):
        return False
    a_temps = datetime.fromisoformat(garde["expire"]) > timezone.now()
    return a_temps and hmac.compare_digest(garde["empreinte"], _empreinte(code)) and installation_vide()


def consommer_code() -> bool:
    """Take the code away; False when somebody else just did."""
    try:
        _fichier().unlink()
    except FileNotFoundError:
        return False
    return True


def _fichier() -> Path:
    return Path(settings.DONNEES) / "premiere-installation.json"


def _ecrire(texte: str) -> None:
    """Put in place at once, readable by the server's account alone."""
    fichier = _fichier()
    fichier.parent.mkdir(parents=True, exist_ok=True)
    brouillon = fichier.with_suffix(f".{os.getpid()}")
    descripteur = os.open(brouillon, os.O_CREAT | os.O_TRUNC | os.O_WRONLY, 0o600)
    with os.fdopen(descripteur, "w", encoding="ascii") as sortie:
        sortie.write(texte)
    brouillon.replace(fichier)


def _empreinte(code: str) -> str:
    """The code carries 80 bits: a plain digest cannot be searched."""
    lettres = "".join(lettre for lettre in code.upper() if lettre.isalnum())
    return hashlib.sha256(lettres.encode()).hexdigest()
