"""Time given to an operation: posts, hours, what an hour costs, and what is kept of a declaration of time.

Sources: 1 720 hours a year for a full-time post (règlement (UE) 2021/1060, article 55, paragraph 2: K); nobody declares
more hours than their post holds (same article, paragraph 4: K). Pays Midi-Quercy, source 002: 1.6 post per EREF, three
of them, one post of coordination: 5.8.
"""

from __future__ import annotations

from collections.abc import Iterable
from decimal import Decimal
from fractions import Fraction
from typing import Final, NamedTuple

from deplie.financements.rules.arrondi import au_cent
from deplie.socle.argent import ZERO
from deplie.socle.argent import formater as euros

HEURES_ANNUELLES: Final = 1720


class Temps(NamedTuple):
    """Hours that are kept and hours that are not, in hours; why, when some are not."""

    retenues: Decimal
    ecartees: Decimal
    phrase: str = ""


def etp_total(etps: Iterable[Decimal]) -> Decimal:
    """Full-time posts of several people, exactly: 1.6, 1.6, 1.6 and 1 give 5.8."""
    return sum(etps, Decimal(0))


def heures_de(etp: Decimal, base: int = HEURES_ANNUELLES) -> Decimal:
    """Hours of a year that a part of a post holds, half up to the hundredth: 0.6 gives 1 032."""
    return au_cent(Fraction(etp) * base)


def etp_de(heures: Decimal, base: int = HEURES_ANNUELLES) -> Decimal:
    """The part of a full-time post that makes so many hours of a year, half up to the hundredth."""
    return au_cent(Fraction(heures) / base)


def cout_horaire(cout_annuel: Decimal, etp: Decimal = Decimal(1), base: int = HEURES_ANNUELLES) -> Decimal:
    """Euros an hour: the yearly loaded cost of the post as it is held, over its share of the base; half up to the cent.

    Raises ``ValueError`` for a post of no time.
    """
    if etp <= 0:
        raise ValueError("a post has some time")
    return au_cent(Fraction(cout_annuel) / (Fraction(etp) * base))


def cout_du_temps(heures: Decimal, taux_horaire: Decimal) -> Decimal:
    """Euros of so many hours, half up to the cent, at an hourly cost that is already in cents."""
    return au_cent(Fraction(heures) * Fraction(taux_horaire))


def cout_plafonne(taux_horaire: Decimal, plafond: Decimal | None) -> tuple[Decimal, str]:
    """The hourly cost under a ceiling of the call, and the sentence that says it was cut."""
    if plafond is None or taux_horaire <= plafond:
        return taux_horaire, ""
    return plafond, f"Le coût horaire ({euros(taux_horaire)}) est ramené au plafond de {euros(plafond)}."


def temps_retenu(declarees: Decimal, etp: Decimal, deja: Decimal = ZERO, base: int = HEURES_ANNUELLES) -> Temps:
    """What is kept of hours declared for a post in a year, ``deja`` being those of the year already kept."""
    reste = max(ZERO, heures_de(etp, base) - deja)
    if declarees <= reste:
        return Temps(declarees, ZERO)
    limite = heures_de(etp, base)
    return Temps(
        reste,
        declarees - reste,
        f"{nombre(declarees + deja)} heures déclarées dans l'année pour {nombre(etp)} ETP : {nombre(limite)} au plus "
        f"({base} heures par temps plein), {nombre(declarees - reste)} écartées.",
    )


class PosteCompte(NamedTuple):
    """What a post gives to an operation in a year: part of a full time, hours, euros an hour, euros (None: unknown)."""

    etp: Decimal
    heures: Decimal
    horaire: Decimal | None
    cout: Decimal | None


def compter_poste(
    etp: Decimal, heures: Decimal | None, cout_annuel: Decimal | None, base: int = HEURES_ANNUELLES
) -> PosteCompte:
    """Count a post. Without hours it is given for a fixed part: its whole cost counts.

    With hours, ``etp`` and ``cout_annuel`` are those of the post as it is held, and the hours alone are paid, at its
    hourly cost.
    """
    horaire = None if cout_annuel is None else cout_horaire(cout_annuel, etp, base)
    if heures is None:
        return PosteCompte(etp, heures_de(etp, base), horaire, cout_annuel)
    return PosteCompte(
        etp_de(heures, base), heures, horaire, None if horaire is None else cout_du_temps(heures, horaire)
    )


def refus_de_cumul(etps: Iterable[Decimal]) -> str:
    """Why parts of a post given to several operations do not stand for one person; empty within a full time."""
    total = etp_total(etps)
    if total <= 1:
        return ""
    return f"Cette personne serait à {nombre(total)} ETP sur l'ensemble de ses opérations : un temps plein au plus."


def refus_de_poste(etp: Decimal, heures: Decimal | None, base: int = HEURES_ANNUELLES) -> str:
    """Why a post is not one: no time, less than none, more hours than its part of a full time."""
    if not etp.is_finite() or etp <= 0:
        return "Un poste compte un temps : indiquez un nombre d'ETP positif."
    if heures is None:
        return ""
    if not heures.is_finite() or heures < 0:
        return "Les heures sont un nombre positif."
    return temps_retenu(heures, etp, base=base).phrase


def nombre(valeur: Decimal) -> str:
    """A number as a sentence says it: « 1 032 », « 5,8 »."""
    ecrit = f"{valeur:,f}"
    if "." in ecrit:
        ecrit = ecrit.rstrip("0").rstrip(".")
    return ecrit.replace(",", "\u202f").replace(".", ",")
