"""What a place, a workshop and a session may be: code lists, sizes, and why something is refused.

Source: ``domain/domain.md`` §1 (EREF, points emploi, ateliers collectifs). No theme tells a state of health: who is
registered somewhere must not say what they have.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, time, timedelta
from typing import Final

GENRES_LIEU: Final[dict[str, str]] = {
    "EREF": "espace ressources emploi formation",
    "POINT_EMPLOI": "point emploi",
    "ANTENNE": "antenne du plan",
    "CCAS": "centre communal d'action sociale",
    "MAIRIE": "mairie ou mairie annexe",
    "FRANCE_SERVICES": "maison France services",
    "MAISON_QUARTIER": "maison de quartier",
    "AUTRE": "autre lieu",
}
THEMES: Final[dict[str, str]] = {
    "RECHERCHE": "recherche d'emploi",
    "PROJET": "projet professionnel",
    "NUMERIQUE": "numérique",
    "MOBILITE": "mobilité",
    "LANGUE": "langue et savoirs de base",
    "QUOTIDIEN": "budget et vie quotidienne",
    "METIERS": "découverte de métiers et d'entreprises",
    "INFORMATION": "information collective",
    "AUTRE": "autre",
}
JOURS: Final[dict[int, str]] = dict(
    enumerate(("lundi", "mardi", "mercredi", "jeudi", "vendredi", "samedi", "dimanche"))
)
PREVUE: Final = "PREVUE"
ANNULEE: Final = "ANNULEE"
STATUTS_SEANCE: Final[dict[str, str]] = {PREVUE: "prévue", ANNULEE: "annulée"}
# Minutes, and people.
DUREE_HABITUELLE, DUREE_MIN, DUREE_MAX = 180, 15, 600
PLACES_HABITUELLES, PLACES_MAX = 10, 500


def refus_de_seance(statut: str) -> str:
    """Nothing more happens to a session that was called off."""
    return "Cette séance est annulée." if statut == ANNULEE else ""


def refus_de_presences(jour: date, aujourd_hui: date) -> str:
    """Who came is told on the day or after."""
    if jour > aujourd_hui:
        return f"Cette séance est prévue le {jour:%d/%m/%Y} : les présences se relèvent ce jour-là ou après."
    return ""


def refus_de_creneau(debut: time, fin: time) -> str:
    """A slot ends after it begins."""
    return "" if debut < fin else "L'heure de fin précède celle du début. Corrigez l'une des deux."


def jours_de_permanence(
    jour_semaine: int | None, le: date | None, debut: date | None, fin: date | None, lundi: date
) -> Iterator[date]:
    """The days of the week beginning ``lundi`` on which a permanence is held: its date, or its day of the week."""
    dimanche = lundi + timedelta(days=6)
    if le is not None:
        if lundi <= le <= dimanche:
            yield le
        return
    if jour_semaine is None:
        return
    jour = lundi + timedelta(days=jour_semaine)
    if (debut is None or debut <= jour) and (fin is None or jour <= fin):
        yield jour
