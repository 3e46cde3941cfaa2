"""One action: everything known of it, and its progress told."""

from __future__ import annotations

from typing import Any

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_POST

from deplie.acteurs.queries import Acteur
from deplie.acteurs.views import page
from deplie.gouvernance import actions, queries
from deplie.gouvernance.forms.avancement import CHAMPS_POINT, FormulairePoint, FormulairePointDate
from deplie.gouvernance.forms.plan import FormulaireAction
from deplie.gouvernance.models import Action, PointAvancement
from deplie.gouvernance.queries.catalogue import valeurs_lues
from deplie.gouvernance.queries.lecture import lire_action
from deplie.gouvernance.rules.cycle import PREVUE
from deplie.gouvernance.views._commun import formulaire, retire, vers_action
from deplie.socle.brouillons import saisie
from deplie.socle.editions import Edition
from deplie.socle.formulaires import soumettre


@page("pacte.voir")
def action(request: HttpRequest, acteur: Acteur, pk: int) -> HttpResponse:
    """Everything known of an action, and the acts of who reads it."""
    trouvee = queries.action_ou_404(acteur, pk)
    lu, lue = lire_action(trouvee)
    mesures = queries.indicateurs_de(trouvee)
    lues = valeurs_lues(acteur, mesures, lu.jour)
    contexte = {
        "action": trouvee,
        "plan": trouvee.axe.plan,
        "lue": lue,
        "lu": lu,
        "mesures": [(mesure, lues.get(mesure.indicateur)) for mesure in mesures],
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
    retirer = None
    if not trouvee.points.all():
        retirer = (reverse("gouvernance:retirer_action", args=[acteur.territoire.code, pk]), "Retirer l'action du plan")
    return formulaire(request, saisi, "Modifier l'action", plan=plan, action=trouvee, retirer=retirer)


@page("pacte.avancer")
def noter_point(request: HttpRequest, acteur: Acteur, pk: int) -> HttpResponse:
    trouvee = menee(acteur, pk)
    plan = trouvee.axe.plan
    saisi = FormulairePointDate(saisie(request), action=trouvee, seances=queries.seances_de(plan))
    if request.method == "POST" and soumettre(saisi, actions.noter_point, action=trouvee, par=acteur):
        return vers_action(request, acteur.territoire.code, pk, "Le point d'avancement est noté.")
    return formulaire(request, saisi, "Noter l'avancement", plan=plan, action=trouvee)


@page("pacte.avancer")
def corriger_point(request: HttpRequest, acteur: Acteur, pk: int) -> HttpResponse:
    """The last point of an action, put right: what is wrong in it never has to be told again another day."""
    note = queries.de_l_action_ou_404(acteur, PointAvancement, pk)
    trouvee = menee(acteur, note.action_id)
    siens = trouvee.points.all()
    depuis = siens[1].etat if len(siens) > 1 else PREVUE
    initial = {nom: getattr(note, nom) for nom in CHAMPS_POINT}
    saisi = FormulairePoint(saisie(request), action=trouvee, depuis=depuis, initial=initial)
    if request.method == "POST" and soumettre(saisi, actions.corriger_point, note=note, par=acteur):
        return vers_action(request, acteur.territoire.code, trouvee.pk, "Le point d'avancement est corrigé.")
    titre = f"Corriger le point du {note.le:%d/%m/%Y}"
    return formulaire(request, saisi, titre, plan=trouvee.axe.plan, action=trouvee)


@require_POST
@page("pacte.tenir")
def retirer_action(request: HttpRequest, acteur: Acteur, pk: int) -> HttpResponse:
    trouvee = queries.action_ou_404(acteur, pk)
    if retire(request, lambda: actions.retirer_action(action=trouvee, par=acteur), "L'action est retirée du plan."):
        return redirect("gouvernance:plan", acteur.territoire.code, trouvee.axe.plan_id)
    return redirect("gouvernance:action", acteur.territoire.code, pk)


def menee(acteur: Acteur, pk: int) -> Action:
    """An action whose progress the actor may tell: 404 elsewhere, 403 where another body pilots it."""
    trouvee = queries.action_ou_404(acteur, pk)
    if not queries.avance(acteur, trouvee):
        raise PermissionDenied("L'avancement d'une action est noté par son pilote ou par qui tient le plan.")
    return trouvee
