"""Where a year will end at the present pace, how sure that is, and what pace is still needed.

Three kinds of objectives, one plain model each:

- a **count** that adds up (entries, étapes, positive exits): events come one by one at a steady pace, so that those of
  the days gone by are drawn at random among those of the whole year. The total is every number that would not make the
  observed count surprising: at most 2.5 % on each side (exact binomial, Nelson 1982). Where earlier years are known,
  the share of a year that is reached on that day is theirs, and the interval covers what each of them would say;
- a **rate** (positive exits among exits): the exits to come are as many as the pace says; those gone by are drawn at
  random among all of them, and the successes of the year are every number that would not make those observed
  surprising (exact hypergeometric, the same reasoning);
- a **stock** (parcours in progress): what comes in less what goes out, each at its pace; the interval takes both as
  counts of rare events, by squares.

Nothing is known of what will change: a closing, a holiday, a new référent. The page says « au rythme actuel », and the
intervals are those of chance alone.

Source: W. Nelson, Applied Life Data Analysis, 1982, §6 (prediction of a count from another); P (the rest).
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from fractions import Fraction
from math import ceil, comb, exp, floor, lgamma, log
from typing import Final

from deplie.mesure.nombres import arrondi
from deplie.pilotage.rules.ecriture import nombre
from deplie.pilotage.rules.newcombe import Z_95, racine
from deplie.pilotage.rules.periodes import Periode, en_lettres
from deplie.socle.erreurs import RefusMetier

# Each side of an interval at 95 %.
QUEUE: Final = 0.025
# Closer to it than this, a chance is counted in whole numbers.
_DOUTE: Final = 1e-9
# Days of a month, on average: paces are said by the month.
MOIS: Final = Fraction(1461, 48)
# Less than this share of the year gone by, nothing is projected.
TROP_TOT: Final = Fraction(1, 12)

ATTEINT: Final = "ATTEINT"
EN_BONNE_VOIE: Final = "EN_BONNE_VOIE"
INCERTAIN: Final = "INCERTAIN"
HORS_DE_PORTEE: Final = "HORS_DE_PORTEE"
ISSUES: Final[dict[str, str]] = {
    ATTEINT: "objectif atteint",
    EN_BONNE_VOIE: "en bonne voie",
    INCERTAIN: "incertain",
    HORS_DE_PORTEE: "hors de portée à ce rythme",
}


@dataclass(frozen=True)
class Projection:
    """Where the period ends at this pace: ``attendu``, between ``bas`` and ``haut``.

    ``rythme`` and ``necessaire`` are by the month; None for a rate or a stock, ``necessaire`` also when nothing more is
    needed or no day is left. ``issue`` is one of ``ISSUES``, empty without a target.
    """

    observe: Fraction
    attendu: Fraction
    bas: Fraction
    haut: Fraction
    cible: Fraction | None = None
    rythme: Fraction | None = None
    necessaire: Fraction | None = None
    issue: str = ""

    def contient(self, valeur: Fraction | int) -> bool:
        """Whether what really happened is in the interval."""
        return self.bas <= valeur <= self.haut


def ecoules(periode: Periode, le: date) -> tuple[int, int]:
    """Days gone by at the end of ``le``, and days of the period. RefusMetier before its first day."""
    if le < periode.debut:
        raise RefusMetier("La période n'a pas commencé : il n'y a rien à projeter.")
    total = (periode.fin - periode.debut).days + 1
    return min((le - periode.debut).days + 1, total), total


def projeter_compte(
    observe: int, periode: Periode, le: date, *, cible: Fraction | None = None, parts: Sequence[Fraction] = ()
) -> Projection | None:
    """A count of the period, known up to the end of ``le``; None when too little of the period has gone by.

    ``parts``: for each earlier year, the share of its total that was reached on the same day (between 0 and 1; a year
    that had reached nothing says nothing). RefusMetier before the first day.
    """
    jours, total = ecoules(periode, le)
    if jours < total and Fraction(jours, total) < TROP_TOT:
        return None
    vraies = [part for part in parts if 0 < part <= 1] if jours < total else []
    lues = vraies or [Fraction(jours, total)]
    moyenne = sum(lues, Fraction(0)) / len(lues)
    attendu = Fraction(observe) / moyenne
    bas = min(_total(observe, float(part), haut=False) for part in lues)
    haut = max(_total(observe, float(part), haut=True) for part in lues)
    rythme = Fraction(observe, jours) * MOIS
    return Projection(
        Fraction(observe), attendu, Fraction(bas), Fraction(haut), cible, rythme,
        _necessaire(Fraction(observe), cible, total - jours), _issue(Fraction(observe), bas, haut, cible),
    )  # fmt: skip


def projeter_taux(
    reussites: int, effectif: int, periode: Periode, le: date, *, cible: Fraction | None = None
) -> Projection | None:
    """A rate of the period in percent, its base known up to the end of ``le``; None without a base, or too early."""
    jours, total = ecoules(periode, le)
    if not effectif or (jours < total and Fraction(jours, total) < TROP_TOT):
        return None
    taux = Fraction(reussites, effectif) * 100
    a_venir = int(arrondi(Fraction(effectif, jours) * (total - jours), 0))
    tous = effectif + a_venir
    tenables = [n for n in range(reussites, reussites + a_venir + 1) if _tenable(reussites, effectif, n, tous)]
    bas, haut = (Fraction(n, tous) * 100 for n in (tenables[0], tenables[-1]))
    return Projection(taux, taux, bas, haut, cible, issue=_issue(None, bas, haut, cible))


def projeter_stock(
    observe: int, entrees: int, sorties: int, periode: Periode, le: date, *, cible: Fraction | None = None
) -> Projection | None:
    """A stock at the end of the period, from what came in and went out up to the end of ``le``; None too early."""
    jours, total = ecoules(periode, le)
    if jours < total and Fraction(jours, total) < TROP_TOT:
        return None
    reste = Fraction(total - jours, jours)
    attendu = observe + (entrees - sorties) * reste
    # A pace is itself counted: its uncertainty grows with the days to come over the days gone by.
    ecart = Z_95 * racine((entrees + sorties) * reste * (1 + reste))
    bas, haut = max(Fraction(0), attendu - ecart), attendu + ecart
    issue = _issue(None, bas, haut, cible)
    return Projection(Fraction(observe), attendu, Fraction(floor(bas)), Fraction(ceil(haut)), cible, issue=issue)


def eprouver(jours: Sequence[date], periode: Periode, le: date) -> tuple[Projection, int] | None:
    """The projection that would have been made on a day, from the days of the events, and what really happened."""
    ici = [jour for jour in jours if periode.debut <= jour <= periode.fin]
    projete = projeter_compte(sum(jour <= le for jour in ici), periode, le)
    return (projete, len(ici)) if projete else None


def part_atteinte(jours: Sequence[date], periode: Periode, le: date, annees: int) -> Fraction | None:
    """The share of a year's total reached on the same day ``annees`` years earlier; None when that year had nothing."""
    decale = [un_an_avant(jour, annees) for jour in (periode.debut, le, periode.fin)]
    ici = [jour for jour in jours if decale[0] <= jour <= decale[2]]
    return Fraction(sum(jour <= decale[1] for jour in ici), len(ici)) if ici else None


def dire(projection: Projection, mots: str, fin: date, unite: str = "") -> str:
    """The sentence of a page. ``mots``: what is counted (« entrées »); ``unite`` « % » for a rate."""
    dit = f"{_dit(projection.attendu, unite)}{'' if unite else f' {mots}'}"
    phrase = (
        f"Au rythme actuel, l'année finirait à {dit}, entre {_dit(projection.bas, unite)} et "
        f"{_dit(projection.haut, unite)} (intervalle à 95 %)"
    )
    if projection.cible is None:
        return f"{phrase}."
    phrase += f" ; objectif {_dit(projection.cible, unite)} : {ISSUES[projection.issue]}."
    if projection.necessaire is not None and projection.rythme is not None:
        phrase += (
            f" Il en faudrait {_par_mois(projection.necessaire)} par mois d'ici au {en_lettres(fin)}, contre "
            f"{_par_mois(projection.rythme)} jusqu'ici."
        )
    return phrase


def _dit(valeur: Fraction, unite: str) -> str:
    return f"{nombre(arrondi(valeur), 1)} %" if unite else nombre(int(arrondi(valeur, 0)))


def _par_mois(valeur: Fraction) -> str:
    return nombre(arrondi(valeur), 1)


def _necessaire(observe: Fraction, cible: Fraction | None, reste: int) -> Fraction | None:
    if cible is None or observe >= cible or not reste:
        return None
    return (cible - observe) / reste * MOIS


def _issue(observe: Fraction | None, bas: Fraction | int, haut: Fraction | int, cible: Fraction | None) -> str:
    if cible is None:
        return ""
    if observe is not None and observe >= cible:
        return ATTEINT
    if bas >= cible:
        return EN_BONNE_VOIE
    return HORS_DE_PORTEE if haut < cible else INCERTAIN


def _total(observe: int, part: float, *, haut: bool) -> int:
    """The least or the greatest total of which ``observe`` is no surprising part."""
    if part >= 1:
        return observe
    if haut:
        dedans, dehors = observe, max(4, 2 * observe)
        while _queue_basse(observe, dehors, part) > QUEUE:
            dedans, dehors = dehors, 2 * dehors
    else:
        dedans, dehors = max(observe, floor(observe / part)), observe - 1
    while abs(dehors - dedans) > 1:
        milieu = (dedans + dehors) // 2
        tient = (_queue_basse if haut else _queue_haute)(observe, milieu, part) > QUEUE
        dedans, dehors = (milieu, dehors) if tient else (dedans, milieu)
    return dedans


def _queue_basse(observe: int, total: int, part: float) -> float:
    """The chance of ``observe`` or less among ``total``."""
    return min(1.0, sum(_chance(n, total, part) for n in range(observe, -1, -1)))


def _queue_haute(observe: int, total: int, part: float) -> float:
    """The chance of ``observe`` or more among ``total``."""
    return min(1.0, sum(_chance(n, total, part) for n in range(observe, total + 1)))


def _tenable(reussites: int, effectif: int, tous_reussis: int, tous: int) -> bool:
    """Whether so many successes among all make those of the first ones no surprise, on either side."""
    premier, dernier = max(0, effectif - (tous - tous_reussis)), min(effectif, tous_reussis)
    dessous, dessus = range(premier, reussites + 1), range(reussites, dernier + 1)
    return all(_pas_surprenant(cote, effectif, tous_reussis, tous) for cote in (dessous, dessus))


def _pas_surprenant(cote: range, effectif: int, tous_reussis: int, tous: int) -> bool:
    """Whether the chance of these counts passes ``QUEUE``; in whole numbers where logarithms would not tell."""
    chance = sum(
        exp(_parmi(tous_reussis, n) + _parmi(tous - tous_reussis, effectif - n) - _parmi(tous, effectif)) for n in cote
    )
    if abs(chance - QUEUE) > _DOUTE:
        return chance > QUEUE
    facons = sum(comb(tous_reussis, n) * comb(tous - tous_reussis, effectif - n) for n in cote)
    return facons > Fraction(str(QUEUE)) * comb(tous, effectif)


def _parmi(tous: int, choisis: int) -> float:
    """The logarithm of the number of ways to choose some among all."""
    return lgamma(tous + 1) - lgamma(choisis + 1) - lgamma(tous - choisis + 1)


def _chance(n: int, total: int, part: float) -> float:
    return exp(_parmi(total, n) + n * log(part) + (total - n) * log(1 - part))


def un_an_avant(jour: date, annees: int) -> date:
    """The same day so many years earlier; 28 February for the 29th."""
    if (jour.month, jour.day) == (2, 29):
        jour -= timedelta(days=1)
    return jour.replace(year=jour.year - annees)


__all__ = [
    "ATTEINT",
    "EN_BONNE_VOIE",
    "HORS_DE_PORTEE",
    "INCERTAIN",
    "ISSUES",
    "Projection",
    "dire",
    "ecoules",
    "eprouver",
    "part_atteinte",
    "projeter_compte",
    "projeter_stock",
    "projeter_taux",
    "un_an_avant",
]
