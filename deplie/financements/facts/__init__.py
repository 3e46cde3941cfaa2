"""What financements gives to measure: applications, money, and the links of an operation to its chain.

All of it is of the whole territory (decision 23): a call serves one scheme, several, or none.
"""

from __future__ import annotations

from typing import Final

from deplie.financements.facts.argent import (
    CONVENTIONNE,
    COUT,
    DECLARE,
    ENVELOPPE,
    ENVELOPPE_COMMUNE,
    MOUVEMENT,
    PAYE,
    PROGRAMME,
    RETENU,
    lues_avec_leur_argent,
    mouvements,
    sommes_de,
)
from deplie.financements.facts.chaine import CHAINE, CHAMPS, INCONNUS, LIENS, liens_de, liens_des_operations
from deplie.financements.facts.commun import SANS_FIN, en_centimes
from deplie.financements.facts.dossier import CANDIDATURE, ISSUES, candidatures
from deplie.financements.models import Operation

__all__ = [
    "CANDIDATURE",
    "CHAINE",
    "CHAMPS",
    "CONVENTIONNE",
    "COUT",
    "DECLARE",
    "DEPENDANCES",
    "ENVELOPPE",
    "ENVELOPPE_COMMUNE",
    "FAITS",
    "INCONNUS",
    "ISSUES",
    "LECTURES",
    "LIENS",
    "MOUVEMENT",
    "PAYE",
    "PROGRAMME",
    "RETENU",
    "SANS_FIN",
    "TABLES",
    "candidatures",
    "en_centimes",
    "liens_de",
    "liens_des_operations",
    "lues_avec_leur_argent",
    "mouvements",
    "sommes_de",
]

FAITS: Final = {fait.nom: fait for fait in (CANDIDATURE, MOUVEMENT)}
LECTURES: Final = {"candidature": candidatures, "mouvement": mouvements}
DEPENDANCES: Final = {
    "candidature": ("operation", "appel"),
    "mouvement": ("operation", "appel", "depense", "versement", "cadre"),
}
TABLES: Final = {"candidature": (Operation, "territoire"), "mouvement": (Operation, "territoire")}
