"""What other pages show of the plans: a séance, an appel, an operation, a protocole, the home page."""

from __future__ import annotations

from dataclasses import dataclass

from django.db.models import Q
from django.utils import timezone

from deplie.acteurs.queries import Acteur
from deplie.cadre.models import Protocole
from deplie.financements.models import Appel, Operation
from deplie.gouvernance.models import Action, Plan, PointAvancement
from deplie.gouvernance.queries.lecture import ActionLue, lire_plan
from deplie.gouvernance.queries.plan import avance, avec_nombres, visibles_par
from deplie.instances.models import Seance


@dataclass(frozen=True)
class PanneauSeance:
    """The plans that a séance follows, what was told there, and the actions that rest on its decisions."""

    plans: list[Plan]
    points: list[PointAvancement]
    appuyees: list[Action]
    dire: bool


def de_la_seance(acteur: Acteur, seance: Seance) -> PanneauSeance | None:
    """Four queries at most; None where the séance follows no plan and no action rests on it."""
    suivis = visibles_par(acteur).filter(comite=seance.instance_id, debut__lte=seance.le, fin__gte=seance.le)
    plans = list(suivis)
    points = PointAvancement.objects.filter(seance=seance, action__axe__plan__territoire=acteur.territoire)
    points = points.select_related("action__axe").order_by("action__axe__plan", "action__axe__numero", "action__numero")
    lu = PanneauSeance(plans, list(points), _reposent(acteur, Q(liens__decision__seance=seance)), _dire(acteur, seance))
    return lu if lu.plans or lu.points or lu.appuyees else None


def de_l_appel(acteur: Acteur, appel: Appel) -> list[Action] | None:
    return _reposent(acteur, Q(liens__appel=appel)) or None


def de_l_operation(acteur: Acteur, operation: Operation) -> list[Action] | None:
    return _reposent(acteur, Q(liens__operation=operation)) or None


def du_protocole(acteur: Acteur, protocole: Protocole) -> list[Plan] | None:
    """The plans of a protocole, each with how many axes and actions."""
    return avec_nombres(visibles_par(acteur).filter(protocole=protocole)) or None


def en_retard(acteur: Acteur) -> list[ActionLue]:
    """The late actions of the plans that run, of those whose progress the actor tells."""
    jour = timezone.localdate()
    courants = visibles_par(acteur).filter(debut__lte=jour, fin__gte=jour)
    if not acteur.peut("pacte.tenir"):
        courants = courants.filter(axes__actions__pilote=acteur.organisation).distinct() if acteur.organisation else []
    lues = [lue for plan in courants for lue in lire_plan(plan).actions if lue.retards]
    return [lue for lue in lues if avance(acteur, lue.action)]


def _reposent(acteur: Acteur, lien: Q) -> list[Action]:
    actions = Action.objects.filter(lien, axe__plan__territoire=acteur.territoire).distinct()
    return list(actions.select_related("axe__plan", "pilote").order_by("axe__plan", "axe__numero", "numero"))


def _dire(acteur: Acteur, seance: Seance) -> bool:
    """Whether progress may be told at that séance today."""
    tenue = seance.le <= timezone.localdate() and seance.statut != Seance.Statut.ANNULEE
    return tenue and acteur.peut("pacte.tenir")
