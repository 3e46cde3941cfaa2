"""What the contract PLIE on paper says: the fields of its template, and their example.

Never « contrat d'engagement » alone: that name is the one of France Travail (code du travail, L5411-6).
"""

from __future__ import annotations

from typing import Any, Final

# Health is left out of a paper that three parties keep.
EXEMPLE: Final[dict[str, Any]] = {
    "territoire": "Territoire d'exemple",
    "dispositif": "Plan local pour l'insertion et l'emploi",
    "titre": "Contrat PLIE",
    "avenant": "",
    "etabli_le": "12 mars 2026",
    "entree_le": "2 mars 2026",
    "personne": "Zélie Exemple",
    "naissance": "14 mai 1985",
    "adresse": "1 rue de l'Exemple, 97420 Le Port",
    "referent": "Camille Exemple",
    "structure": "Maison de l'accompagnement",
    "objectifs": ["Passer le permis", "Trouver un poste de cariste"],
    "freins": ["Mobilité"],
    "etapes": [{"nom": "Atelier collectif", "operateur": "Association d'exemple", "debut": "20/03/2026", "fin": ""}],
    "signatures": [
        {"qui": "La personne", "nom": "Zélie Exemple", "le": "12/03/2026"},
        {"qui": "Le référent", "nom": "Camille Exemple", "le": ""},
        {"qui": "L'équipe du plan", "nom": "", "le": ""},
    ],
}


def titre(rang: int) -> str:
    """« Contrat PLIE », « Avenant n° 2 au contrat PLIE »."""
    return "Contrat PLIE" if rang == 1 else f"Avenant n° {rang - 1} au contrat PLIE"
