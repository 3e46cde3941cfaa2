"""Columns of ``participants``: sensitive answers, which stand apart."""

from __future__ import annotations

from typing import Final

from deplie.socle.tableaux import Champ, Type
from deplie.territoires.rules import (
    OUI_NON_NSP,
    REPONSE_SENSIBLE,
)

SENSIBLES: Final = (
    Champ(
        "handicap",
        "Handicap",
        Type.CODE,
        codes=REPONSE_SENSIBLE,
        droit="sensible.lire",
        synonymes=(
            "Personne en situation de handicap",
            "Handicap reconnu",
            "Situation de handicap",
            "Reconnaissance de handicap",
        ),
        aide="Réponse à la question sur le handicap (accès restreint).",
        exemple="non demandé",
    ),
    Champ(
        "pays_tiers",
        "Ressortissant de pays tiers",
        Type.CODE,
        codes=REPONSE_SENSIBLE,
        droit="sensible.lire",
        synonymes=("Pays tiers", "Nationalité hors UE", "Ressortissant pays tiers", "Hors UE"),
        aide="Nationalité d'un pays hors de l'Union européenne (accès restreint).",
    ),
    Champ(
        "origine_etrangere",
        "Origine étrangère",
        Type.CODE,
        codes=REPONSE_SENSIBLE,
        droit="sensible.lire",
        synonymes=("Parents nés à l'étranger", "Parent né à l'étranger", "D'origine étrangère"),
        aide="Réponse à la question sur l'origine (accès restreint).",
    ),
    Champ(
        "sans_abri",
        "Sans-abri",
        Type.CODE,
        codes=REPONSE_SENSIBLE,
        droit="sensible.lire",
        synonymes=("Sans abri ou exclusion du logement", "Exclusion du logement", "Sans domicile", "SDF"),
        aide="Sans-abri ou exclusion du logement (accès restreint).",
    ),
    Champ(
        "zone_rurale",
        "Zone rurale",
        Type.CODE,
        codes=OUI_NON_NSP,
        synonymes=("Résidence en zone rurale", "Commune rurale", "Rural", "En zone rurale"),
        aide="Réside dans une commune rurale à l'entrée.",
    ),
)
