"""Figures that somebody declared or published: what they allow, whether the computed one contradicts them.

A printed figure is a rounded one: « 61 » holds from 60.5 up to 61.5. Source: domain rules 7.1 (quirks that reporting
must handle honestly); the TCO's 2020 release, whose 1 395 étapes have parts that make 1 305.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction
from typing import Final

from deplie.mesure.nombres import compatibles
from deplie.pilotage.rules.ecriture import INSECABLE, nombre

# « environ » is taken within a tenth of the value (proposal: no source says).
TOLERANCE_ENVIRON: Final = Fraction(1, 10)
_DIT: Final = {"environ": "environ ", "plus_de": "plus de ", "au_moins": "au moins ", "moins_de": "moins de "}
_SEPARATEUR: Final = re.compile(r"\s*[,;|&]\s*")
_NON_DIT: Final = re.compile(r"\s*[:,;]\s*(?:non précisée?s?|la source ne le dit pas)\s*$", re.IGNORECASE)
_OUVERT: Final = re.compile(r"\(([^()]*(?:non précis|ne le dit pas|ambigu|\?)[^()]*)\)", re.IGNORECASE)


@dataclass(frozen=True)
class Declare:
    """A declared value as printed: ``decimales`` None means those that the value shows."""

    valeur: Decimal
    unite: str = ""
    decimales: int | None = None
    qualificatif: str = ""

    @property
    def en_pourcent(self) -> bool:
        return self.unite.strip() == "%"

    @property
    def imprimees(self) -> int:
        """How many decimals are printed (61 and 61.0 do not say the same)."""
        if self.decimales is not None:
            return self.decimales
        return max(0, -int(self.valeur.normalize().as_tuple().exponent))

    @property
    def texte(self) -> str:
        """« 61 % », « environ 20 », « plus de 25 000 EUR »."""
        unite = self.unite.strip()
        montre = f"{INSECABLE}{unite}" if unite in ("%", "EUR", "€", "ETP") else ""
        return f"{_DIT.get(self.qualificatif, '')}{nombre(self.valeur, self.imprimees)}{montre}"

    def permet(self, calcule: Fraction) -> bool:
        """Whether an exact value may print so, its qualifier heard."""
        exacte, demi = Fraction(self.valeur), Fraction(1, 2 * 10**self.imprimees)
        if self.qualificatif == "plus_de":
            return calcule > exacte
        if self.qualificatif == "au_moins":
            return calcule >= exacte
        if self.qualificatif == "moins_de":
            return calcule < exacte
        if self.qualificatif == "environ":
            return abs(calcule - exacte) <= max(abs(exacte) * TOLERANCE_ENVIRON, demi)
        return exacte - demi <= calcule < exacte + demi

    def effectifs(self, base: int | None) -> tuple[int, int] | None:
        """The counts of a base that a bare percentage allows (61 % of 448: 272 to 275); None when it is not one."""
        if not self.en_pourcent or not base or self.qualificatif not in ("", "exact"):
            return None
        return compatibles(self.valeur, self.imprimees, base)


def lire_ventilation(texte: str) -> dict[str, str] | None:
    """« sexe=F », « sexe=F, qpv=OUI » as {dimension: value}; {} when empty, None when it cannot be read."""
    if not texte.strip():
        return {}
    lue: dict[str, str] = {}
    for morceau in _SEPARATEUR.split(texte.strip()):
        dimension, egal, valeur = (partie.strip() for partie in morceau.partition("="))
        if not egal or not dimension or not valeur or dimension in lue:
            return None
        lue[dimension] = valeur
    return lue


def somme_des_parts(
    total: Decimal, parts: Mapping[str, Decimal], attendues: Iterable[str], exclusives: bool
) -> tuple[Decimal, Decimal] | None:
    """(sum of the declared parts, total − sum) where they must make the total and do not; None otherwise.

    They must when every part of the dimension (``attendues``) is declared; short of that, a few parts may only not
    exceed the total. Where someone may stand in several parts, nothing follows.
    """
    if not exclusives or len(parts) < 2:
        return None
    somme = sum(parts.values(), Decimal(0))
    completes = set(attendues) <= set(parts)
    if (completes and somme != total) or somme > total:
        return somme, total - somme
    return None


def nature_ouverte(libelle: str) -> tuple[str, str] | None:
    """(what is counted, what the source does not say), when the label's brackets say that something is not said.

    « bénéficiaires (suivis ou entrés : non précisé) » gives (« bénéficiaires », « suivis ou entrés »).
    """
    trouve = _OUVERT.search(libelle)
    if trouve is None:
        return None
    reste = " ".join((libelle[: trouve.start()] + libelle[trouve.end() :]).split())
    question = _NON_DIT.sub("", trouve[1]).strip()
    return reste, question or trouve[1].strip()
