"""A call for projects: its uses, its states, and when it takes applications.

Source: ``domain/domain.md`` §2.4 and §5 (campagne, dépôt, recevabilité, instruction, jury, décision).
"""

from __future__ import annotations

from datetime import datetime
from typing import Final

# What a call is for: three uses of one engine. Nothing is decided on it but words and the breakdown of figures.
PLIE: Final = "PLIE"
ESS: Final = "ESS"
INNOVATION: Final = "INNOVATION"
USAGES: Final[dict[str, str]] = {
    PLIE: "opérations d'insertion",
    ESS: "économie sociale et solidaire",
    INNOVATION: "innovation sociale",
}

PREPARE: Final = "PREPARE"
PUBLIE: Final = "PUBLIE"
RETIRE: Final = "RETIRE"
STATUTS: Final[dict[str, str]] = {PREPARE: "en préparation", PUBLIE: "publié", RETIRE: "retiré"}


def refus_de_deposer(statut: str, ouvre: datetime, ferme: datetime, moment: datetime) -> str:
    """Why a call takes no application at this moment: a French sentence, empty when it takes one.

    Both ends are inside: an application of the very second of the closure is in time.
    """
    if statut == RETIRE:
        return "Cet appel a été retiré : il ne reçoit plus de dossier. Ce que vous avez écrit est gardé."
    if statut != PUBLIE:
        return "Cet appel n'est pas publié."
    if moment < ouvre:
        return f"Les dossiers se déposent à partir du {ouvre:%d/%m/%Y à %H:%M}."
    if moment > ferme:
        return (
            f"Le dépôt est clos depuis le {ferme:%d/%m/%Y à %H:%M:%S}. Ce que vous avez écrit est gardé ; "
            "adressez-vous au service qui gère l'appel."
        )
    return ""
