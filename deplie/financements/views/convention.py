"""A convention is signed, changed by avenants, paid by instalments; an operation takes a step of its life."""

from __future__ import annotations

from typing import Any, Final

from django.contrib import messages
from django.forms import Form
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_POST

from deplie.acteurs.queries import Acteur
from deplie.acteurs.views import page
from deplie.financements import actions
from deplie.financements.forms import convention as formes
from deplie.financements.models import Operation
from deplie.financements.queries import convention as lues
from deplie.financements.queries.operation import cout_prevu, operation_ou_404
from deplie.financements.rules.cycle import TRANSITIONS, refus
from deplie.socle import journal
from deplie.socle.brouillons import saisie
from deplie.socle.erreurs import RefusMetier
from deplie.socle.fichiers.depot import FichierPerdu
from deplie.socle.fichiers.formulaire import FormulaireFichier
from deplie.socle.fichiers.service import servir
from deplie.socle.formulaires import soumettre

# Steps taken from the page of an operation by who runs it; every other one has its own page.
ACTES: Final = ("executer", "archiver", "abandonner")


def _page(
    request: HttpRequest, acteur: Acteur, operation: Operation, formulaire: Form, titre: str, acte: str, **contexte: Any
) -> HttpResponse:
    lus = {"operation": operation, "formulaire": formulaire, "titre": titre, "acte": acte} | contexte
    return render(request, "financements/formulaire.html", lus)


def _retour(acteur: Acteur, operation: Operation) -> HttpResponse:
    return redirect("financements:operation", acteur.territoire.code, operation.pk)


@page("operation.gerer")
def signer(request: HttpRequest, acteur: Acteur, pk: int) -> HttpResponse:
    """The convention as it was signed; what the plan and the committee say is proposed."""
    vue = operation_ou_404(acteur, pk)
    initial = formes.FormulaireConvention.initial_de(vue, cout_prevu(vue))
    formulaire = formes.FormulaireConvention(saisie(request), initial=initial)

    def decider(**valeurs: Any) -> None:
        actions.signer_convention(operation=vue, valeurs=valeurs, par=acteur)

    if request.method == "POST" and soumettre(formulaire, decider):
        messages.success(request, "La convention est enregistrée.")
        return _retour(acteur, vue)
    return _page(request, acteur, vue, formulaire, "Signer la convention", "Enregistrer la convention")


@page("operation.gerer")
def joindre_signee(request: HttpRequest, acteur: Acteur, pk: int) -> HttpResponse:
    """The convention as it was signed: its holder reads it by its link, and the audit trail holds it."""
    vue = operation_ou_404(acteur, pk)
    trouvee = lues.convention_de(vue)
    if trouvee is None:
        raise Http404
    envoi = (request.POST, request.FILES) if request.method == "POST" else (None, None)
    cadre = {"territoire": acteur.territoire.code, "par": acteur, "initial": {"signee_le": trouvee.signee_le}}
    formulaire = formes.FormulaireConventionSignee(*envoi, **cadre)
    if request.method == "POST" and soumettre(formulaire, actions.joindre_convention, operation=vue, par=acteur):
        messages.success(request, "La convention signée est jointe : son porteur la lit par son lien.")
        return _retour(acteur, vue)
    return _page(request, acteur, vue, formulaire, "Joindre la convention signée", "Joindre", envoi=True)


@page("depense.voir")
def signee(request: HttpRequest, acteur: Acteur, pk: int) -> HttpResponseBase:
    """Give the file. The journal first: a piece whose opening cannot be written is not given."""
    vue = operation_ou_404(acteur, pk)
    trouvee = lues.convention_de(vue)
    if trouvee is None or trouvee.fichier is None:
        raise Http404
    journal.exporter("ouvrir la convention signée", par=acteur, objet=vue)
    try:
        return servir(trouvee.fichier)
    except FichierPerdu as perdu:
        messages.error(request, perdu.message)
        return _retour(acteur, vue)


@page("operation.gerer")
def avenant(request: HttpRequest, acteur: Acteur, pk: int) -> HttpResponse:
    vue = operation_ou_404(acteur, pk)
    formulaire = formes.FormulaireAvenant(saisie(request))

    def decider(**valeurs: Any) -> None:
        actions.ajouter_avenant(operation=vue, valeurs=valeurs, par=acteur)

    if request.method == "POST" and soumettre(formulaire, decider):
        messages.success(request, "L'avenant est enregistré.")
        return _retour(acteur, vue)
    situation = lues.situation(vue, timezone.localdate())
    return _page(request, acteur, vue, formulaire, "Nouvel avenant", "Enregistrer l'avenant", situation=situation)


@page("operation.gerer")
def joindre_avenant(request: HttpRequest, acteur: Acteur, pk: int) -> HttpResponse:
    """An avenant as it was signed."""
    trouve = lues.avenant_ou_404(acteur, pk)
    vue = trouve.convention.operation
    envoi = (request.POST, request.FILES) if request.method == "POST" else (None, None)
    formulaire = FormulaireFichier(*envoi, territoire=acteur.territoire.code, par=acteur)
    if request.method == "POST" and soumettre(formulaire, actions.joindre_avenant, avenant=trouve, par=acteur):
        messages.success(request, f"L'{trouve} signé est joint : le porteur le lit par son lien.")
        return _retour(acteur, vue)
    return _page(request, acteur, vue, formulaire, f"Joindre l'{trouve} signé", "Joindre", envoi=True)


@page("depense.voir")
def avenant_signe(request: HttpRequest, acteur: Acteur, pk: int) -> HttpResponseBase:
    """Give the file. The journal first: a piece whose opening cannot be written is not given."""
    trouve = lues.avenant_ou_404(acteur, pk)
    if trouve.fichier is None:
        raise Http404
    vue = trouve.convention.operation
    journal.exporter("ouvrir un avenant signé", par=acteur, objet=vue, avenant=trouve.numero)
    try:
        return servir(trouve.fichier)
    except FichierPerdu as perdu:
        messages.error(request, perdu.message)
        return _retour(acteur, vue)


@page("operation.gerer")
def nouveau_versement(request: HttpRequest, acteur: Acteur, pk: int) -> HttpResponse:
    vue = operation_ou_404(acteur, pk)
    formulaire = formes.FormulaireVersement(saisie(request))
    if request.method == "POST" and soumettre(formulaire, actions.prevoir_versement, operation=vue, par=acteur):
        messages.success(request, "Le versement est prévu.")
        return _retour(acteur, vue)
    situation = lues.situation(vue, timezone.localdate())
    return _page(request, acteur, vue, formulaire, "Prévoir un versement", "Prévoir", situation=situation)


@page("operation.gerer")
def versement(request: HttpRequest, acteur: Acteur, pk: int) -> HttpResponse:
    """What is planned of an instalment, to change."""
    trouve = lues.versement_ou_404(acteur, pk)
    vue = trouve.operation
    formulaire = formes.FormulaireVersement(saisie(request), initial=formes.FormulaireVersement.initial_de(trouve))

    def decider(**valeurs: Any) -> None:
        actions.modifier_versement(versement=trouve, valeurs=valeurs, par=acteur)

    if request.method == "POST" and soumettre(formulaire, decider):
        messages.success(request, "Le versement est modifié.")
        return _retour(acteur, vue)
    situation = lues.situation(vue, timezone.localdate())
    return _page(request, acteur, vue, formulaire, f"Modifier : {trouve}", "Enregistrer", situation=situation)


@page("operation.gerer")
def payer(request: HttpRequest, acteur: Acteur, pk: int) -> HttpResponse:
    trouve = lues.versement_ou_404(acteur, pk)
    vue = trouve.operation
    initial = {"montant_paye": trouve.montant_prevu, "paye_le": trouve.prevu_le}
    formulaire = formes.FormulairePaiement(saisie(request), initial=initial)
    if request.method == "POST" and soumettre(formulaire, actions.payer_versement, versement=trouve, par=acteur):
        messages.success(request, "Le paiement est enregistré.")
        return _retour(acteur, vue)
    situation = lues.situation(vue, timezone.localdate())
    return _page(request, acteur, vue, formulaire, f"Payer : {trouve}", "Enregistrer le paiement", situation=situation)


@require_POST
@page("operation.gerer")
def retirer_versement(request: HttpRequest, acteur: Acteur, pk: int) -> HttpResponse:
    trouve = lues.versement_ou_404(acteur, pk)
    try:
        actions.retirer_versement(versement=trouve, par=acteur)
        messages.success(request, "Le versement prévu est retiré.")
    except RefusMetier as cause:
        messages.error(request, cause.message)
    return _retour(acteur, trouve.operation)


@page("operation.gerer")
def acte(request: HttpRequest, acteur: Acteur, pk: int, acte: str) -> HttpResponse:
    """A step that only needs its day, and its reason where one must be told."""
    vue = operation_ou_404(acteur, pk)
    if acte not in ACTES or refus(acte, vue.statut):
        raise Http404
    transition = TRANSITIONS[acte]
    formulaire = formes.FormulaireActe(saisie(request), motivee=transition.motivee)
    if request.method == "POST" and soumettre(formulaire, actions.avancer, operation=vue, acte=acte, par=acteur):
        messages.success(request, f"L'opération est « {vue.get_statut_display()} ».")
        return _retour(acteur, vue)
    return _page(request, acteur, vue, formulaire, transition.libelle, transition.libelle)
