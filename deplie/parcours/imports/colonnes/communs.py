"""Columns that both tables carry."""

from __future__ import annotations

from typing import Final

from deplie.socle.tableaux import Champ, Type

IDENTIFIANT: Final = Champ(
    "identifiant",
    "Identifiant",
    Type.IDENTIFIANT,
    obligatoire=True,
    longueur=60,
    synonymes=(
        "Id",
        "Identifiant participant",
        "Identifiant de la personne",
        "Identifiant personne",
        "N° participant",
        "Numéro participant",
        "Numéro de participant",
        "N° dossier",
        "Numéro de dossier",
        "N° de dossier",
        "Code participant",
        "Référence participant",
        "Identifiant bénéficiaire",
        "Id participant",
        "Numéro",
    ),
    aide="Identifiant stable de la personne dans l'outil d'origine (jamais le numéro de sécurité sociale).",
    exemple="P-2020-0001",
)
DISPOSITIF: Final = Champ(
    "dispositif",
    "Dispositif",
    Type.MAJUSCULES,
    longueur=20,
    synonymes=("Code dispositif", "Plan", "Programme"),
    aide="PLIE par défaut ; ARPE ou tout autre dispositif déclaré dans le territoire.",
    exemple="PLIE",
)
