"""Giving a file to somebody who may read it; who may is the caller's business, and so is the journal."""

from __future__ import annotations

from django.http import FileResponse

from deplie.socle.fichiers.depot import lire
from deplie.socle.fichiers.genres import GENRES
from deplie.socle.fichiers.noms import nom_donne
from deplie.socle.models import Fichier


def servir(fichier: Fichier) -> FileResponse:
    """The file as an attachment: never shown inside the site, never guessed, never kept. Raises FichierPerdu."""
    nom, media = nom_donne(fichier.nom, fichier.genre), GENRES[fichier.genre].media
    reponse = FileResponse(lire(fichier), as_attachment=True, filename=nom, content_type=media)
    reponse["X-Content-Type-Options"] = "nosniff"
    # Opened inside a browser all the same, it can neither run nor send anything.
    reponse["Content-Security-Policy"] = "default-src 'none'; sandbox"
    reponse["Cache-Control"] = "private, no-store"
    return reponse
