"""What the base refuses of an offer, said in French."""

from __future__ import annotations

from typing import Final

from deplie.offre.rules import DUREE_MAX, DUREE_MIN, PLACES_MAX
from deplie.socle.erreurs import RefusMetier

PHRASES: Final = {
    "lieu_unique": "Un lieu porte déjà ce nom dans le territoire.",
    "permanence_quand": "Une permanence se tient un jour de la semaine, ou une seule fois à une date.",
    "permanence_heures": "L'heure de fin précède celle du début. Corrigez l'une des deux.",
    "permanence_dates": "La fin de la permanence précède son début. Corrigez l'une des deux.",
    "atelier_places": f"Un atelier a de 1 à {PLACES_MAX} places.",
    "seance_atelier_unique": "Cet atelier a déjà une séance ce jour-là, à cette heure.",
    "seance_atelier_duree": f"Une séance dure de {DUREE_MIN} minutes à {DUREE_MAX // 60} heures.",
}


def exiger(phrase: str) -> None:
    """Raise the refusal that a rule gives, if it gives one."""
    if phrase:
        raise RefusMetier(phrase)
