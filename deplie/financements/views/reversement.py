"""What a holder pays back: the order, its correction, its settlement."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.forms import Form
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_POST

from deplie.acteurs.queries import Acteur
from deplie.acteurs.views import page
from deplie.financements import actions
from deplie.financements.forms import convention as formes
from deplie.financements.models import Operation
from deplie.financements.queries import convention as lues
from deplie.financements.queries.operation import operation_ou_404
from deplie.financements.queries.solde import etat_de
from deplie.financements.rules.versements import REVERSER
from deplie.socle.brouillons import saisie
from deplie.socle.erreurs import RefusMetier
from deplie.socle.formulaires import soumettre


def _page(request: HttpRequest, operation: Operation, formulaire: Form, titre: str, acte: str) -> HttpResponse:
    situation = lues.situation(operation, timezone.localdate())
    lus = {"operation": operation, "formulaire": formulaire, "titre": titre, "acte": acte, "situation": situation}
    return render(request, "financements/formulaire.html", lus)


def _retour(acteur: Acteur, operation: Operation) -> HttpResponse:
    return redirect("financements:operation", acteur.territoire.code, operation.pk)


@page("operation.gerer")
def nouveau(request: HttpRequest, acteur: Acteur, pk: int) -> HttpResponse:
    """An order; what the balance says is to come back is proposed."""
    vue = operation_ou_404(acteur, pk)
    jour = timezone.localdate()
    initial: dict[str, Any] = {"emis_le": jour}
    etat = etat_de(vue, jour)
    if etat and etat.solde.sens == REVERSER:
        initial |= {"montant": etat.solde.montant, "motif": "Aide due inférieure à ce qui est versé"}
    formulaire = formes.FormulaireReversement(saisie(request), initial=initial)
    if request.method == "POST" and soumettre(formulaire, actions.ordonner_reversement, operation=vue, par=acteur):
        messages.success(request, "L'ordre de reversement est enregistré.")
        return _retour(acteur, vue)
    return _page(request, vue, formulaire, "Émettre un ordre de reversement", "Enregistrer l'ordre")


@page("operation.gerer")
def reversement(request: HttpRequest, acteur: Acteur, pk: int) -> HttpResponse:
    """An order that is not settled, to correct."""
    trouve = lues.reversement_ou_404(acteur, pk)
    formulaire = formes.FormulaireReversement(saisie(request), initial=formes.FormulaireReversement.initial_de(trouve))

    def decider(**valeurs: Any) -> None:
        actions.modifier_reversement(reversement=trouve, valeurs=valeurs, par=acteur)

    if request.method == "POST" and soumettre(formulaire, decider):
        messages.success(request, "Le reversement est modifié.")
        return _retour(acteur, trouve.operation)
    return _page(request, trouve.operation, formulaire, f"Modifier : {trouve}", "Enregistrer")


@page("operation.gerer")
def regler(request: HttpRequest, acteur: Acteur, pk: int) -> HttpResponse:
    trouve = lues.reversement_ou_404(acteur, pk)
    initial = {"regle_le": timezone.localdate(), "reference": trouve.reference}
    formulaire = formes.FormulaireReglement(saisie(request), initial=initial)
    if request.method == "POST" and soumettre(formulaire, actions.regler_reversement, reversement=trouve, par=acteur):
        messages.success(request, "Le règlement est enregistré.")
        return _retour(acteur, trouve.operation)
    return _page(request, trouve.operation, formulaire, f"Régler : {trouve}", "Enregistrer le règlement")


@require_POST
@page("operation.gerer")
def retirer(request: HttpRequest, acteur: Acteur, pk: int) -> HttpResponse:
    trouve = lues.reversement_ou_404(acteur, pk)
    try:
        actions.retirer_reversement(reversement=trouve, par=acteur)
        messages.success(request, "L'ordre de reversement est retiré.")
    except RefusMetier as cause:
        messages.error(request, cause.message)
    return _retour(acteur, trouve.operation)
