"""Two groups compared as if their people were alike: rates by strata, weighted by one declared population.

Direct standardisation: Σ weight × rate of the stratum, with the same weights for every group: the shares of a standard
population, by default all the groups together. A stratum that a group has not, or has with too few people,
is left out of every group, named, with the share of weight that it carried; the other weights are made to add to 1.
Source: J. L. Fleiss, « Statistical Methods for Rates and Proportions » (1981), table 14.4, taken up by M. P. Fay and
E. J. Feuer, Statistics in Medicine 16 (1997) 791-801. Interval: each stratum's Wilson interval, added by squares
(``newcombe.somme_ponderee``), because the usual variance is zero where a stratum has nobody or everybody. The variance
Σ weight² p (1 − p) / n is given too.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from fractions import Fraction
from typing import Final

from deplie.pilotage.rules.ecriture import INSECABLE, part_dite
from deplie.pilotage.rules.newcombe import (
    Conclusion,
    Intervalle,
    Proportion,
    en_points,
    fourchette,
    somme_ponderee,
)
from deplie.socle.erreurs import RefusMetier

# A stratum is kept when each group has this many people in it (proposal: no source says).
MINIMUM_STRATE: Final = 5
# Under this share of the standard population, what is left does not speak for it (proposal: no source says).
MINIMUM_COUVERT: Final = Fraction(1, 2)

Strate = tuple[str, ...]
Groupe = Mapping[Strate, Proportion]


@dataclass(frozen=True)
class Ecartee:
    """A stratum left out: the groups that have too few people in it, and the share of the weight it carried."""

    strate: Strate
    groupes: tuple[str, ...]
    part: Fraction

    @property
    def part_dite(self) -> str:
        """« 12 % »."""
        return _pourcent(self.part)


@dataclass(frozen=True)
class Standardise:
    """A standardised rate, with its variance and its 95 % interval (method in the head of this file)."""

    taux: Fraction
    variance: Fraction
    intervalle: Intervalle


@dataclass(frozen=True)
class Resultat:
    """``taux`` by group; empty when the strata that are left carry too little of the standard population."""

    taux: Mapping[str, Standardise]
    poids: Mapping[Strate, Fraction]
    ecartees: tuple[Ecartee, ...]

    @property
    def couvert_dit(self) -> str:
        """« 88 % »."""
        return _pourcent(self.couvert)

    @property
    def couvert(self) -> Fraction:
        """The share of the standard population that the strata kept carry."""
        return 1 - sum((ecartee.part for ecartee in self.ecartees), Fraction(0))


def population_de(groupes: Mapping[str, Groupe]) -> dict[Strate, int]:
    """The union of the groups: how many people by stratum."""
    population: dict[Strate, int] = {}
    for groupe in groupes.values():
        for strate, proportion in groupe.items():
            population[strate] = population.get(strate, 0) + proportion.effectif
    return population


def standardiser(
    groupes: Mapping[str, Groupe],
    population: Mapping[Strate, int] | None = None,
    *,
    minimum: int = MINIMUM_STRATE,
    couvert: Fraction = MINIMUM_COUVERT,
) -> Resultat:
    """The standardised rate of each group; raises RefusMetier without a group or with an empty population."""
    poids = population_de(groupes) if population is None else dict(population)
    ensemble = sum(poids.values())
    if not groupes or ensemble <= 0 or min(poids.values()) < 0:
        raise RefusMetier("La population de référence est vide : choisissez des groupes qui comptent des personnes.")
    ecartees = tuple(
        Ecartee(strate, petits, Fraction(combien, ensemble))
        for strate, combien in sorted(poids.items())
        if combien and (petits := _petits(groupes, strate, minimum))
    )
    dehors = {ecartee.strate for ecartee in ecartees}
    gardees = {strate: combien for strate, combien in sorted(poids.items()) if combien and strate not in dehors}
    reste = sum(gardees.values())
    parts = {strate: Fraction(combien, reste) for strate, combien in gardees.items()}
    assez = bool(parts) and Fraction(reste, ensemble) >= couvert
    taux = {nom: _standardise(groupe, parts) for nom, groupe in groupes.items()} if assez else {}
    return Resultat(taux, parts, ecartees)


def comparer_standardises(
    groupes: Mapping[str, Groupe], premier: str, second: str, population: Mapping[Strate, int] | None = None
) -> tuple[Conclusion, str]:
    """What two groups of alike people allow to say, in a sentence that names what was left out."""
    conclusion, phrase, resultat = conclure(groupes, premier, second, population)
    return conclusion, phrase + _note(resultat)


def conclure(
    groupes: Mapping[str, Groupe], premier: str, second: str, population: Mapping[Strate, int] | None = None
) -> tuple[Conclusion, str, Resultat]:
    """The same, what was left out being named by the result."""
    resultat = standardiser(groupes, population)
    if not resultat.taux:
        return Conclusion.TROP_PETIT, "à profil égal, trop peu de personnes comparables pour conclure", resultat
    un, autre = groupes[premier], groupes[second]
    termes = [(part, un[strate]) for strate, part in resultat.poids.items()]
    termes += [(-part, autre[strate]) for strate, part in resultat.poids.items()]
    ecart, intervalle = somme_ponderee(termes)
    conclusion = Conclusion.NON_SIGNIFICATIF if intervalle.contient(0) else Conclusion.SIGNIFICATIF
    dit = "écart non significatif" if conclusion is Conclusion.NON_SIGNIFICATIF else "écart significatif"
    face = " contre ".join(_pourcent(resultat.taux[nom].taux) for nom in (premier, second))
    phrase = f"à profil égal, {dit}{INSECABLE}: {face} ({en_points(ecart)}, {fourchette(intervalle)})"
    return conclusion, phrase, resultat


def _petits(groupes: Mapping[str, Groupe], strate: Strate, minimum: int) -> tuple[str, ...]:
    """The groups that have not, or hardly, this stratum."""
    return tuple(
        nom for nom, groupe in groupes.items() if strate not in groupe or groupe[strate].effectif < max(1, minimum)
    )


def _standardise(groupe: Groupe, parts: Mapping[Strate, Fraction]) -> Standardise:
    taux, intervalle = somme_ponderee((part, groupe[strate]) for strate, part in parts.items())
    variance = sum(
        (part**2 * groupe[s].part * (1 - groupe[s].part) / groupe[s].effectif for s, part in parts.items()), Fraction(0)
    )
    return Standardise(taux, variance, Intervalle(max(Fraction(0), intervalle.bas), min(Fraction(1), intervalle.haut)))


def _note(resultat: Resultat) -> str:
    """« ; laissés de côté, 12 % des personnes : bac, 50 ans et plus (ARPE) »."""
    if not resultat.ecartees:
        return ""
    noms = " ; ".join(f"{', '.join(e.strate)} ({', '.join(e.groupes)})" for e in resultat.ecartees)
    return f"{INSECABLE}; laissés de côté, {_pourcent(1 - resultat.couvert)} des personnes{INSECABLE}: {noms}"


def _pourcent(part: Fraction) -> str:
    return part_dite(part.numerator, part.denominator)
