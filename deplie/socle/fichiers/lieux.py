"""Where files are kept: in the data folder, far from what the web server gives by itself."""

from __future__ import annotations

from pathlib import Path

from django.conf import settings


def racine() -> Path:
    return Path(settings.DONNEES) / "pieces"


def attente() -> Path:
    """Where a file stands while it is checked."""
    return racine() / "attente"


def chemin_de(cle: str) -> Path:
    """Two letters make the folder: thousands of files in one are slow to list."""
    return racine() / cle[:2] / cle
