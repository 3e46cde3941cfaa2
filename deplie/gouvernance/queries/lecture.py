"""A plan read on a day: what each action is, what is late, what it costs; filtered as its table is."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from django.utils import timezone

from deplie.acteurs.rules import cle_organisation
from deplie.gouvernance.models import Action, JalonAction, Plan, PointAvancement
from deplie.gouvernance.queries.plan import actions_de
from deplie.gouvernance.rules.cycle import ETATS, OUVERTS
from deplie.gouvernance.rules.retard import Attendu, Calendrier, retards
from deplie.instances.models import Seance
from deplie.socle.argent import somme
from deplie.territoires.queries.reglages import reglage


@dataclass(frozen=True)
class ActionLue:
    """An action on the day read; sums are of every funder and year, in euros."""

    action: Action
    retards: tuple[str, ...]
    dernier: PointAvancement | None
    prevu: Decimal
    obtenu: Decimal
    jalons_en_retard: frozenset[int] = frozenset()


@dataclass(frozen=True)
class Choix:
    """What the table is asked for; empty where everything is. ``pilote`` is a body that leads or takes part."""

    axe: int | None = None
    pilote: int | None = None
    statut: str = ""
    retard: bool = False
    financeur: int | None = None
    texte: str = ""

    def __bool__(self) -> bool:
        return self != Choix()


@dataclass(frozen=True)
class PlanLu:
    """Every action of a plan on ``jour``; ``clos`` says that the plan does not run today."""

    plan: Plan
    jour: date
    clos: bool
    actions: tuple[ActionLue, ...]
    tolerance: int

    @property
    def en_retard(self) -> int:
        return sum(bool(lue.retards) for lue in self.actions)

    @property
    def etats(self) -> list[tuple[str, str, int]]:
        """``(code, label, how many)`` for each state, in the order of the table."""
        nombres = Counter(lue.action.statut for lue in self.actions)
        return [(code, libelle, nombres[code]) for code, libelle in ETATS.items()]

    @property
    def pilotes(self) -> Mapping[int, str]:
        """Who leads an action or takes part in one, by name."""
        lus = {lue.action.pilote_id: str(lue.action.pilote) for lue in self.actions if lue.action.pilote_id}
        lus |= {p.organisation_id: str(p.organisation) for lue in self.actions for p in lue.action.partenaires.all()}
        return dict(sorted(lus.items(), key=lambda lu: lu[1]))

    @property
    def financeurs(self) -> Mapping[int, str]:
        lus = {f.financeur_id: str(f.financeur) for lue in self.actions for f in lue.action.financements.all()}
        return dict(sorted(lus.items(), key=lambda lu: lu[1]))


def lire_plan(plan: Plan) -> PlanLu:
    """The whole plan, in a fixed number of queries. A plan that runs is read today; another on the day of its last
    point of progress: nothing is known of it since."""
    actions = actions_de(plan)
    aujourdhui = timezone.localdate()
    clos = not plan.debut <= aujourdhui <= plan.fin
    points = [point.le for action in actions for point in action.points.all()]
    jour = max(points, default=min(plan.fin, aujourdhui)) if clos else aujourdhui
    comite = _dernier_comite(plan, jour)
    tolerance = int(reglage(plan.territoire, "jours_retard_action"))
    lues = tuple(_lire(action, jour, tolerance, comite) for action in actions)
    return PlanLu(plan, jour, clos, lues, tolerance)


def lire_action(action: Action) -> tuple[PlanLu, ActionLue]:
    """One action, read as the table of its plan reads it, and that plan."""
    lu = lire_plan(action.axe.plan)
    return lu, next(lue for lue in lu.actions if lue.action.pk == action.pk)


def retenir(lu: PlanLu, choix: Choix) -> list[ActionLue]:
    """The actions that answer to every choice."""
    mots = cle_organisation(choix.texte).split()
    return [lue for lue in lu.actions if _repond(lue, choix, mots)]


def totaux(lues: Iterable[ActionLue]) -> tuple[Decimal, Decimal]:
    """What was planned and what was obtained, in euros."""
    retenues = list(lues)
    return somme(lue.prevu for lue in retenues), somme(lue.obtenu for lue in retenues)


def _repond(lue: ActionLue, choix: Choix, mots: list[str]) -> bool:
    action = lue.action
    finance = {f.financeur_id for f in action.financements.all()}
    partenaires = " ".join(str(p.organisation) for p in action.partenaires.all())
    dit = cle_organisation(f"{action.code} {action.titre} {action.public} {action.pilote or ''} {partenaires}")
    return all(
        (
            choix.axe in (None, action.axe.numero),
            choix.pilote in (None, action.pilote_id, *(p.organisation_id for p in action.partenaires.all())),
            choix.statut in ("", action.statut),
            not choix.retard or bool(lue.retards),
            choix.financeur is None or choix.financeur in finance,
            all(mot in dit for mot in mots),
        )
    )


def _dernier_comite(plan: Plan, jour: date) -> date | None:
    if plan.comite_id is None:
        return None
    tenues = Seance.objects.filter(instance=plan.comite_id, le__lte=jour, le__gte=plan.debut)
    return tenues.exclude(statut=Seance.Statut.ANNULEE).order_by("-le").values_list("le", flat=True).first()


def retards_de(action: Action, jour: date, etat: str, tolerance: int, comite: date | None) -> list[str]:
    """What is late in an action on a day, by what was told of it then."""
    calendrier = Calendrier(
        etat,
        action.debut,
        action.fin,
        next((point.le for point in action.points.all() if point.le <= jour), None),
        tuple(Attendu(j.libelle, j.prevu_le, j.atteint_le) for j in action.jalons.all()),
    )
    return retards(calendrier, jour, tolerance=tolerance, dernier_comite=comite)


def _lire(action: Action, jour: date, tolerance: int, comite: date | None) -> ActionLue:
    financements = list(action.financements.all())
    return ActionLue(
        action,
        tuple(retards_de(action, jour, action.statut, tolerance, comite)),
        next(iter(action.points.all()), None),
        somme(f.prevu for f in financements),
        somme(f.obtenu for f in financements),
        frozenset(j.pk for j in action.jalons.all() if _en_retard(action, j, jour, tolerance)),
    )


def _en_retard(action: Action, jalon: JalonAction, jour: date, tolerance: int) -> bool:
    attendu = Attendu(jalon.libelle, jalon.prevu_le, jalon.atteint_le)
    return action.statut in OUVERTS and attendu.en_retard(jour, tolerance)
