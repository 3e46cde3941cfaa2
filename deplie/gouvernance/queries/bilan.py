"""A year of a plan: its actions at the end of it, what was done, what is late, its money and its measures."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from deplie.gouvernance.models import (
    Action,
    Axe,
    IndicateurAction,
    JalonAction,
    Plan,
    PointAvancement,
    ValeurIndicateur,
)
from deplie.gouvernance.queries.comites import etat_le
from deplie.gouvernance.queries.lecture import PlanLu, retards_de
from deplie.gouvernance.queries.plan import indicateurs_du_plan, seances_de
from deplie.gouvernance.rules.cycle import ETATS, REALISEE
from deplie.socle.argent import somme


@dataclass(frozen=True)
class AxeDuBilan:
    """An axis, or the whole plan: its actions by state on the last day read."""

    titre: str
    etats: Mapping[str, int]
    en_retard: int

    @property
    def par_etat(self) -> list[tuple[str, int]]:
        return [(libelle, self.etats.get(code, 0)) for code, libelle in ETATS.items()]

    @property
    def actions(self) -> int:
        return sum(self.etats.values())


@dataclass(frozen=True)
class Dite:
    """An action and what is to say of it."""

    action: Action
    etat: str
    phrases: tuple[str, ...]


@dataclass(frozen=True)
class Apport:
    """What a funder was to bring in the year, and what it did. ``attendues``: lines of which nothing is known yet."""

    financeur: str
    prevu: Decimal
    obtenu: Decimal
    attendues: int


@dataclass(frozen=True)
class Mesure:
    """An indicator, with its last value on the day read."""

    action: Action
    indicateur: IndicateurAction
    derniere: ValeurIndicateur | None


@dataclass(frozen=True)
class BilanDuPlan:
    """What a year of a plan comes to, read on ``jour``: its last day, or the day of the plan when it comes before."""

    lu: PlanLu
    annee: int
    jour: date
    axes: list[AxeDuBilan]
    tout: AxeDuBilan
    realisees: list[Dite]
    faites: list[Dite]
    en_retard: list[Dite]
    apports: list[Apport]
    total: Apport
    mesures: list[Mesure]
    atteints: list[JalonAction]
    manques: list[JalonAction]


def annees_de(lu: PlanLu) -> list[int]:
    """The years of a plan of which something can be told, the latest first."""
    return list(range(lu.jour.year, lu.plan.debut.year - 1, -1))


def dresser(lu: PlanLu, annee: int, axes: Iterable[Axe]) -> BilanDuPlan:
    """The bilan of a year. Three queries more than the plan, whatever its size."""
    jour = min(date(annee, 12, 31), lu.jour)
    actions = [lue.action for lue in lu.actions]
    comite = max((seance.le for seance in seances_de(lu.plan) if seance.le <= jour), default=None)
    etats = {action.pk: etat_le(action, jour) for action in actions}
    retards = {a.pk: tuple(retards_de(a, jour, etats[a.pk], lu.tolerance, comite)) for a in actions}
    siennes: dict[int, list[Action]] = {}
    for action in actions:
        siennes.setdefault(action.axe_id, []).append(action)
    dites = [Dite(a, ETATS[etats[a.pk]], tuple(p.texte for p in _points(a, annee, jour) if p.texte)) for a in actions]
    apports = _apports(actions, annee)
    jalons = [j for a in actions for j in a.jalons.all() if j.prevu_le.year == annee and j.prevu_le <= jour]
    return BilanDuPlan(
        lu, annee, jour,
        [_axe(str(axe), siennes.get(axe.pk, []), etats, retards) for axe in axes],
        _axe("Tout le plan", actions, etats, retards),
        [dite for dite in dites if etats[dite.action.pk] == REALISEE and _change(dite.action, annee, jour)],
        [dite for dite in dites if dite.phrases],
        [Dite(a, ETATS[etats[a.pk]], retards[a.pk]) for a in actions if retards[a.pk]],
        apports, Apport("Total", *_sommes(apports)),
        _mesures(lu.plan, actions, jour),
        [jalon for jalon in jalons if jalon.atteint_le and jalon.atteint_le <= jour],
        [jalon for jalon in jalons if not jalon.atteint_le or jalon.atteint_le > jour],
    )  # fmt: skip


def _points(action: Action, annee: int, jour: date) -> list[PointAvancement]:
    """What was told in the year, in order."""
    return [point for point in reversed(action.points.all()) if point.le.year == annee and point.le <= jour]


def _change(action: Action, annee: int, jour: date) -> bool:
    """Whether the action was done in that year, not before."""
    return etat_le(action, date(annee - 1, 12, 31)) != REALISEE and bool(_points(action, annee, jour))


def _axe(
    titre: str, actions: Sequence[Action], etats: Mapping[int, str], retards: Mapping[int, Sequence[str]]
) -> AxeDuBilan:
    return AxeDuBilan(titre, Counter(etats[a.pk] for a in actions), sum(bool(retards[a.pk]) for a in actions))


def _apports(actions: Iterable[Action], annee: int) -> list[Apport]:
    lignes: dict[str, list[tuple[Decimal, Decimal | None]]] = {}
    for action in actions:
        for ligne in action.financements.all():
            if ligne.annee == annee:
                lignes.setdefault(str(ligne.financeur), []).append((ligne.prevu, ligne.obtenu))
    return [
        Apport(nom, somme(p for p, _ in dites), somme(o for _, o in dites), sum(o is None for _, o in dites))
        for nom, dites in sorted(lignes.items())
    ]


def _sommes(apports: Sequence[Apport]) -> tuple[Decimal, Decimal, int]:
    return somme(a.prevu for a in apports), somme(a.obtenu for a in apports), sum(a.attendues for a in apports)


def _mesures(plan: Plan, actions: Sequence[Action], jour: date) -> list[Mesure]:
    par_pk = {action.pk: action for action in actions}
    return [
        Mesure(par_pk[une.action_id], une, next((v for v in reversed(une.valeurs.all()) if v.le <= jour), None))
        for une in indicateurs_du_plan(plan)
    ]
