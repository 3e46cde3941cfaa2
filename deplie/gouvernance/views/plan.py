"""The plans of a territory, and one of them as a table."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from deplie.acteurs.queries import Acteur
from deplie.acteurs.views import page
from deplie.gouvernance import actions, queries
from deplie.gouvernance.forms.plan import FormulaireAction, FormulaireAxe, FormulairePlan
from deplie.gouvernance.queries.dessin import calendrier
from deplie.gouvernance.queries.lecture import Choix, PlanLu, lire_plan, retenir, totaux
from deplie.gouvernance.rules.cycle import ETATS
from deplie.gouvernance.views._commun import formulaire, vers_action, vers_plan
from deplie.socle.brouillons import saisie
from deplie.socle.editions import Edition
from deplie.socle.formulaires import soumettre


@page("pacte.voir")
def plans(request: HttpRequest, acteur: Acteur) -> HttpResponse:
    lus = queries.avec_nombres(queries.visibles_par(acteur))
    return render(request, "gouvernance/plans.html", {"plans": lus, "tenir": acteur.peut("pacte.tenir")})


@page("pacte.voir")
def plan(request: HttpRequest, acteur: Acteur, pk: int) -> HttpResponse:
    """The actions of a plan, filtered; every total is that of the rows shown."""
    lu = lire_plan(queries.plan_ou_404(acteur, pk))
    axes = list(queries.axes_de(lu.plan))
    choix = _choix(request, lu)
    lignes = retenir(lu, choix)
    prevu, obtenu = totaux(lignes)
    contexte = {
        "plan": lu.plan,
        "lu": lu,
        "axes": axes,
        "choix": choix,
        "lignes": lignes,
        "prevu": prevu,
        "obtenu": obtenu,
        "etats": ETATS,
        "dessin": calendrier(lu, lignes, axes),
        "seances": queries.seances_de(lu.plan) if acteur.peut("pacte.tenir") else [],
        "tenir": acteur.peut("pacte.tenir"),
    }
    return render(request, "gouvernance/plan.html", contexte)


def _choix(request: HttpRequest, lu: PlanLu) -> Choix:
    """What the address asks for; what is unknown is left out."""

    def parmi(nom: str, connus: Any) -> int | None:
        brut = request.GET.get(nom, "")
        return int(brut) if brut.isascii() and brut.isdigit() and len(brut) < 19 and int(brut) in connus else None

    statut = request.GET.get("statut", "")
    return Choix(
        axe=parmi("axe", {lue.action.axe.numero for lue in lu.actions}),
        pilote=parmi("pilote", lu.pilotes),
        statut=statut if statut in ETATS else "",
        retard=request.GET.get("retard") == "1",
        financeur=parmi("financeur", lu.financeurs),
        texte=" ".join(request.GET.get("q", "").split())[:100],
    )


@page("pacte.tenir")
def creer_plan(request: HttpRequest, acteur: Acteur) -> HttpResponse:
    saisi = FormulairePlan(saisie(request), acteur=acteur)
    crees = []

    def decider(valeurs: dict[str, Any], edition: Edition) -> None:
        crees.append(actions.creer_plan(par=acteur, **valeurs))

    if request.method == "POST" and saisi.soumettre(decider):
        return vers_plan(request, crees[0], "Le plan est ouvert. Ajoutez ses axes, puis ses actions.")
    return formulaire(request, saisi, "Ouvrir un plan d'actions")


@page("pacte.tenir")
def modifier_plan(request: HttpRequest, acteur: Acteur, pk: int) -> HttpResponse:
    trouve = queries.plan_ou_404(acteur, pk)
    saisi = FormulairePlan(saisie(request), acteur=acteur, initial=FormulairePlan.initial_de(trouve))

    def decider(valeurs: dict[str, Any], edition: Edition) -> None:
        actions.modifier_plan(plan=trouve, par=acteur, edition=edition, **valeurs)

    if request.method == "POST" and saisi.soumettre(decider):
        return vers_plan(request, trouve, "Le plan est enregistré.")
    return formulaire(request, saisi, "Modifier le plan", plan=trouve)


@page("pacte.tenir")
def ajouter_axe(request: HttpRequest, acteur: Acteur, pk: int) -> HttpResponse:
    trouve = queries.plan_ou_404(acteur, pk)
    rang = max((axe.numero for axe in queries.axes_de(trouve)), default=0) + 1
    saisi = FormulaireAxe(saisie(request), initial={"numero": rang})
    if request.method == "POST" and soumettre(saisi, actions.ajouter_axe, plan=trouve, par=acteur):
        return vers_plan(request, trouve, "L'axe est ajouté.")
    return formulaire(request, saisi, "Ajouter un axe", plan=trouve)


@page("pacte.tenir")
def inscrire_action(request: HttpRequest, acteur: Acteur, pk: int) -> HttpResponse:
    trouve = queries.plan_ou_404(acteur, pk)
    saisi = FormulaireAction(saisie(request), plan=trouve)
    inscrites = []

    def decider(valeurs: dict[str, Any], edition: Edition) -> None:
        inscrites.append(actions.inscrire_action(par=acteur, **valeurs))

    if request.method == "POST" and saisi.soumettre(decider):
        return vers_action(request, acteur.territoire.code, inscrites[0].pk, "L'action est inscrite au plan.")
    return formulaire(request, saisi, "Inscrire une action", plan=trouve)
