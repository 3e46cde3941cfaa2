"""One action: everything known of it, its progress told, its milestones and its money."""

from __future__ import annotations

from typing import Any

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_POST

from deplie.acteurs.queries import Acteur
from deplie.acteurs.views import page
from deplie.gouvernance import actions, queries
from deplie.gouvernance.forms.avancement import (
    FormulaireFinancement,
    FormulaireJalon,
    FormulairePoint,
    FormulairePointDate,
)
from deplie.gouvernance.forms.plan import FormulaireAction
from deplie.gouvernance.models import Action, Plan
from deplie.gouvernance.queries.lecture import lire_action
from deplie.gouvernance.views._commun import formulaire, vers_action, vers_plan
from deplie.instances.models import Seance
from deplie.socle.brouillons import saisie
from deplie.socle.editions import Edition
from deplie.socle.erreurs import RefusMetier
from deplie.socle.formulaires import soumettre


@page("pacte.voir")
def action(request: HttpRequest, acteur: Acteur, pk: int) -> HttpResponse:
    """Everything known of an action, and the acts of who reads it."""
    trouvee = queries.action_ou_404(acteur, pk)
    contexte = {
        "action": trouvee,
        "plan": trouvee.axe.plan,
        "lue": lire_action(trouvee),
        "indicateurs": queries.indicateurs_de(trouvee),
        "liens": queries.liens_de(trouvee),
        "tenir": acteur.peut("pacte.tenir"),
        "avancer": queries.avance(acteur, trouvee),
        "operations": acteur.peut("operation.toutes"),
        "appels": acteur.peut("dossier.voir"),
        "seances": acteur.peut("seance.voir"),
    }
    return render(request, "gouvernance/action.html", contexte)


@page("pacte.tenir")
def modifier_action(request: HttpRequest, acteur: Acteur, pk: int) -> HttpResponse:
    trouvee = queries.action_ou_404(acteur, pk)
    plan = trouvee.axe.plan
    saisi = FormulaireAction(saisie(request), plan=plan, initial=FormulaireAction.initial_de(trouvee))

    def decider(valeurs: dict[str, Any], edition: Edition) -> None:
        actions.modifier_action(action=trouvee, par=acteur, edition=edition, **valeurs)

    if request.method == "POST" and saisi.soumettre(decider):
        return vers_action(request, acteur.territoire.code, pk, "L'action est enregistrée.")
    return formulaire(request, saisi, "Modifier l'action", plan=plan, action=trouvee)


@page("pacte.avancer")
def noter_point(request: HttpRequest, acteur: Acteur, pk: int) -> HttpResponse:
    trouvee = _menee(acteur, pk)
    plan = trouvee.axe.plan
    saisi = FormulairePointDate(saisie(request), action=trouvee, seances=queries.seances_de(plan))
    if request.method == "POST" and soumettre(saisi, actions.noter_point, action=trouvee, par=acteur):
        return vers_action(request, acteur.territoire.code, pk, "Le point d'avancement est noté.")
    return formulaire(request, saisi, "Noter l'avancement", plan=plan, action=trouvee)


@require_POST
@page("pacte.avancer")
def atteindre_jalon(request: HttpRequest, acteur: Acteur, pk: int) -> HttpResponse:
    """A milestone reached today; reached already, it is not any more."""
    jalon = queries.jalon_ou_404(acteur, pk)
    _menee(acteur, jalon.action_id)
    actions.atteindre_jalon(jalon=jalon, le=None if jalon.atteint_le else timezone.localdate(), par=acteur)
    phrase = "Le jalon est atteint." if jalon.atteint_le else "Le jalon n'est plus dit atteint."
    return vers_action(request, acteur.territoire.code, jalon.action_id, phrase)


@page("pacte.tenir")
def poser_jalon(request: HttpRequest, acteur: Acteur, pk: int) -> HttpResponse:
    trouvee = queries.action_ou_404(acteur, pk)
    saisi = FormulaireJalon(saisie(request))
    if request.method == "POST" and soumettre(saisi, actions.poser_jalon, action=trouvee, par=acteur):
        return vers_action(request, acteur.territoire.code, pk, "Le jalon est posé.")
    return formulaire(request, saisi, "Poser un jalon", plan=trouvee.axe.plan, action=trouvee)


@page("pacte.tenir")
def financer(request: HttpRequest, acteur: Acteur, pk: int) -> HttpResponse:
    """A line of the budget; told again for the same funder and year, it is corrected."""
    trouvee = queries.action_ou_404(acteur, pk)
    saisi = FormulaireFinancement(saisie(request), territoire=acteur.territoire, jour=timezone.localdate())
    if request.method == "POST" and soumettre(saisi, actions.financer, action=trouvee, par=acteur):
        return vers_action(request, acteur.territoire.code, pk, "Le budget est enregistré.")
    return formulaire(request, saisi, "Écrire une ligne de budget", plan=trouvee.axe.plan, action=trouvee)


@page("pacte.tenir")
def comite(request: HttpRequest, acteur: Acteur, pk: int, seance: int) -> HttpResponse:
    """Progress of many actions at one committee: what is ticked is told, all or none."""
    plan = queries.plan_ou_404(acteur, pk)
    tenue = queries.seance_du_plan_ou_404(plan, seance)
    lignes = _points(request, plan)
    erreur = ""
    if request.method == "POST":
        nombre, erreur = _dire(lignes, tenue, acteur)
        if not erreur:
            dit = "1 action dite" if nombre == 1 else f"{nombre} actions dites"
            return vers_plan(request, plan, f"{dit} au comité du {tenue.le:%d/%m/%Y}.")
    contexte = {"plan": plan, "seance": tenue, "lignes": lignes, "erreur": erreur}
    return render(request, "gouvernance/comite.html", contexte)


def _points(request: HttpRequest, plan: Plan) -> list[tuple[Action, FormulairePoint]]:
    """A form for each open action; only those that are ticked are read."""
    recus = request.POST
    return [
        (
            action,
            FormulairePoint(recus if f"dire-{action.pk}" in recus else None, action=action, prefix=f"a{action.pk}"),
        )
        for action in queries.actions_ouvertes(plan)
    ]


def _dire(lignes: list[tuple[Action, FormulairePoint]], seance: Seance, par: Acteur) -> tuple[int, str]:
    """``(how many are told, what is wrong)``: all of what is ticked is written, or nothing."""
    dites = [(action, saisi) for action, saisi in lignes if saisi.is_bound]
    if not dites:
        return 0, "Cochez les actions dont on a parlé à cette séance."
    lisibles = [saisi.is_valid() for _, saisi in dites]
    if not all(lisibles):
        return 0, "Corrigez ce qui est signalé ci-dessous ; rien n'est encore enregistré."
    try:
        points = [(action, saisi.cleaned_data["point"]) for action, saisi in dites]
        return actions.noter_points(seance=seance, points=points, par=par), ""
    except RefusMetier as refus:
        return 0, refus.message


def _menee(acteur: Acteur, pk: int) -> Action:
    """An action whose progress the actor may tell: 404 elsewhere, 403 where another body pilots it."""
    trouvee = queries.action_ou_404(acteur, pk)
    if not queries.avance(acteur, trouvee):
        raise PermissionDenied("L'avancement d'une action est noté par son pilote ou par qui tient le plan.")
    return trouvee
