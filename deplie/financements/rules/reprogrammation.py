"""A programmed amount is raised or lowered by a committee: within the envelope, never under what is signed or paid."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal

from deplie.financements.rules.arrondi import refus_de_montant
from deplie.socle.argent import formater as euros


@dataclass(frozen=True)
class Bornes:
    """What an amount is compared with, in euros; None is not known. ``reste``: what its envelope still holds."""

    present: Decimal
    conventionne: Decimal | None = None
    paye: Decimal = Decimal(0)
    demande: Decimal | None = None
    reste: Decimal | None = None
    enveloppe: str = ""


def refus_de_reprogrammer(montant: Decimal, bornes: Bornes) -> list[str]:
    """Why an amount cannot be programmed instead of the present one, one sentence each."""
    if phrase := refus_de_montant(montant, nul=False):
        return [phrase]
    trouves = []
    if montant == bornes.present:
        trouves.append(f"Rien ne change : {euros(montant)} sont déjà programmés.")
    if bornes.conventionne is not None and montant < bornes.conventionne:
        trouves.append(
            f"La convention engage {euros(bornes.conventionne)} : un avenant doit d'abord la ramener à "
            f"{euros(montant)} au plus."
        )
    if montant < bornes.paye:
        trouves.append(f"{euros(bornes.paye)} sont déjà payés : le montant ne passe pas au-dessous.")
    hausse = montant - bornes.present
    libre = None if bornes.reste is None else max(Decimal(0), bornes.reste)
    if libre is not None and hausse > libre:
        trouves.append(f"La hausse ({euros(hausse)}) dépasse ce que laisse {bornes.enveloppe} ({euros(libre)}).")
    return trouves
