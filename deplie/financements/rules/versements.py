"""Advance, instalments, balance: what is to be paid, never more than the convention.

Balance = retained costs × rate of the convention, within its amount, less what was paid; below zero it is an order to
pay back (ordre de reversement), and what came back of it is taken off what was paid. The rate is a fraction with its
two terms, never rounded before the product.

Source: ``domain/domain.md`` §2.4 (paiement) and §5 (versements, bilan, solde); shares of advance and of instalments are
parameters of the convention.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction
from typing import Final, NamedTuple

from deplie.financements.rules.arrondi import au_cent, au_cent_inferieur, refus_de_montant
from deplie.financements.rules.nomenclature import SOLDE, VERSEMENTS
from deplie.financements.rules.plan import Taux
from deplie.socle.argent import ZERO
from deplie.socle.argent import formater as euros

VERSER: Final = "VERSER"
REVERSER: Final = "REVERSER"
RIEN: Final = "RIEN"


class Paiement(NamedTuple):
    """A payment made: its kind (``VERSEMENTS``) and its amount in euros."""

    genre: str
    montant: Decimal


@dataclass(frozen=True)
class Solde:
    """What closes an operation. ``du``: the whole aid that is due; ``montant``: what moves, always positive."""

    sens: str
    montant: Decimal
    du: Decimal
    verse: Decimal
    phrase: str


def total_verse(paiements: Iterable[Paiement]) -> Decimal:
    """What was paid so far."""
    return sum((paiement.montant for paiement in paiements), ZERO)


def avance(aide: Decimal, part: Decimal) -> Decimal:
    """An advance, ``part`` percent of the aid, cut to the cent below. Raises ``ValueError`` outside 0 to 100."""
    if not 0 <= part <= 100:
        raise ValueError("a share is between 0 and 100")
    return au_cent_inferieur(Fraction(aide) * Fraction(part) / 100)


def aide_due(retenu: Decimal, taux: Taux, aide: Decimal, autres: Decimal = ZERO) -> Decimal:
    """The aid that retained costs give: at the rate, within the convention, and within what other resources leave.

    ``autres``: what the other funders really brought; with them, an operation is never paid more than it cost.
    """
    if taux.exact is None:
        return ZERO
    return max(ZERO, min(au_cent(Fraction(retenu) * taux.exact), aide, retenu - autres))


def acompte(
    retenu: Decimal,
    taux: Taux,
    aide: Decimal,
    paiements: Iterable[Paiement],
    part_max: Decimal = Decimal(100),
    rendu: Decimal = ZERO,
) -> Decimal:
    """What an intermediate bilan lets be paid: due so far less paid, under ``part_max`` percent of the aid in all.

    ``rendu``: what came back of it since.
    """
    borne = min(aide_due(retenu, taux, aide), avance(aide, part_max))
    return max(ZERO, borne - (total_verse(paiements) - rendu))


def solder(
    retenu: Decimal,
    taux: Taux,
    aide: Decimal,
    paiements: Iterable[Paiement],
    autres: Decimal = ZERO,
    rendu: Decimal = ZERO,
) -> Solde:
    """The balance of an operation, with the sentence that says how it was counted; ``rendu``: what came back already.

    Raises nothing.
    """
    verse, du = total_verse(paiements) - rendu, aide_due(retenu, taux, aide, autres)
    ecart = du - verse
    compte = f"{euros(retenu)} retenus × {taux}, dans la limite de {euros(aide)}"
    if autres and du == max(ZERO, retenu - autres):
        compte += f" et de ce que laissent les autres ressources ({euros(autres)})"
    deja = f"{euros(verse)} déjà versés"
    if rendu:
        deja += f" ({euros(verse + rendu)}, moins {euros(rendu)} reversés)"
    compte += f" : {euros(du)} dus, {deja}."
    if ecart > 0:
        return Solde(VERSER, ecart, du, verse, f"{compte} Solde à verser : {euros(ecart)}.")
    if ecart < 0:
        return Solde(REVERSER, -ecart, du, verse, f"{compte} Ordre de reversement : {euros(-ecart)}.")
    return Solde(RIEN, ZERO, du, verse, f"{compte} Rien à verser.")


def refus_de_verser(
    genre: str, montant: Decimal, aide: Decimal, paiements: Iterable[Paiement], rendu: Decimal = ZERO
) -> str:
    """Why a payment cannot be made: not a sum, more than the convention leaves, after the balance."""
    faits = list(paiements)
    if phrase := refus_de_montant(montant, nul=False):
        return phrase
    if genre not in VERSEMENTS:
        return "Choisissez une avance, un acompte ou un solde."
    if any(paiement.genre == SOLDE for paiement in faits):
        return "Le solde de cette opération est déjà versé."
    reste = aide - (total_verse(faits) - rendu)
    if montant > reste:
        return (
            f"Ce versement ({euros(montant)}) porterait le total au-delà de la convention ({euros(aide)}) : il reste "
            f"{euros(max(ZERO, reste))}."
        )
    return ""


def refus_de_plafond(genre: str, montant: Decimal, plafond: Decimal, part_max: Decimal) -> str:
    """Why an instalment or a balance passes what the accepted bilans give; an advance waits for none of them."""
    if montant <= plafond:
        return ""
    if genre == SOLDE:
        return f"Le solde dû est de {euros(plafond)} : {euros(montant)} le dépasserait."
    borne = "" if part_max == 100 else f", dans la limite de {part_max} % de l'aide, avance comprise"
    return (
        f"Ce que les bilans validés retiennent permet un acompte de {euros(plafond)} au plus{borne} : "
        f"{euros(montant)} le dépasserait."
    )


def refus_de_reverser(montant: Decimal, verse: Decimal, ordonne: Decimal) -> str:
    """Why so much cannot be ordered back: not a sum, or more than what was paid and is not ordered back already."""
    if phrase := refus_de_montant(montant, nul=False):
        return phrase
    reste = verse - ordonne
    if montant > reste:
        deja = f", dont {euros(ordonne)} déjà à reverser" if ordonne else ""
        return (
            f"Un reversement ne dépasse pas ce qui est payé ({euros(verse)}{deja}) : {euros(max(ZERO, reste))} au plus."
        )
    return ""
