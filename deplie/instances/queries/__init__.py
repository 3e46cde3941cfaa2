"""What is read about séances; others import from here."""

from deplie.instances.queries.objets import Dossier, Genre, genre, genres_de, inscrire_genre
from deplie.instances.queries.seance import (
    instance_ou_404,
    instances_de,
    membre_ou_404,
    membres_le,
    planifiables,
    proches,
    seance_ou_404,
    visibles_par,
)

__all__ = [
    "Dossier",
    "Genre",
    "genre",
    "genres_de",
    "inscrire_genre",
    "instance_ou_404",
    "instances_de",
    "membre_ou_404",
    "membres_le",
    "planifiables",
    "proches",
    "seance_ou_404",
    "visibles_par",
]
