"""Bodies that an operation supports: one written, one corrected, one withdrawn, its proof."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.views.decorators.http import require_POST

from deplie.acteurs.queries import Acteur
from deplie.acteurs.views import page
from deplie.financements.models import Operation
from deplie.fse import actions
from deplie.fse.forms.soutien import FormulaireModifierSoutien, FormulaireSoutien
from deplie.fse.queries.fiche import operation_fse_ou_404
from deplie.fse.queries.soutien import genres_permis, soutien_ou_404, soutiens_de
from deplie.socle import journal
from deplie.socle.editions import Edition
from deplie.socle.fichiers.depot import FichierPerdu
from deplie.socle.fichiers.service import servir
from deplie.socle.formulaires import soumettre


def _formulaire(request: HttpRequest, acteur: Acteur, operation: Operation) -> FormulaireSoutien:
    return FormulaireSoutien(*_envoi(request), **_cadre(acteur, operation))


def _envoi(request: HttpRequest) -> tuple[Any, Any]:
    return (request.POST, request.FILES) if request.method == "POST" else (None, None)


def _cadre(acteur: Acteur, operation: Operation) -> dict[str, Any]:
    return {"genres": genres_permis(operation), "territoire": acteur.territoire.code, "par": acteur}


def _page(
    request: HttpRequest, acteur: Acteur, operation: Operation, formulaire: FormulaireSoutien | None
) -> HttpResponse:
    contexte = {
        "operation": operation,
        "soutiens": soutiens_de(acteur, operation),
        "formulaire": formulaire,
        "ecrire": acteur.peut("fse.saisir"),
    }
    return render(request, "fse/soutiens.html", contexte)


@page("fse.voir")
def soutiens(request: HttpRequest, acteur: Acteur, pk: int) -> HttpResponse:
    """The bodies that an operation supports, and the form that adds one."""
    operation = operation_fse_ou_404(acteur, pk)
    return _page(
        request, acteur, operation, _formulaire(request, acteur, operation) if acteur.peut("fse.saisir") else None
    )


@page("fse.saisir")
def inscrire_soutien(request: HttpRequest, acteur: Acteur, pk: int) -> HttpResponse:
    """One more; the same page, with what is to be corrected."""
    operation = operation_fse_ou_404(acteur, pk)
    formulaire = _formulaire(request, acteur, operation)
    if request.method == "POST" and soumettre(formulaire, actions.inscrire_soutien, operation=operation, par=acteur):
        messages.success(request, "L'organisme est inscrit.")
        return redirect("fse:soutiens", acteur.territoire.code, operation.pk)
    return _page(request, acteur, operation, formulaire)


@page("fse.saisir")
def modifier_soutien(request: HttpRequest, acteur: Acteur, pk: int) -> HttpResponse:
    """A line to correct; two people at once lose nothing."""
    vu = soutien_ou_404(acteur, pk)
    initial = FormulaireModifierSoutien.initial_de(vu)
    formulaire = FormulaireModifierSoutien(*_envoi(request), initial=initial, **_cadre(acteur, vu.operation))

    def changer(valeurs: dict[str, Any], edition: Edition) -> None:
        actions.modifier_soutien(soutien=vu, valeurs=valeurs, par=acteur, edition=edition)

    if request.method == "POST" and formulaire.soumettre(changer):
        messages.success(request, "La ligne est corrigée.")
        return redirect("fse:soutiens", acteur.territoire.code, vu.operation_id)
    return render(request, "fse/soutien.html", {"soutien": vu, "operation": vu.operation, "formulaire": formulaire})


@require_POST
@page("fse.saisir")
def retirer_soutien(request: HttpRequest, acteur: Acteur, pk: int) -> HttpResponse:
    """A line written by mistake."""
    vu = soutien_ou_404(acteur, pk)
    actions.retirer_soutien(soutien=vu, par=acteur)
    messages.success(request, "La ligne est retirée.")
    return redirect("fse:soutiens", acteur.territoire.code, vu.operation_id)


@page("fse.voir")
def preuve_soutien(request: HttpRequest, acteur: Acteur, pk: int) -> HttpResponseBase:
    """Give the file. The journal first: a proof whose opening cannot be written is not given."""
    vu = soutien_ou_404(acteur, pk)
    if vu.fichier is None:
        raise Http404
    journal.exporter("ouvrir la preuve d'un organisme soutenu", par=acteur, objet=vu.operation, soutien=vu.pk)
    try:
        return servir(vu.fichier)
    except FichierPerdu as perdu:
        messages.error(request, perdu.message)
        return redirect("fse:soutiens", acteur.territoire.code, vu.operation_id)
