"""The financing plan of an operation: what it costs by post and year, who pays, at which rate.

Flat rates are computed, never typed; a flat rate is rounded once on its whole base, half up to the cent, then shared
over the years in proportion of each year's base (largest remainder): every total is the sum of its lines, to the cent.

Sources: ``domain/domain.md`` §2.4; a resource plan is balanced, the European part has a rate with its two terms (§0,
fact 1).
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction
from typing import Final, NamedTuple, Protocol, TypeVar

from deplie.financements.rules.arrondi import au_cent, au_cent_inferieur, pourcent, refus_de_montant, repartir
from deplie.financements.rules.forfait import DIRECTES, FORFAITS, POSTES, Forfait, refus_de_forfait
from deplie.financements.rules.nomenclature import FSE, NATURES, RESSOURCES
from deplie.socle.argent import ZERO
from deplie.socle.argent import formater as euros
from deplie.socle.erreurs import RefusMetier

TOTAL: Final = "TOTAL"


class _Somme(Protocol):
    @property
    def montant(self) -> Decimal: ...


Chiffre = TypeVar("Chiffre", bound=_Somme)
Cle = TypeVar("Cle")


def _somme(lignes: Iterable[_Somme]) -> Decimal:
    return sum((ligne.montant for ligne in lignes), ZERO)


def _par(lignes: Sequence[Chiffre], cle: Callable[[Chiffre], Cle], ordre: Iterable[Cle]) -> dict[Cle, Decimal]:
    """Sums by key, in a given order; a key without a line is left out."""
    sommes: dict[Cle, Decimal] = {}
    for ligne in lignes:
        sommes[cle(ligne)] = sommes.get(cle(ligne), ZERO) + ligne.montant
    return {un: sommes[un] for un in ordre if un in sommes}


@dataclass(frozen=True)
class LigneCout:
    """A cost of one year, in euros. ``forfait``: it was computed, nobody typed it."""

    nature: str
    annee: int
    montant: Decimal
    forfait: bool = False


@dataclass(frozen=True)
class Apport:
    """What a funder brings for one year, in euros."""

    financeur: str
    annee: int
    montant: Decimal


@dataclass(frozen=True)
class Cout:
    """What an operation costs: the lines typed, then those of its flat rate; the base of that rate."""

    lignes: tuple[LigneCout, ...]
    assiette: Decimal = ZERO
    option: str = ""

    @property
    def total(self) -> Decimal:
        """The whole eligible cost."""
        return _somme(self.lignes)

    @property
    def directes(self) -> Decimal:
        """Direct costs that were typed."""
        return _somme(ligne for ligne in self.lignes if ligne.nature in DIRECTES and not ligne.forfait)

    @property
    def forfait(self) -> Decimal:
        """What the flat rate gives."""
        return _somme(ligne for ligne in self.lignes if ligne.forfait)

    def par_poste(self) -> dict[str, Decimal]:
        """Sum by post, in the order of the code list; posts without a line are left out."""
        return _par(self.lignes, lambda ligne: ligne.nature, POSTES)

    def par_annee(self) -> dict[int, Decimal]:
        """Sum by year, in order."""
        return _par(self.lignes, lambda ligne: ligne.annee, sorted({ligne.annee for ligne in self.lignes}))

    def croise(self) -> dict[tuple[str, int], Decimal]:
        """Sum by post and year."""
        cases = [(poste, annee) for poste in self.par_poste() for annee in self.par_annee()]
        return _par(self.lignes, lambda ligne: (ligne.nature, ligne.annee), cases)


class Taux(NamedTuple):
    """A rate with its two terms in euros: what is paid, out of which cost. Never a bare percentage."""

    numerateur: Decimal
    denominateur: Decimal

    @property
    def exact(self) -> Fraction | None:
        """The share, between 0 and 1; None when there is no cost."""
        return Fraction(self.numerateur) / Fraction(self.denominateur) if self.denominateur else None

    @property
    def pourcent(self) -> Decimal | None:
        """In percent, half up to two decimals; None when there is no cost."""
        return None if self.exact is None else au_cent(self.exact * 100)

    def __str__(self) -> str:
        if self.exact is None:
            return f"{euros(self.numerateur)} sans coût à quoi les rapporter"
        return f"{pourcent(self.exact * 100)} ({euros(self.numerateur)} sur {euros(self.denominateur)})"


def refus_de_plan(
    lignes: Sequence[LigneCout], options: Sequence[str], programmation: str, annees: range | None = None
) -> list[str]:
    """Why a plan of costs does not stand, one sentence each. ``annees``: those of the operation, when known."""
    trouves = []
    for ligne in lignes:
        if ligne.nature not in NATURES:
            trouves.append(f"Le poste « {ligne.nature} » n'est pas de la liste.")
        elif phrase := refus_de_montant(ligne.montant):
            trouves.append(f"{NATURES[ligne.nature].capitalize()}, {ligne.annee} : {phrase}")
        elif annees is not None and ligne.annee not in annees:
            trouves.append(
                f"{NATURES[ligne.nature].capitalize()} : l'année {ligne.annee} est hors de l'opération "
                f"({annees[0]} à {annees[-1]})."
            )
    if trouves:
        return trouves
    return refus_de_forfait(options, programmation, [(ligne.nature, ligne.montant) for ligne in lignes])


def chiffrer(lignes: Sequence[LigneCout], options: Sequence[str] = (), programmation: str = "") -> Cout:
    """What an operation costs, flat rate included. Raises ``RefusMetier``: the first reason of ``refus_de_plan``."""
    if refus := refus_de_plan(lignes, options, programmation):
        raise RefusMetier(refus[0])
    if not options:
        return Cout(tuple(lignes))
    forfait = FORFAITS[options[0]]
    return Cout(
        (*lignes, *_lignes_du_forfait(lignes, forfait)),
        _somme(ligne for ligne in lignes if ligne.nature in forfait.assiette),
        forfait.code,
    )


def montant_du_forfait(assiette: Decimal, forfait: Forfait) -> Decimal:
    """What a flat rate gives on a base, half up to the cent."""
    return au_cent(Fraction(assiette) * forfait.taux / 100)


def _lignes_du_forfait(lignes: Sequence[LigneCout], forfait: Forfait) -> list[LigneCout]:
    """One line per year that holds some of the base."""
    assiette = [ligne for ligne in lignes if ligne.nature in forfait.assiette]
    bases = _par(assiette, lambda ligne: ligne.annee, sorted({ligne.annee for ligne in assiette}))
    montants = repartir(montant_du_forfait(_somme(assiette), forfait), list(bases.values()))
    return [
        LigneCout(forfait.produit, annee, montant, forfait=True) for annee, montant in zip(bases, montants, strict=True)
    ]


def par_financeur(apports: Iterable[Apport]) -> dict[str, Decimal]:
    """Sum by kind of funder, in the order of the code list."""
    return _par(list(apports), lambda apport: apport.financeur, RESSOURCES)


def taux_de(apports: Iterable[Apport], cout: Decimal, financeur: str = FSE) -> Taux:
    """What a funder brings out of the eligible cost."""
    return Taux(_somme(apport for apport in apports if apport.financeur == financeur), cout)


def refus_de_financement(cout: Decimal, apports: Sequence[Apport]) -> list[str]:
    """Why resources do not stand before a cost: a sum that is none, an unknown funder, a plan out of balance."""
    trouves = [
        f"{RESSOURCES.get(apport.financeur, apport.financeur)}, {apport.annee} : {phrase}"
        for apport in apports
        if (phrase := refus_de_montant(apport.montant))
    ]
    trouves += [
        f"Le financeur « {code} » n'est pas de la liste."
        for code in sorted({apport.financeur for apport in apports} - set(RESSOURCES))
    ]
    if trouves:
        return trouves
    recu = _somme(apports)
    if recu == cout:
        return []
    sens = "manque" if recu < cout else "dépasse de"
    return [
        f"Les ressources ({euros(recu)}) n'égalent pas le coût ({euros(cout)}) : il {sens} {euros(abs(cout - recu))}."
    ]


def ecarts_annuels(cout: Cout, apports: Sequence[Apport]) -> dict[int, Decimal]:
    """Resources less cost, by year where they differ: said, not refused, for funders pay in their own years."""
    annees = sorted({ligne.annee for ligne in cout.lignes} | {apport.annee for apport in apports})
    couts = cout.par_annee()
    recus = _par(apports, lambda apport: apport.annee, annees)
    ecarts = {annee: recus.get(annee, ZERO) - couts.get(annee, ZERO) for annee in annees}
    return {annee: ecart for annee, ecart in ecarts.items() if ecart}


def aide_maximale(cout: Decimal, plafond: Decimal | None, taux_max: Decimal | None) -> Decimal:
    """The most that may be granted for a cost: under the cap and the maximum rate (percent), to the cent below."""
    bornes = [cout]
    if plafond is not None:
        bornes.append(plafond)
    if taux_max is not None:
        bornes.append(au_cent_inferieur(Fraction(cout) * Fraction(taux_max) / 100))
    return min(bornes)


def refus_d_aide(
    aide: Decimal,
    cout: Decimal,
    *,
    plancher: Decimal | None = None,
    plafond: Decimal | None = None,
    taux_max: Decimal | None = None,
) -> list[str]:
    """Why an amount of aid is not within the bounds of its call; the maximum rate is compared exactly, not rounded."""
    trouves = []
    if phrase := refus_de_montant(aide, nul=False):
        return [phrase]
    if taux_max is not None and not 0 < taux_max <= 100:
        return [f"Le taux maximum ({pourcent(taux_max)}) n'est pas entre 0 et 100\u00a0%."]
    if aide > cout:
        trouves.append(f"L'aide demandée ({euros(aide)}) dépasse le coût de l'opération ({euros(cout)}).")
    if plancher is not None and aide < plancher:
        trouves.append(f"L'aide demandée ({euros(aide)}) est au-dessous du minimum de l'appel ({euros(plancher)}).")
    if plafond is not None and aide > plafond:
        trouves.append(f"L'aide demandée ({euros(aide)}) dépasse le plafond de l'appel ({euros(plafond)}).")
    if taux_max is not None and aide * 100 > taux_max * cout:
        trouves.append(
            f"L'aide demandée fait {Taux(aide, cout)} : le taux maximum est de {pourcent(taux_max)}, soit "
            f"{euros(aide_maximale(cout, None, taux_max))} au plus."
        )
    return trouves


def contradictions(annonces: Mapping[str | int, Decimal], cout: Cout) -> list[str]:
    """Totals that somebody wrote and that the lines contradict: both numbers are told, none is preferred in silence.

    Keys: ``TOTAL``, a post, a year. What was not written is not looked at.
    """
    calcules: dict[str | int, Decimal] = {TOTAL: cout.total}
    calcules.update(cout.par_poste())
    calcules.update((annee, montant) for annee, montant in cout.par_annee().items())
    trouves = []
    for cle, annonce in annonces.items():
        calcule = calcules.get(cle, ZERO)
        if annonce != calcule:
            nom = "Total général" if cle == TOTAL else f"Total {POSTES.get(str(cle), cle)}"
            trouves.append(
                f"{nom} : {euros(annonce)} annoncés, la somme des lignes fait {euros(calcule)} "
                f"(écart de {euros(annonce - calcule)})."
            )
    return trouves
