"""Progress of many actions at one committee."""

from __future__ import annotations

from dataclasses import dataclass

from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import render

from deplie.acteurs.queries import Acteur
from deplie.acteurs.views import page
from deplie.gouvernance import actions, queries
from deplie.gouvernance.forms.avancement import FormulairePoint
from deplie.gouvernance.models import Action, Axe, Plan, PointAvancement
from deplie.gouvernance.views._commun import vers_plan
from deplie.instances.models import Seance
from deplie.socle.erreurs import RefusMetier


@dataclass(frozen=True)
class Ligne:
    """An open action, and what is typed of it."""

    action: Action
    saisi: FormulairePoint

    @property
    def axe(self) -> Axe:
        return self.action.axe

    @property
    def dernier(self) -> PointAvancement | None:
        return next(iter(self.action.points.all()), None)


@page("pacte.tenir")
def comite(request: HttpRequest, acteur: Acteur, pk: int, seance: int) -> HttpResponse:
    """Progress of many actions at one committee: what is ticked is told, all or none."""
    plan = queries.plan_ou_404(acteur, pk)
    tenue = queries.seance_du_plan_ou_404(plan, seance)
    lignes = _points(request, plan, tenue)
    erreur = ""
    if request.method == "POST":
        nombre, erreur = _dire(lignes, tenue, acteur)
        if not erreur:
            dit = "1 action dite" if nombre == 1 else f"{nombre} actions dites"
            return vers_plan(request, plan, f"{dit} au comité du {tenue.le:%d/%m/%Y}.")
    contexte = {
        "plan": plan,
        "seance": tenue,
        "lignes": lignes,
        "erreur": erreur,
        "dites": queries.points_de(tenue, plan),
    }
    return render(request, "gouvernance/comite.html", contexte)


def _points(request: HttpRequest, plan: Plan, seance: Seance) -> list[Ligne]:
    """A form for each open action not yet told there; only those of which something is said are read."""
    recus = request.POST
    return [
        Ligne(action, FormulairePoint(recus if _dite(recus, action) else None, action=action, prefix=f"a{action.pk}"))
        for action in queries.actions_ouvertes(plan)
        if not any(point.seance_id == seance.pk for point in action.points.all())
    ]


def _dite(recus: QueryDict, action: Action) -> bool:
    """Whether an action is ticked, or something was typed of it: what is typed is never lost for a tick forgotten."""
    typees = [recus.get(f"a{action.pk}-{champ}", "").strip() for champ in ("fait", "total", "texte", "suite")]
    etat = recus.get(f"a{action.pk}-etat", action.statut)
    return f"dire-{action.pk}" in recus or any(typees) or etat != action.statut


def _dire(lignes: list[Ligne], seance: Seance, par: Acteur) -> tuple[int, str]:
    """``(how many are told, what is wrong)``: all of what is ticked is written, or nothing."""
    dites = [(ligne.action, ligne.saisi) for ligne in lignes if ligne.saisi.is_bound]
    if not dites:
        return 0, "Cochez les actions dont on a parlé à cette séance."
    fautives = [action.code for action, saisi in dites if not saisi.is_valid()]
    if fautives:
        noms = f"Action{'s' if len(fautives) > 1 else ''} {', '.join(fautives)}"
        return 0, f"{noms} : corrigez ce qui est signalé. Rien n'est encore enregistré."
    try:
        points = [(action, saisi.cleaned_data["point"]) for action, saisi in dites]
        return actions.noter_points(seance=seance, points=points, par=par), ""
    except RefusMetier as refus:
        return 0, refus.message
