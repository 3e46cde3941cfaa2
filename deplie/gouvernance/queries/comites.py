"""What a plan was at each of its committees, and what it is axis by axis; read on what ``lire_plan`` read."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from deplie.gouvernance.models import Action, Axe, FinancementAction
from deplie.gouvernance.queries.lecture import ActionLue, PlanLu, retards_de
from deplie.gouvernance.queries.plan import seances_de
from deplie.gouvernance.rules.cycle import ABANDONNEE, ETATS, PREVUE, REALISEE
from deplie.instances.models import Seance
from deplie.socle.argent import somme


@dataclass(frozen=True)
class Releve:
    """The actions by state on a day; ``dites``: how many were told at that séance. The last one is the day read."""

    jour: date
    nom: str
    etats: Mapping[str, int]
    en_retard: int
    dites: int
    seance: Seance | None = None

    @property
    def par_etat(self) -> list[tuple[str, int]]:
        """``(label, how many)`` for each state, in the order of the table."""
        return [(libelle, self.etats.get(code, 0)) for code, libelle in ETATS.items()]


@dataclass(frozen=True)
class AxeLu:
    """An axis on the day read, or the whole plan. ``attendues``: all but those given up, out of which ``realisees``."""

    axe: Axe | None
    actions: int
    attendues: int
    realisees: int
    en_retard: int
    prevu: Decimal
    obtenu: Decimal

    @property
    def abandonnees(self) -> int:
        return self.actions - self.attendues


def releves(lu: PlanLu) -> list[Releve]:
    """One for each committee of the plan up to the day read, then that day. One query, whatever their number.

    The actions are those of today, as their points told them: an action is to be launched before its first point, and
    is late by what was known on that day.
    """
    seances = sorted((s for s in seances_de(lu.plan) if s.le <= lu.jour), key=lambda s: (s.le, s.pk))
    actions = [lue.action for lue in lu.actions]
    lus = [_relever(lu, actions, seance, seances[rang - 1].le if rang else None) for rang, seance in enumerate(seances)]
    etats = Counter(action.statut for action in actions)
    return [*lus, Releve(lu.jour, f"Au {lu.jour:%d/%m/%Y}", etats, lu.en_retard, 0)]


def par_axe(lu: PlanLu, axes: Iterable[Axe]) -> list[AxeLu]:
    """Each axis of the plan, those without an action too."""
    siennes: dict[int, list[ActionLue]] = {}
    for lue in lu.actions:
        siennes.setdefault(lue.action.axe_id, []).append(lue)
    return [_lire_axe(axe, siennes.get(axe.pk, [])) for axe in axes]


def tout_le_plan(lu: PlanLu) -> AxeLu:
    """The same for all its actions."""
    return _lire_axe(None, lu.actions)


@dataclass(frozen=True)
class FinanceurLu:
    """What a funder was to bring to a plan and what it did, and by year: ``(year, planned, obtained)``."""

    nom: str
    prevu: Decimal
    obtenu: Decimal
    annees: list[tuple[int, Decimal, Decimal]]


def par_financeur(lu: PlanLu) -> list[FinanceurLu]:
    """The budget of a plan, funder by funder, then year by year."""
    lignes: dict[str, dict[int, list[FinancementAction]]] = {}
    for lue in lu.actions:
        for ligne in lue.action.financements.all():
            lignes.setdefault(str(ligne.financeur), {}).setdefault(ligne.annee, []).append(ligne)
    return [
        FinanceurLu(
            nom,
            *_sommes(ligne for une in annees.values() for ligne in une),
            [(annee, *_sommes(annees[annee])) for annee in sorted(annees)],
        )
        for nom, annees in sorted(lignes.items())
    ]


def _sommes(lignes: Iterable[FinancementAction]) -> tuple[Decimal, Decimal]:
    lues = list(lignes)
    return somme(ligne.prevu for ligne in lues), somme(ligne.obtenu for ligne in lues)


def etat_le(action: Action, jour: date) -> str:
    """What an action was at the end of a day, by its last point then."""
    return next((point.etat for point in action.points.all() if point.le <= jour), PREVUE)


def _relever(lu: PlanLu, actions: Sequence[Action], seance: Seance, precedent: date | None) -> Releve:
    etats = Counter(etat_le(action, seance.le) for action in actions)
    retards = sum(bool(retards_de(a, seance.le, etat_le(a, seance.le), lu.tolerance, precedent)) for a in actions)
    dites = sum(any(point.seance_id == seance.pk for point in action.points.all()) for action in actions)
    return Releve(seance.le, f"Comité du {seance.le:%d/%m/%Y}", etats, retards, dites, seance)


def _lire_axe(axe: Axe | None, lues: Sequence[ActionLue]) -> AxeLu:
    attendues = [lue for lue in lues if lue.action.statut != ABANDONNEE]
    return AxeLu(
        axe,
        len(lues),
        len(attendues),
        sum(lue.action.statut == REALISEE for lue in attendues),
        sum(bool(lue.retards) for lue in attendues),
        somme(lue.prevu for lue in lues),
        somme(lue.obtenu for lue in lues),
    )
