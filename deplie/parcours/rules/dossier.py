"""Why somebody's whole file may be given out. Source: règlement (UE) 2016/679, articles 15 and 20."""

from __future__ import annotations

from typing import Final

MOTIFS: Final[dict[str, str]] = {
    "ACCES": "la personne demande à voir ce qui est enregistré d'elle",
    "PORTABILITE": "la personne demande ses données pour les confier à un autre organisme",
    "REPRESENTANT": "son représentant légal ou son avocat le demande, avec son mandat",
    "AUTORITE": "une autorité l'exige (CNIL, justice)",
}
FORMATS: Final[dict[str, str]] = {"pdf": "un document PDF, à lire", "zip": "une archive, avec les fichiers joints"}
