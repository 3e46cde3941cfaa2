"""Another programmed amount is asked for, or withdrawn before a committee decides."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_POST

from deplie.acteurs.queries import Acteur
from deplie.acteurs.views import page
from deplie.financements import actions
from deplie.financements.forms.reprogrammation import FormulaireReprogrammation
from deplie.financements.queries.operation import operation_ou_404
from deplie.financements.queries.reprogrammation import reprogrammation_ou_404
from deplie.socle.brouillons import saisie
from deplie.socle.erreurs import RefusMetier
from deplie.socle.formulaires import soumettre


@page("operation.gerer")
def demander(request: HttpRequest, acteur: Acteur, pk: int) -> HttpResponse:
    """Ask a committee for another amount."""
    vue = operation_ou_404(acteur, pk)
    formulaire = FormulaireReprogrammation(saisie(request), initial={"montant": vue.montant_programme})
    fixes = {"operation": vue, "par": acteur}
    if request.method == "POST" and soumettre(formulaire, actions.demander_reprogrammation, **fixes):
        messages.success(request, "La demande attend un comité : elle sera dans sa prochaine séance.")
        return redirect("financements:operation", acteur.territoire.code, pk)
    contexte = {"operation": vue, "formulaire": formulaire, "titre": "Modifier le montant programmé"}
    return render(request, "financements/formulaire.html", contexte | {"acte": "Demander au comité"})


@require_POST
@page("operation.gerer")
def retirer(request: HttpRequest, acteur: Acteur, pk: int) -> HttpResponse:
    demande = reprogrammation_ou_404(acteur, pk)
    try:
        actions.retirer_reprogrammation(reprogrammation=demande, par=acteur)
        messages.success(request, "La demande est retirée.")
    except RefusMetier as cause:
        messages.error(request, cause.message)
    return redirect("financements:operation", acteur.territoire.code, demande.operation_id)
