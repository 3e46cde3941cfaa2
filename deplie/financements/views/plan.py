"""The plan of an operation: written in one form, carried by an avenant once signed, read as it was before."""

from __future__ import annotations

from typing import Any, Final

from django.contrib import messages
from django.forms.utils import ErrorDict
from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import redirect, render

from deplie.acteurs.queries import Acteur
from deplie.acteurs.views import page
from deplie.financements import actions
from deplie.financements.forms.plan import FormulaireAvenantAuPlan, FormulairePlanOperation
from deplie.financements.models import Operation
from deplie.financements.queries import version as lues
from deplie.financements.queries.convention import convention_de
from deplie.financements.queries.operation import operation_ou_404
from deplie.financements.queries.plan import lire
from deplie.financements.rules.version import refus_d_etablir
from deplie.socle.brouillons import saisie

# What the buttons beside « enregistrer » ask for: another empty line of a kind, or the totals of what is typed.
PLUS: Final = frozenset("drp")
COMPTER: Final = "compte"


@page("plan.ecrire")
def plan(request: HttpRequest, acteur: Acteur, pk: int) -> HttpResponse:
    """The whole plan in one form, until the convention is signed."""
    vue = operation_ou_404(acteur, pk)
    ecrit = lues.plan_ecrit(vue)
    refus = refus_d_etablir(vue.statut, signee=convention_de(vue) is not None, etabli=not ecrit.vide)
    formulaire = FormulairePlanOperation(_envoi(request), acteur=acteur, operation=vue, ecrit=ecrit)

    def etablir(valeurs: dict[str, Any], edition: Any) -> None:
        actions.etablir_plan(operation=vue, plan=valeurs["plan"], edition=edition, par=acteur)

    if _enregistrer(request) and formulaire.soumettre(etablir):
        messages.success(request, "Le plan de financement est enregistré.")
        return redirect("financements:operation", acteur.territoire.code, pk)
    contexte = {"titre": "Plan de financement", "acte": "Enregistrer le plan", "refus": refus}
    return _page(request, vue, formulaire, ecrit, contexte)


@page("operation.gerer")
def avenant(request: HttpRequest, acteur: Acteur, pk: int) -> HttpResponse:
    """An avenant with the plan that it carries, opened on the plan of today."""
    vue = operation_ou_404(acteur, pk)
    ecrit = lues.plan_ecrit(vue)
    formulaire = FormulaireAvenantAuPlan(_envoi(request), acteur=acteur, operation=vue, ecrit=ecrit)

    def signer(valeurs: dict[str, Any], edition: Any) -> None:
        communs: dict[str, Any] = {"operation": vue, "edition": edition, "par": acteur}
        actions.avenant_au_plan(valeurs=valeurs["avenant"], plan=valeurs["plan"], **communs)

    if _enregistrer(request) and formulaire.soumettre(signer):
        messages.success(request, "L'avenant est enregistré, avec le plan qu'il porte.")
        return redirect("financements:operation", acteur.territoire.code, pk)
    refus = "" if convention_de(vue) else "La convention n'est pas signée : le plan s'écrit encore sur sa page."
    contexte = {"titre": "Avenant au plan de financement", "acte": "Enregistrer l'avenant", "refus": refus}
    return _page(request, vue, formulaire, ecrit, contexte | {"avenant": True})


@page("operation.voir")
def version(request: HttpRequest, acteur: Acteur, pk: int) -> HttpResponse:
    """A plan as it was handed in, signed, or changed by an avenant."""
    gardee = lues.version_ou_404(acteur, pk)
    vue = gardee.operation
    contexte = {
        "operation": vue,
        "version": gardee,
        "plan": lire(lues.plan_de_la_version(gardee), vue),
        "versions": lues.versions_de(vue),
    }
    return render(request, "financements/version_plan.html", contexte)


def _enregistrer(request: HttpRequest) -> bool:
    return request.method == "POST" and "plus" not in request.POST


def _envoi(request: HttpRequest) -> QueryDict | None:
    """What was sent; with more empty lines where they were asked for."""
    envoi = saisie(request)
    if request.method != "POST" or request.POST.get("plus") not in PLUS:
        return envoi
    donnees = request.POST.copy()
    debut = request.POST["plus"]
    rangs = [int(n) for nom in donnees if nom.startswith(f"{debut}n") and (n := nom[2:].split("-")[0]).isdigit()]
    donnees[f"{debut}n{max([0, *rangs]) + 2}-montant"] = ""
    return donnees


def _page(
    request: HttpRequest,
    operation: Operation,
    formulaire: FormulairePlanOperation,
    ecrit: Any,
    contexte: dict[str, Any],
) -> HttpResponse:
    demande, apercu = request.POST.get("plus"), None
    if demande == COMPTER:
        apercu = lire(formulaire.cleaned_data["plan"], operation) if formulaire.is_valid() else None
    elif demande:
        # More lines were asked for: nothing was sent to be recorded, no error is said.
        vars(formulaire)["_errors"] = ErrorDict()
    heurte = bool(formulaire.is_bound and formulaire.data.get("vu"))
    lus = {
        "operation": operation,
        "formulaire": formulaire,
        "autre": lire(ecrit, operation) if heurte else None,
        "apercu": apercu,
    }
    return render(request, "financements/formulaire_plan.html", lus | contexte)
