"""Common indicators counted from the records of a territory: by operation, specific objective, year, or cumulated."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from typing import Any, Final, TypeVar

from deplie.acteurs.queries import Acteur
from deplie.financements.rules.forfait import FSE_PLUS_2021_2027, PROGRAMMATIONS
from deplie.fse.queries.fiche import lire, toutes
from deplie.fse.queries.soutien import du_territoire
from deplie.fse.rules.entites import en_entites
from deplie.fse.rules.fiche import Fiche
from deplie.fse.rules.indicateurs import Comptage, Entite, Periode, Ventilation, annee, annees, compter, compter_par
from deplie.fse.rules.questionnaire import QUESTIONS
from deplie.fse.rules.serie import INDICATEURS, indicateurs_de, non_releve

Lue = TypeVar("Lue", Fiche, Entite)
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


def entites_du_territoire(acteur: Acteur) -> list[Entite]:
    """The bodies and projects that the indicators of entities count."""
    return en_entites(du_territoire(acteur.territoire))


def page_de(acteur: Acteur, choix: Choix, jour: date) -> Page:
    """The indicators of a choice."""
    lues = fiches_du_territoire(acteur, choix.programmation)
    entites = entites_du_territoire(acteur)
    siennes = [une for une in entites if INDICATEURS[une.indicateur].programmation == choix.programmation]
    soutenues = _retenues(siennes, choix)
    comptage = compter(_retenues(lues, choix), choix.programmation, choix.periode(jour), soutenues)
    return Page(
        _lignes(comptage, choix.programmation, _relevees(entites)),
        comptage,
        [(QUESTIONS[cle].libelle, nombre) for cle, nombre in comptage.refus.items() if nombre and cle in QUESTIONS],
        [an for an in annees(lues, siennes) if an <= jour.year],
        sorted({une.objectif for une in (*lues, *siennes) if une.objectif}),
        sorted({une.operation for une in (*lues, *siennes)}),
    )


def _retenues(lues: list[Lue], choix: Choix) -> list[Lue]:
    retenues = [une for une in lues if not choix.objectif or une.objectif == choix.objectif]
    return [une for une in retenues if not choix.operation or une.operation == choix.operation]


def _relevees(entites: list[Entite]) -> frozenset[str]:
    """The indicators of entities of which something was ever written."""
    return frozenset(une.indicateur for une in entites)


def _lignes(comptage: Comptage, programmation: str, relevees: frozenset[str]) -> list[Ligne]:
    return [
        Ligne(un.code, un.libelle, compte, non_releve(un.code, compte.total, relevees), un.echantillon)
        for un in indicateurs_de(programmation)
        for compte in [comptage.indicateurs[un.code]]
    ]


def tableau(acteur: Acteur, choix: Choix, jour: date) -> Iterator[list[Any]]:
    """The rows of the file: the whole choice, then each objective, then each operation, zeros included (S33)."""
    retenues = _retenues(fiches_du_territoire(acteur, choix.programmation), choix)
    entites = entites_du_territoire(acteur)
    soutenues, dites = _retenues(entites, choix), _relevees(entites)
    soutenues = [une for une in soutenues if INDICATEURS[une.indicateur].programmation == choix.programmation]
    comptees = (retenues, choix.programmation, choix.periode(jour))
    yield from _rangees(compter(*comptees, soutenues), choix, "tous", "toutes", dites)
    for objectif, comptage in compter_par(*comptees, "objectif", soutenues).items():
        yield from _rangees(comptage, choix, objectif or "non précisé", "toutes", dites)
    for operation, comptage in compter_par(*comptees, "operation", soutenues).items():
        objectif = next(une.objectif for une in (*retenues, *soutenues) if une.operation == operation)
        yield from _rangees(comptage, choix, objectif or "non précisé", operation, dites)


def _rangees(
    comptage: Comptage, choix: Choix, objectif: str, operation: str, relevees: frozenset[str]
) -> Iterator[list[Any]]:
    debut = [PROGRAMMATIONS[choix.programmation], choix.dite, objectif, operation]
    for code, compte in comptage.indicateurs.items():
        sans = non_releve(code, compte.total, relevees)
        yield [*debut, code, INDICATEURS[code].libelle, *([None] * 5 if sans else _cellules(compte)), sans]
    yield [*debut, "TOTAL", "Total général, fiches incomplètes comprises", *_cellules(comptage.total_general), ""]
    yield [*debut, "INCOMPLETES", "dont fiches incomplètes", None, None, None, None, comptage.incomplets, ""]
    yield [*debut, "SORTIES", "Sorties de la période, fiches complètes", *_cellules(comptage.sorties), ""]


def _cellules(compte: Ventilation) -> list[int]:
    return [compte.femmes, compte.hommes, compte.non_binaires, compte.autre, compte.total]
