"""Common indicators of participants, counted from rows: EECO and EECR of 2021-2027, CO and CR of 2014-2020.

Incomplete records count in the grand total alone. EECO01 is counted from the indicators (EECO02 + EECO04 + EECO05),
hence on complete records: it is not the grand total. A breakdown by women, men, non-binary makes each total up, for a
complete record has a sex. Every indicator is given for each objective, zero where it does not apply (S33). A refusal
counts nowhere but in its own count. Results are seen on who left: immediate ones when they were observed within four
weeks (V11).

Sources: those of the series (``serie``).
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Final

from deplie.fse.rules.completude import est_complete
from deplie.fse.rules.fiche import REFUS, Fiche
from deplie.fse.rules.questionnaire import REFUSABLES
from deplie.fse.rules.reprise import constat_valable, date_six_mois
from deplie.fse.rules.serie import (
    CHOMAGE_LONG,
    ENTITE,
    ENTREE,
    INDICATEURS,
    SIX_MOIS,
    SORTIE,
    ChomageLong,
    Indicateur,
    indicateurs_de,
)

SEXES: Final = ("F", "H", "X")


@dataclass
class Ventilation:
    """A count by women, men and non-binary people; entities, and people of unknown sex, are in ``autre``."""

    femmes: int = 0
    hommes: int = 0
    non_binaires: int = 0
    autre: int = 0

    @property
    def total(self) -> int:
        """The sum of the breakdown."""
        return self.femmes + self.hommes + self.non_binaires + self.autre

    def ajouter(self, sexe: str | None) -> None:
        """Count one more."""
        if sexe == "F":
            self.femmes += 1
        elif sexe == "H":
            self.hommes += 1
        elif sexe == "X":
            self.non_binaires += 1
        else:
            self.autre += 1

    def __add__(self, autre: Ventilation) -> Ventilation:
        return Ventilation(
            self.femmes + autre.femmes,
            self.hommes + autre.hommes,
            self.non_binaires + autre.non_binaires,
            self.autre + autre.autre,
        )


@dataclass(frozen=True)
class Entite:
    """A body or a project that an indicator of entities counts once, from a day on."""

    indicateur: str
    cle: str
    operation: str
    le: date
    objectif: str = ""


@dataclass(frozen=True)
class Periode:
    """Days counted, both in; ``debut`` None: from the beginning (cumulated)."""

    debut: date | None
    fin: date

    def contient(self, jour: date | None) -> bool:
        """Whether a day is one of them; an unknown day is not."""
        return jour is not None and (self.debut is None or self.debut <= jour) and jour <= self.fin


@dataclass(frozen=True)
class Comptage:
    """What was counted: each indicator, the grand total with its incomplete records, exits, refusals by question."""

    indicateurs: Mapping[str, Ventilation]
    total_general: Ventilation
    incomplets: int
    sorties: Ventilation
    refus: Mapping[str, int]


def vu_le(fiche: Fiche, moment: str) -> date | None:
    """The day on which a record counts at a moment: entry, exit observed in time, six months observed; else None."""
    if moment == ENTREE:
        return fiche.date_entree
    if moment == SORTIE:
        return fiche.date_sortie if constat_valable(fiche) else None
    if fiche.date_sortie is None or fiche.constat_six_mois is None:
        return None
    return date_six_mois(fiche.date_sortie)


def compter(
    fiches: Iterable[Fiche],
    programmation: str,
    periode: Periode,
    entites: Iterable[Entite] = (),
    seuil: ChomageLong | None = None,
) -> Comptage:
    """Every indicator of a programmation over a period. ``fiches``: one record per participant and operation.

    Records of another programmation are left out. Indicators of entry count entries of the period, immediate results
    its exits, longer-term results the sixth months that fall in it.
    """
    long = seuil or CHOMAGE_LONG[programmation]
    serie = indicateurs_de(programmation)
    comptes = {indicateur.code: Ventilation() for indicateur in serie}
    general, sorties, incomplets = Ventilation(), Ventilation(), 0
    refus = dict.fromkeys(sorted(REFUSABLES), 0)
    for fiche in fiches:
        if fiche.programmation != programmation:
            continue
        complete, entre = est_complete(fiche), periode.contient(fiche.date_entree)
        if entre:
            general.ajouter(fiche.sexe if fiche.sexe in SEXES else None)
            incomplets += not complete
            for cle in refus:
                refus[cle] += getattr(fiche, cle) == REFUS
        if not complete:
            continue
        if periode.contient(fiche.date_sortie):
            sorties.ajouter(fiche.sexe)
        _compter_une(fiche, serie, periode, long, comptes)
    _compter_entites(entites, comptes, periode)
    if "EECO01" in comptes:
        comptes["EECO01"] = comptes["EECO02"] + comptes["EECO04"] + comptes["EECO05"]
    return Comptage(comptes, general, incomplets, sorties, refus)


def _compter_une(
    fiche: Fiche,
    serie: Iterable[Indicateur],
    periode: Periode,
    seuil: ChomageLong,
    comptes: Mapping[str, Ventilation],
) -> None:
    """Add a complete record to the indicators that it meets."""
    moments = {moment for moment in (ENTREE, SORTIE, SIX_MOIS) if periode.contient(vu_le(fiche, moment))}
    for indicateur in serie:
        if indicateur.condition and indicateur.moment in moments and indicateur.condition(fiche, seuil):
            comptes[indicateur.code].ajouter(fiche.sexe)


def _compter_entites(entites: Iterable[Entite], comptes: Mapping[str, Ventilation], periode: Periode) -> None:
    """Each entity once per indicator, whatever the number of operations that support it."""
    vues = {(entite.indicateur, entite.cle) for entite in entites if periode.contient(entite.le)}
    for code, _ in vues:
        if code in comptes and INDICATEURS[code].moment == ENTITE:
            comptes[code].ajouter(None)


def compter_par(
    fiches: Iterable[Fiche],
    programmation: str,
    periode: Periode,
    cle: str,
    entites: Iterable[Entite] = (),
    valeurs: Iterable[str] = (),
) -> dict[str, Comptage]:
    """The same by ``operation`` or ``objectif``. ``valeurs``: those to give even when they have nothing, at zero."""
    lues, soutenues = list(fiches), list(entites)
    trouvees = {getattr(ligne, cle) for ligne in (*lues, *soutenues)}
    return {
        valeur: compter(
            [fiche for fiche in lues if getattr(fiche, cle) == valeur],
            programmation,
            periode,
            [entite for entite in soutenues if getattr(entite, cle) == valeur],
        )
        for valeur in sorted(trouvees | set(valeurs))
    }


def annees(fiches: Iterable[Fiche], entites: Iterable[Entite] = ()) -> list[int]:
    """The calendar years in which something may count, in order."""
    jours = [vu_le(fiche, moment) for fiche in fiches for moment in (ENTREE, SORTIE, SIX_MOIS)]
    jours += [entite.le for entite in entites]
    return sorted({jour.year for jour in jours if jour is not None})


def annee(an: int) -> Periode:
    """A calendar year."""
    return Periode(date(an, 1, 1), date(an, 12, 31))
