"""Code lists of a financing plan: natures of expenses, kinds of resources, instalments.

Source: the plan of an operation (``domain/domain.md`` §2.4, ``entites.csv`` « LigneBudget/Dépense/Ressource »).
"""

from __future__ import annotations

from typing import Final

PERSONNEL: Final = "PERSONNEL"
FONCTIONNEMENT: Final = "FONCTIONNEMENT"
PRESTATIONS: Final = "PRESTATIONS"
PARTICIPANTS: Final = "PARTICIPANTS"
EQUIPEMENT: Final = "EQUIPEMENT"
INDIRECTES: Final = "INDIRECTES"
NATURES: Final[dict[str, str]] = {
    PERSONNEL: "dépenses directes de personnel",
    FONCTIONNEMENT: "dépenses directes de fonctionnement",
    PRESTATIONS: "achats de prestations",
    PARTICIPANTS: "dépenses liées aux participants",
    EQUIPEMENT: "équipement et amortissements",
    INDIRECTES: "dépenses indirectes",
}

FSE: Final = "FSE"
AUTOFINANCEMENT: Final = "AUTOFINANCEMENT"
RESSOURCES: Final[dict[str, str]] = {
    FSE: "Fonds social européen",
    "ETAT": "État",
    "REGION": "Région",
    "DEPARTEMENT": "Département",
    "EPCI": "commune ou groupement",
    "AUTRE_PUBLIC": "autre financeur public",
    "PRIVE": "financeur privé",
    AUTOFINANCEMENT: "autofinancement",
    "RECETTES": "recettes de l'opération",
}

AVANCE: Final = "AVANCE"
ACOMPTE: Final = "ACOMPTE"
SOLDE: Final = "SOLDE"
VERSEMENTS: Final[dict[str, str]] = {AVANCE: "avance", ACOMPTE: "acompte", SOLDE: "solde"}

FAVORABLE: Final = "FAVORABLE"
RESERVE: Final = "RESERVE"
DEFAVORABLE: Final = "DEFAVORABLE"
AVIS: Final[dict[str, str]] = {
    FAVORABLE: "favorable",
    RESERVE: "favorable avec réserves",
    DEFAVORABLE: "défavorable",
}
