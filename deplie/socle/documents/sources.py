"""Where the pages and templates of documents stand: below the ``templates`` of each room, as its web pages do."""

from __future__ import annotations

from pathlib import Path

from django.template.utils import get_app_template_dirs


def trouver(nom: str) -> Path:
    """The file of a template named below a room's ``templates``. Raises LookupError when there is none."""
    for dossier in get_app_template_dirs("templates"):
        if (fichier := Path(dossier) / nom).is_file():
            return fichier
    raise LookupError(f"No document template « {nom} »")
