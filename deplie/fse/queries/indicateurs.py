"""Common indicators counted from the records of a territory: by operation, specific objective, year, or cumulated."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from typing import Any, Final

from deplie.acteurs.queries import Acteur
from deplie.financements.rules.forfait import FSE_PLUS_2021_2027, PROGRAMMATIONS
from deplie.fse.queries.fiche import lire, toutes
from deplie.fse.rules.fiche import Fiche
from deplie.fse.rules.indicateurs import Comptage, Periode, Ventilation, annee, annees, compter, compter_par
from deplie.fse.rules.questionnaire import QUESTIONS
from deplie.fse.rules.serie import INDICATEURS, indicateurs_de, non_releve

ENTETES: Final = [
    "Programmation", "Période", "Objectif spécifique", "Opération", "Indicateur", "Libellé", "Femmes", "Hommes",
    "Non binaires", "Non ventilé", "Total", "Remarque",
]  # fmt: skip


@dataclass(frozen=True)
class Choix:
    """What is counted: a programmation, a year (None: from the beginning), one objective or one operation."""

    programmation: str = FSE_PLUS_2021_2027
    annee: int | None = None
    objectif: str = ""
    operation: str = ""

    def periode(self, jour: date) -> Periode:
        """The days counted, none to come."""
        if self.annee is None:
            return Periode(None, jour)
        return annee(self.annee)

    @property
    def dite(self) -> str:
        """« 2024 », « depuis le début »."""
        return str(self.annee) if self.annee else "depuis le début"


@dataclass(frozen=True)
class Ligne:
    """An indicator with its count; ``sans``: why it has none, for a zero would say that nobody was concerned."""

    code: str
    libelle: str
    compte: Ventilation
    sans: str
    echantillon: bool


@dataclass(frozen=True)
class Page:
    """What was counted, and what else may be asked."""

    lignes: list[Ligne]
    comptage: Comptage
    refus: list[tuple[str, int]]
    annees: list[int]
    objectifs: list[str]
    operations: list[str]


def fiches_du_territoire(acteur: Acteur, programmation: str) -> list[Fiche]:
    """Every record of a programmation. No name is read further than here."""
    return [lue.fiche for lue in lire(toutes(acteur)) if lue.fiche.programmation == programmation]


def page_de(acteur: Acteur, choix: Choix, jour: date) -> Page:
    """The indicators of a choice."""
    lues = fiches_du_territoire(acteur, choix.programmation)
    comptage = compter(_retenues(lues, choix), choix.programmation, choix.periode(jour))
    return Page(
        _lignes(comptage, choix.programmation),
        comptage,
        [(QUESTIONS[cle].libelle, nombre) for cle, nombre in comptage.refus.items() if nombre and cle in QUESTIONS],
        [an for an in annees(lues) if an <= jour.year],
        sorted({fiche.objectif for fiche in lues if fiche.objectif}),
        sorted({fiche.operation for fiche in lues}),
    )


def _retenues(fiches: list[Fiche], choix: Choix) -> list[Fiche]:
    retenues = [fiche for fiche in fiches if not choix.objectif or fiche.objectif == choix.objectif]
    return [fiche for fiche in retenues if not choix.operation or fiche.operation == choix.operation]


def _lignes(comptage: Comptage, programmation: str) -> list[Ligne]:
    return [
        Ligne(un.code, un.libelle, compte, non_releve(un.code, compte.total), un.echantillon)
        for un in indicateurs_de(programmation)
        for compte in [comptage.indicateurs[un.code]]
    ]


def tableau(acteur: Acteur, choix: Choix, jour: date) -> Iterator[list[Any]]:
    """The rows of the file: the whole choice, then each objective, then each operation, zeros included (S33)."""
    retenues = _retenues(fiches_du_territoire(acteur, choix.programmation), choix)
    periode = choix.periode(jour)
    yield from _rangees(compter(retenues, choix.programmation, periode), choix, "tous", "toutes")
    for objectif, comptage in compter_par(retenues, choix.programmation, periode, "objectif").items():
        yield from _rangees(comptage, choix, objectif or "non précisé", "toutes")
    for operation, comptage in compter_par(retenues, choix.programmation, periode, "operation").items():
        objectif = next(fiche.objectif for fiche in retenues if fiche.operation == operation)
        yield from _rangees(comptage, choix, objectif or "non précisé", operation)


def _rangees(comptage: Comptage, choix: Choix, objectif: str, operation: str) -> Iterator[list[Any]]:
    debut = [PROGRAMMATIONS[choix.programmation], choix.dite, objectif, operation]
    for code, compte in comptage.indicateurs.items():
        sans = non_releve(code, compte.total)
        yield [*debut, code, INDICATEURS[code].libelle, *([None] * 5 if sans else _cellules(compte)), sans]
    yield [*debut, "TOTAL", "Total général, fiches incomplètes comprises", *_cellules(comptage.total_general), ""]
    yield [*debut, "INCOMPLETES", "dont fiches incomplètes", None, None, None, None, comptage.incomplets, ""]
    yield [*debut, "SORTIES", "Sorties de la période, fiches complètes", *_cellules(comptage.sorties), ""]


def _cellules(compte: Ventilation) -> list[int]:
    return [compte.femmes, compte.hommes, compte.non_binaires, compte.autre, compte.total]
