"""The envelope of a subvention globale: an amount by year, axis and specific objective, changed by avenants.

A line is never erased: the latest that has taken effect by a day replaces the earlier ones, so that what was programmed
in 2022 is compared with the envelope of 2022 for ever. Source: ``domain/domain.md`` §2.4 (annual adjustment, S42).
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Final

from deplie.socle.argent import formater

ZERO: Final = Decimal("0.00")
Cle = tuple[int, str, str]


@dataclass(frozen=True)
class LigneEnveloppe:
    """An amount for a year, an axis and a specific objective, in force from a day. ``rang`` parts two of one day."""

    annee: int
    axe: str
    objectif_specifique: str
    montant: Decimal
    date_effet: date
    rang: int = 0

    @property
    def cle(self) -> Cle:
        """What the amount is for."""
        return (self.annee, self.axe, self.objectif_specifique)


@dataclass(frozen=True)
class Enveloppes:
    """An envelope as it stood on a day, its lines in order."""

    lignes: tuple[LigneEnveloppe, ...]

    @property
    def total(self) -> Decimal:
        """The sum of the lines, to the cent."""
        return sum((ligne.montant for ligne in self.lignes), ZERO)

    def par_annee(self) -> dict[int, Decimal]:
        """``{year: amount}``."""
        sommes: dict[int, Decimal] = {}
        for ligne in self.lignes:
            sommes[ligne.annee] = sommes.get(ligne.annee, ZERO) + ligne.montant
        return sommes

    def par_axe(self) -> dict[tuple[str, str], Decimal]:
        """``{(axis, specific objective): amount}``."""
        sommes: dict[tuple[str, str], Decimal] = {}
        for ligne in self.lignes:
            cle = (ligne.axe, ligne.objectif_specifique)
            sommes[cle] = sommes.get(cle, ZERO) + ligne.montant
        return sommes

    def montant(self, annee: int, axe: str, objectif_specifique: str) -> Decimal:
        """The amount of a cell; 0 where nothing is set."""
        cle = (annee, axe, objectif_specifique)
        return sum((ligne.montant for ligne in self.lignes if ligne.cle == cle), ZERO)


def enveloppe_le(lignes: Iterable[LigneEnveloppe], jour: date) -> Enveloppes:
    """The envelope in force on a day: for each year, axis and objective, the latest line that has taken effect."""
    retenues: dict[Cle, LigneEnveloppe] = {}
    for ligne in sorted(lignes, key=lambda lue: (lue.date_effet, lue.rang)):
        if ligne.date_effet <= jour:
            retenues[ligne.cle] = ligne
    return Enveloppes(tuple(retenues[cle] for cle in sorted(retenues)))


def refus_de_parts(montant: Decimal, parts: Iterable[Decimal]) -> str:
    """Why parts cannot be reserved on an amount: one is negative, or together they pass it; empty when they can."""
    lues = list(parts)
    if any(part < 0 for part in lues):
        return "Une part est positive ou nulle."
    en_tout = sum(lues, ZERO)
    if en_tout > montant:
        trop = en_tout - montant
        return f"Les parts font {formater(en_tout)} pour {formater(montant)} : {formater(trop)} de trop."
    return ""


def servi_en(annee: int, debut: date, fin: date | None) -> bool:
    """Whether a plan has at least a day of its attachment in a year."""
    return debut.year <= annee and (fin is None or fin.year >= annee)
