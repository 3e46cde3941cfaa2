"""When a financing plan may be written, and when it is kept as it was.

A plan is written freely until its convention is signed; an avenant alone changes it afterwards. Three moments are kept:
what the holder handed in, what was signed, what each avenant made of it. Source: an avenant holds from its day of
effect (``rules.convention``).
"""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal
from typing import Final

from deplie.financements.rules.cycle import BROUILLON, CLOS
from deplie.socle.argent import formater as euros

DEPOT: Final = "DEPOT"
CONVENTION: Final = "CONVENTION"
AVENANT: Final = "AVENANT"
MOMENTS: Final[dict[str, str]] = {DEPOT: "plan déposé", CONVENTION: "plan signé", AVENANT: "plan d'un avenant"}


def refus_d_etablir(statut: str, *, signee: bool, etabli: bool) -> str:
    """Why a plan may not be written on its page; empty when it may.

    An operation whose convention was signed before anything was written of its plan takes the one that was signed,
    once.
    """
    if statut == BROUILLON:
        return "Le porteur écrit encore son dossier : son plan est le sien."
    if statut in CLOS:
        return "Plus rien n'est attendu de cette opération : son plan ne change plus."
    if signee and etabli:
        return "La convention est signée : un avenant seul change ce plan."
    return ""


def refus_d_avenant_au_plan(
    cout: Decimal, aide: Decimal, *, cout_dit: Decimal | None, aide_dite: Decimal | None
) -> list[str]:
    """Why the amounts of an avenant do not stand beside the plan it carries; what was left empty follows the plan."""
    trouves = []
    if cout_dit is not None and cout_dit != cout:
        trouves.append(f"Le nouveau coût ({euros(cout_dit)}) n'est pas celui du plan ({euros(cout)}).")
    if aide_dite is not None and aide_dite != aide:
        trouves.append(f"La nouvelle aide ({euros(aide_dite)}) n'est pas celle du plan ({euros(aide)}).")
    return trouves


def ecarts_au_signe(cout: Decimal, aide: Decimal, cout_signe: Decimal, aide_signee: Decimal) -> Sequence[str]:
    """What a plan says otherwise than its convention: told, for both are kept."""
    trouves = []
    if cout != cout_signe:
        trouves.append(f"La convention dit un coût de {euros(cout_signe)}, le plan fait {euros(cout)}.")
    if aide != aide_signee:
        trouves.append(f"La convention dit une aide de {euros(aide_signee)}, le plan en compte {euros(aide)}.")
    return trouves
