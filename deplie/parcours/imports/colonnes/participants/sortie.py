"""Columns of ``participants``: the exit, and the situation six months later."""

from __future__ import annotations

from typing import Final

from deplie.socle.tableaux import Champ, Type
from deplie.territoires.rules import (
    MOTIF_SORTIE,
    MOTIFS_SENSIBLES,
    SITUATION_6_MOIS,
)

SORTIE: Final = (
    Champ(
        "date_sortie",
        "Date de sortie",
        Type.DATE,
        synonymes=(
            "Sortie",
            "Sorti le",
            "Sortie le",
            "Date sortie",
            "Date de sortie PLIE",
            "Date de sortie du PLIE",
            "Sorti(e) le",
            "Fin de parcours",
        ),
        aide="Jour de la sortie ; vide tant que le parcours est ouvert.",
    ),
    Champ(
        "motif_sortie",
        "Motif de sortie",
        Type.CODE,
        codes=MOTIF_SORTIE,
        droit="sensible.lire",
        codes_reserves=MOTIFS_SENSIBLES,
        synonymes=(
            "Motif",
            "Type de sortie",
            "Nature de la sortie",
            "Motif sortie",
            "Raison de la sortie",
            "Motif de la sortie",
        ),
        aide="Motif de sortie ; sans date de sortie, la ligne est refusée.",
    ),
    Champ(
        "date_validation_sortie",
        "Date de validation de la sortie",
        Type.DATE,
        synonymes=(
            "Validation sortie",
            "Sortie validée le",
            "Date de validation",
            "Validée le",
            "Date de validation sortie",
        ),
        aide="Date de l'instance qui valide la sortie ; vide : sortie provisoire.",
    ),
    Champ(
        "situation_6_mois",
        "Situation à 6 mois",
        Type.CODE,
        codes=SITUATION_6_MOIS,
        synonymes=(
            "Situation au 6e mois",
            "Situation 6 mois",
            "Situation à +6 mois",
            "Situation six mois après",
            "Situation à six mois",
        ),
        aide="Situation constatée au sixième mois après la sortie.",
    ),
    Champ(
        "date_situation_6_mois",
        "Date de la situation à 6 mois",
        Type.DATE,
        synonymes=("Date du constat", "Date du constat à 6 mois", "Date situation 6 mois", "Constat le"),
        aide="Date du constat.",
    ),
    Champ(
        "jours_suspension",
        "Jours de suspension",
        Type.ENTIER,
        minimum=0,
        maximum=36500,
        synonymes=("Suspension", "Suspension (jours)", "Durée de suspension", "Nombre de jours de suspension"),
        aide="Jours de suspension du parcours, à retrancher de sa durée.",
    ),
)
