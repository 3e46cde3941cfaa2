"""A Word template that a territory brings: accepted only if it gives a document whatever is known."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from deplie.socle.documents.word import verifier_gabarit
from deplie.socle.erreurs import RefusMetier
from deplie.socle.fichiers.depot import lire
from deplie.socle.models import Fichier


def eprouver(fichier: Fichier, exemples: Iterable[Mapping[str, Any]]) -> None:
    """Render a template with each example. Raises RefusMetier for another kind of file, or naming the field or the
    line at fault; FichierPerdu."""
    if fichier.genre != "DOCX":
        raise RefusMetier("Un modèle est un document Word (.docx).")
    octets = lire(fichier).read()
    for exemple in exemples:
        verifier_gabarit(octets, exemple)
