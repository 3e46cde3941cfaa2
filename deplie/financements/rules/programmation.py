"""What a subvention globale has become: for each year, axis and specific objective, its envelope, what committees
programmed, what was signed, declared, retained and paid.

Every amount is aid, so that all compare with the envelope: expenses count at the rate of their convention. Programmed
and signed amounts are shared over the years of the plan (its aid by year where several are told, else its costs);
expenses are of the year in which their bilan begins; a payment is of its own year. Source: ``domain/domain.md`` §2.4
(programming, annual adjustment of the envelope).
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Final

from deplie.financements.rules.arrondi import repartir
from deplie.socle.argent import ZERO, somme
from deplie.socle.argent import formater as euros

Cle = tuple[int, str, str]
MESURES: Final[dict[str, str]] = {
    "programme": "Programmé",
    "conventionne": "Conventionné",
    "declare": "Déclaré",
    "retenu": "Retenu",
    "paye": "Payé",
}


@dataclass(frozen=True)
class Poids:
    """What an operation weighs in one year, in euros of aid. ``plan``: whose it is; empty for one's own."""

    operation: int
    annee: int
    axe: str
    objectif: str
    plan: str
    programme: Decimal = ZERO
    conventionne: Decimal = ZERO
    declare: Decimal = ZERO
    retenu: Decimal = ZERO
    paye: Decimal = ZERO

    @property
    def cle(self) -> Cle:
        return (self.annee, self.axe, self.objectif)


@dataclass(frozen=True)
class Case:
    """A cell, or the sum of several: the envelope beside what became of it. ``enveloppe`` None: none was set."""

    enveloppe: Decimal | None
    programme: Decimal
    conventionne: Decimal
    declare: Decimal
    retenu: Decimal
    paye: Decimal

    @property
    def reste(self) -> Decimal:
        """What may still be programmed; negative where too much was."""
        return (self.enveloppe or ZERO) - self.programme

    @property
    def mesures(self) -> list[tuple[str, Decimal]]:
        """Each measure with its code, in order."""
        return [(code, getattr(self, code)) for code in MESURES]


def partager(montant: Decimal, aides: Mapping[int, Decimal], couts: Mapping[int, Decimal], annee: int) -> dict[
    int, Decimal
]:  # fmt: skip
    """An amount of an operation over its years, to the cent; all of it in ``annee`` where no plan tells years."""
    for poids in (aides if len(aides) > 1 or not couts else {}, couts):
        if sum(poids.values()):
            ans = sorted(poids)
            return dict(zip(ans, repartir(montant, [poids[un] for un in ans]), strict=True))
    return {annee: montant}


def dresser(enveloppes: Mapping[Cle, Decimal], poids: Iterable[Poids]) -> dict[Cle, Case]:
    """Every cell that has an envelope or weighs something, in order."""
    lus = list(poids)
    cles = sorted({*enveloppes, *(un.cle for un in lus)})
    return {
        cle: reunir([enveloppes[cle]] if cle in enveloppes else [], [p for p in lus if p.cle == cle]) for cle in cles
    }


def reunir(enveloppes: Iterable[Decimal], poids: Iterable[Poids]) -> Case:
    """Several amounts in one cell."""
    lus, montants = list(poids), list(enveloppes)
    sommes = {code: somme(getattr(un, code) for un in lus) for code in MESURES}
    return Case(somme(montants) if montants else None, **sommes)


def total(cases: Iterable[Case]) -> Case:
    """The sum of cells: each column is the sum of what stands above it."""
    lues = list(cases)
    sommes = {code: somme(getattr(une, code) for une in lues) for code in MESURES}
    enveloppes = [une.enveloppe for une in lues if une.enveloppe is not None]
    return Case(somme(enveloppes) if enveloppes else None, **sommes)


def nom_de(axe: str, objectif: str) -> str:
    """« Priorité 1, objectif h »; what a call leaves unsaid is told."""
    if not axe:
        return f"axe non précisé, objectif {objectif}" if objectif else "axe non précisé"
    return f"{axe}, objectif {objectif}" if objectif else axe


def alertes(cases: Mapping[Cle, Case], tout: Case) -> list[str]:
    """Where more is programmed than the envelope holds, one sentence each; money with no envelope at all."""
    trouves = []
    for (annee, axe, objectif), une in cases.items():
        if une.enveloppe is None and une.programme:
            trouves.append(
                f"{annee}, {nom_de(axe, objectif)} : {euros(une.programme)} programmés sans montant à l'enveloppe."
            )
        elif une.reste < 0:
            trouves.append(
                f"{annee}, {nom_de(axe, objectif)} : {euros(une.programme)} programmés pour une enveloppe de "
                f"{euros(une.enveloppe)}, {euros(-une.reste)} de trop."
            )
    if tout.reste < 0 and tout.enveloppe is not None:
        trouves.append(f"L'ensemble est programmé à {euros(-tout.reste)} au-delà de l'enveloppe.")
    return trouves
