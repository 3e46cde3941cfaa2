"""Visits to a desk: why people come, the public as far as it is said, until when a line may be corrected."""

from __future__ import annotations

from datetime import date
from typing import Final

ORIENTATION: Final = "ORIENTATION"
MOTIFS: Final[dict[str, str]] = {
    "ACCUEIL": "premier accueil, information",
    "EMPLOI": "offres d'emploi, CV, candidature",
    "NUMERIQUE": "démarche en ligne, équipement",
    "FORMATION": "formation, métiers",
    "DROITS": "droits, dossier administratif",
    "MOBILITE": "mobilité",
    ORIENTATION: "orientation vers un partenaire",
    "RENDEZ_VOUS": "rendez-vous avec un agent",
    "AUTRE": "autre",
}
# Where the age bands of a desk begin: of who is named, they are worked out.
AGES: Final = (26, 50)
TRANCHES: Final[dict[str, str]] = {"-26": "moins de 26 ans", "26-49": "26 à 49 ans", "50+": "50 ans et plus"}
SEXES: Final[dict[str, str]] = {"F": "femme", "H": "homme", "X": "autre ou non binaire"}
NOMBRE_MAX: Final = 200


def refus_de_noter(le: date, aujourd_hui: date) -> str:
    """A visit has taken place."""
    return f"Le {le:%d/%m/%Y} est dans l'avenir : un passage se note quand il a eu lieu." if le > aujourd_hui else ""


def refus_de_corriger(note_le: date, aujourd_hui: date, *, par_son_auteur: bool) -> str:
    """A line is corrected the day it is written, by who wrote it: the counts of yesterday stay."""
    if not par_son_auteur:
        return "Ce passage a été noté par quelqu'un d'autre : son auteur seul le corrige."
    if note_le != aujourd_hui:
        return "Un passage se corrige le jour où il est noté."
    return ""
