"""Columns of ``objectifs``: read, modelled, documented and exported from here."""

from __future__ import annotations

from typing import Final

from deplie.socle.tableaux import Champ, DescriptionTable, Type

OBJECTIFS: Final = DescriptionTable(
    "objectifs",
    "Une ligne par objectif chiffré d'un protocole ou d'un avenant.",
    (
        Champ(
            "dispositif",
            "Dispositif",
            Type.MAJUSCULES,
            longueur=20,
            synonymes=("Code dispositif", "Plan", "Programme"),
            aide="PLIE par défaut.",
            exemple="PLIE",
        ),
        Champ(
            "indicateur",
            "Indicateur",
            Type.IDENTIFIANT,
            obligatoire=True,
            longueur=60,
            synonymes=("Code indicateur", "Code de l'indicateur", "Objectif"),
            aide="Code d'un indicateur du catalogue (deplie indicateurs).",
            exemple="personnes_suivies",
        ),
        Champ(
            "debut",
            "Début",
            Type.DATE,
            obligatoire=True,
            synonymes=("Date de début", "Du", "Début de période", "Date début"),
            aide="Premier jour de la période.",
            exemple="01/01/2020",
        ),
        Champ(
            "fin",
            "Fin",
            Type.DATE,
            obligatoire=True,
            synonymes=("Date de fin", "Au", "Fin de période", "Date fin"),
            aide="Dernier jour inclus.",
            exemple="31/12/2020",
        ),
        Champ(
            "cible",
            "Cible",
            Type.NOMBRE,
            obligatoire=True,
            decimales=4,
            maximum=9_999_999_999,
            synonymes=("Valeur cible", "Objectif chiffré", "Objectif annuel", "Valeur de l'objectif"),
            aide="Valeur à atteindre, dans l'unité de l'indicateur.",
            exemple="419",
        ),
        Champ(
            "source",
            "Source",
            Type.TEXTE,
            longueur=1000,
            synonymes=("Document", "Protocole", "Protocole ou avenant"),
            aide="Protocole ou avenant qui fixe la cible.",
            exemple="Protocole d'accord, article 4",
        ),
        Champ(
            "date_effet",
            "Date d'effet",
            Type.DATE,
            synonymes=("Prend effet le", "En vigueur le", "Date effet", "En vigueur à partir du"),
            aide="Jour à partir duquel la cible est en vigueur ; une ligne plus récente remplace la précédente.",
            exemple="01/01/2020",
        ),
    ),
)
