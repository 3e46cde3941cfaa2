"""Charges and fundings of a territory: their kinds, and when one holds.

Sources: GPSEA, « Action sociale, insertion, et économie sociale et solidaire » (intérêt territorial, deliberation of 13
December 2017); La Rochelle, rapport d'activités 2021 (the Département takes over the funding of worksites, 2022-2026).
"""

from __future__ import annotations

from datetime import date, timedelta
from typing import Final

COMPETENCE: Final = "COMPETENCE"
FINANCEMENT: Final = "FINANCEMENT"

NATURES_COMPETENCE: Final[dict[str, str]] = {COMPETENCE: "compétence", FINANCEMENT: "financement"}
NATURES_ACCORD: Final[dict[str, str]] = {
    "DELIBERATION": "délibération",
    "CONVENTION": "convention",
    "PACTE": "pacte",
    "HABILITATION": "habilitation",
}


def en_vigueur(debut: date | None, fin: date | None, jour: date) -> bool:
    """Whether it holds on a day; a bound that is not known excludes nothing."""
    return (debut is None or debut <= jour) and (fin is None or jour <= fin)


def refus_de_passer(debut: date | None, fin: date | None, le: date) -> str:
    """Why a charge may not pass to another body on a day; empty when it may. Until the eve, the former one keeps it."""
    if debut is not None and le <= debut:
        return f"Le relais ({le:%d/%m/%Y}) doit suivre le début ({debut:%d/%m/%Y})."
    if fin is not None and fin < le - timedelta(days=1):
        return f"Le premier organisme s'arrête le {fin:%d/%m/%Y} : un relais au {le:%d/%m/%Y} laisserait un vide."
    return ""
