"""A call for projects: its uses, its states, and when it takes applications.

Source: ``domain/domain.md`` §2.4 and §5 (campagne, dépôt, recevabilité, instruction, jury, décision).
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from decimal import Decimal
from typing import Final

from deplie.socle.argent import formater

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


# An applicant comes back by its link for so many days after the closure of its call.
JOURS_DU_LIEN: Final = 400
# A draft that was not handed in is kept so long after the closure.
JOURS_D_UN_BROUILLON: Final = 180


def refus_de_publier(
    *, enveloppe: Decimal, sous_enveloppes: Iterable[Decimal], criteres: int, ferme: datetime, moment: datetime
) -> list[str]:
    """Why a call is not ready to be read by everybody, one sentence each. Amounts in euros."""
    trouves = []
    total = sum(sous_enveloppes, Decimal(0))
    if enveloppe <= 0:
        trouves.append("L'enveloppe est vide : indiquez son montant.")
    if total > enveloppe:
        trouves.append(
            f"Les sous-enveloppes ({formater(total)}) dépassent l'enveloppe ({formater(enveloppe)}). "
            "Corrigez l'une ou les autres."
        )
    if not criteres:
        trouves.append("La grille de notation est vide : ajoutez un critère au moins.")
    if ferme <= moment:
        trouves.append("La clôture du dépôt est passée : repoussez-la avant de publier.")
    return trouves


def refus_de_modifier(statut: str) -> str:
    """Why what a call asks may not change any more; empty while it is prepared."""
    if statut == PREPARE:
        return ""
    return (
        f"Cet appel est {STATUTS[statut]} : ce qu'il demande ne change plus. Sa clôture peut être repoussée ; pour le "
        "reste, retirez-le et publiez-en une copie."
    )
