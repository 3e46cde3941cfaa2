"""Commitments of an operation: recorded, corrected, their file, cancelled."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.forms import Form
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render

from deplie.acteurs.queries import Acteur
from deplie.acteurs.views import page
from deplie.financements import actions
from deplie.financements.forms import engagement as formes
from deplie.financements.models import Engagement, Operation
from deplie.financements.queries import engagement as lus
from deplie.financements.queries.operation import operation_ou_404
from deplie.socle import journal
from deplie.socle.brouillons import saisie
from deplie.socle.fichiers.depot import FichierPerdu
from deplie.socle.fichiers.service import servir
from deplie.socle.formulaires import soumettre


def _vers(acteur: Acteur, operation: Operation) -> HttpResponse:
    """Back to the page of the operation."""
    return redirect("financements:operation", acteur.territoire.code, operation.pk)


def _formulaire(
    request: HttpRequest, operation: Operation, formulaire: Form, titre: str, acte: str, **contexte: Any
) -> HttpResponse:
    lu = {"operation": operation, "formulaire": formulaire, "titre": titre, "acte": acte}
    return render(request, "financements/formulaire_engagement.html", lu | contexte)


def _dire(request: HttpRequest, engagement: Engagement, fait: str) -> None:
    lu = next(lu for lu in lus.engages([engagement.operation]) if lu.engagement.pk == engagement.pk)
    if lu.signalements:
        messages.warning(request, f"{fait} Il est signalé : {', '.join(lu.signalements)}.")
    else:
        messages.success(request, fait)


@page("depense.declarer")
def nouveau(request: HttpRequest, acteur: Acteur, pk: int) -> HttpResponse:
    """What is ordered and not yet declared."""
    vue = operation_ou_404(acteur, pk)
    formulaire = formes.FormulaireEngagement(saisie(request), operation=vue)

    def decider(**valeurs: Any) -> None:
        _dire(request, actions.engager(operation=vue, valeurs=valeurs, par=acteur), "L'engagement est inscrit.")

    if request.method == "POST" and soumettre(formulaire, decider):
        return _vers(acteur, vue)
    return _formulaire(request, vue, formulaire, "Inscrire un engagement", "Inscrire")


@page("depense.declarer")
def modifier(request: HttpRequest, acteur: Acteur, pk: int) -> HttpResponse:
    """A commitment, to correct."""
    vu = lus.engagement_ou_404(acteur, pk)
    initial = formes.FormulaireEngagement.initial_de(vu)
    formulaire = formes.FormulaireEngagement(saisie(request), operation=vu.operation, initial=initial)

    def decider(**valeurs: Any) -> None:
        present = actions.modifier_engagement(engagement=vu, valeurs=valeurs, par=acteur)
        _dire(request, present, "L'engagement est modifié.")

    if request.method == "POST" and soumettre(formulaire, decider):
        return _vers(acteur, vu.operation)
    return _formulaire(request, vu.operation, formulaire, f"Modifier l'engagement n° {vu.numero}", "Enregistrer")


@page("depense.declarer")
def joindre(request: HttpRequest, acteur: Acteur, pk: int) -> HttpResponse:
    """The order or the contract."""
    vu = lus.engagement_ou_404(acteur, pk)
    envoi = (request.POST, request.FILES) if request.method == "POST" else (None, None)
    formulaire = formes.FormulairePieceEngagement(*envoi, territoire=acteur.territoire.code, par=acteur)
    if request.method == "POST" and soumettre(formulaire, actions.joindre_a_engagement, engagement=vu, par=acteur):
        messages.success(request, "La pièce est jointe.")
        return _vers(acteur, vu.operation)
    titre = f"Joindre la commande ou le contrat : engagement n° {vu.numero}"
    return _formulaire(request, vu.operation, formulaire, titre, "Joindre", envoi=True)


@page("depense.declarer")
def annuler(request: HttpRequest, acteur: Acteur, pk: int) -> HttpResponse:
    """What is left of it is freed; what was declared of it stays."""
    vu = lus.engagement_ou_404(acteur, pk)
    formulaire = formes.FormulaireAnnulation(saisie(request))

    def decider(motif: str) -> None:
        rendu = actions.annuler_engagement(engagement=vu, motif=motif, par=acteur)
        messages.success(request, f"L'engagement n° {vu.numero} est annulé : {rendu} redeviennent disponibles.")

    if request.method == "POST" and soumettre(formulaire, decider):
        return _vers(acteur, vu.operation)
    return _formulaire(
        request, vu.operation, formulaire, f"Annuler l'engagement n° {vu.numero}", "Annuler l'engagement"
    )


@page("depense.voir")
def piece(request: HttpRequest, acteur: Acteur, pk: int) -> HttpResponseBase:
    """Give the file. The journal first: a piece whose opening cannot be written is not given."""
    vu = lus.engagement_ou_404(acteur, pk)
    if vu.fichier is None:
        raise Http404
    journal.exporter("ouvrir la pièce d'un engagement", par=acteur, objet=vu.operation, engagement=vu.pk)
    try:
        return servir(vu.fichier)
    except FichierPerdu as perdu:
        messages.error(request, perdu.message)
        return _vers(acteur, vu.operation)
