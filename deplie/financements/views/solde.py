"""What follows an accepted bilan: the operation goes on, or it is closed."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_POST

from deplie.acteurs.queries import Acteur
from deplie.acteurs.views import page
from deplie.financements import actions
from deplie.financements.forms.controle import FormulaireSolde
from deplie.financements.queries.operation import operation_ou_404
from deplie.financements.queries.solde import etat_de
from deplie.financements.rules.versements import REVERSER
from deplie.socle.brouillons import saisie
from deplie.socle.erreurs import RefusMetier
from deplie.socle.formulaires import soumettre


@require_POST
@page("operation.gerer")
def poursuivre(request: HttpRequest, acteur: Acteur, pk: int) -> HttpResponse:
    vue = operation_ou_404(acteur, pk)
    try:
        actions.poursuivre(operation=vue, par=acteur)
        messages.success(request, "L'opération est de nouveau en exécution.")
    except RefusMetier as cause:
        messages.error(request, cause.message)
    return redirect("financements:operation", acteur.territoire.code, vue.pk)


@page("operation.gerer")
def solder(request: HttpRequest, acteur: Acteur, pk: int) -> HttpResponse:
    """Close an operation; what it is due, and how that was counted, is said first."""
    vue = operation_ou_404(acteur, pk)
    etat = etat_de(vue, timezone.localdate())
    formulaire = FormulaireSolde(saisie(request))
    if etat is None or etat.solde.sens != REVERSER:
        del formulaire.fields["reversement"]
    if request.method == "POST" and soumettre(formulaire, actions.solder, operation=vue, par=acteur):
        messages.success(request, "L'opération est soldée.")
        return redirect("financements:operation", acteur.territoire.code, vue.pk)
    contexte = {"operation": vue, "formulaire": formulaire, "titre": "Solder l'opération", "acte": "Solder"}
    return render(request, "financements/formulaire.html", contexte | {"etat": etat})
