"""The installation's secret key, drawn at the first start."""

import os
import secrets
from pathlib import Path


def cle_secrete(dossier: Path) -> str:
    """Return the key kept in ``dossier/cle_secrete``, created (mode 600) if it is not there yet."""
    fichier = dossier / "cle_secrete"
    dossier.mkdir(parents=True, exist_ok=True)
    try:
        descripteur = os.open(fichier, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o600)
    except FileExistsError:
        return fichier.read_text(encoding="ascii").strip()
    cle = secrets.token_urlsafe(50)
    with os.fdopen(descripteur, "w", encoding="ascii") as sortie:
        sortie.write(cle)
    return cle
