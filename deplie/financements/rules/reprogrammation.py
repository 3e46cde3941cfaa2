"""A programmed amount is raised or lowered by a committee: within the envelope, never under what is signed or paid."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from decimal import Decimal

from deplie.financements.rules.arrondi import refus_de_montant
from deplie.financements.rules.programmation import partager
from deplie.socle.argent import ZERO
from deplie.socle.argent import formater as euros


@dataclass(frozen=True)
class Bornes:
    """What an amount is compared with, in euros; None is not known. ``reste``: what its envelope still holds.

    ``restes``: what the subvention globale still holds for its axis and objective, by year that has an amount;
    ``aides``, ``couts``, ``annee``: how the operation is shared over its years (``programmation.partager``).
    """

    present: Decimal
    conventionne: Decimal | None = None
    paye: Decimal = Decimal(0)
    demande: Decimal | None = None
    reste: Decimal | None = None
    enveloppe: str = ""
    restes: Mapping[int, Decimal] = field(default_factory=dict)
    aides: Mapping[int, Decimal] = field(default_factory=dict)
    couts: Mapping[int, Decimal] = field(default_factory=dict)
    annee: int = 0


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
    return [*trouves, *_refus_de_la_subvention(montant, bornes)]


def _refus_de_la_subvention(montant: Decimal, bornes: Bornes) -> list[str]:
    """Each year of the subvention globale that a raise would pass; a year without an amount bounds nothing, and the
    programming says it."""
    avant, apres = (partager(un, bornes.aides, bornes.couts, bornes.annee) for un in (bornes.present, montant))
    trouves = []
    for annee in sorted(apres.keys() & bornes.restes.keys()):
        hausse, libre = apres[annee] - avant.get(annee, ZERO), max(ZERO, bornes.restes[annee])
        if hausse > libre:
            trouves.append(
                f"En {annee}, la hausse ({euros(hausse)}) dépasse ce que laisse l'enveloppe de la subvention globale "
                f"({euros(libre)})."
            )
    return trouves
