"""What is read about parcours; others import from here."""

from deplie.parcours.queries.alertes import alertes_de
from deplie.parcours.queries.liste import Filtre, Liste
from deplie.parcours.queries.perimetre import (
    etape_ou_404,
    etapes_visibles_par,
    participation_ou_404,
    personne_ou_404,
    personnes_visibles_par,
    visibles_par,
)

__all__ = [
    "Filtre",
    "Liste",
    "alertes_de",
    "etape_ou_404",
    "etapes_visibles_par",
    "participation_ou_404",
    "personne_ou_404",
    "personnes_visibles_par",
    "visibles_par",
]
