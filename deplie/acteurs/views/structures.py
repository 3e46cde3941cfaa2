"""Pages of the bodies that act in the territory."""

from __future__ import annotations

from django.contrib import messages
from django.core.paginator import Paginator
from django.forms import Form
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_POST

from deplie.acteurs import actions
from deplie.acteurs.forms.equipe import FormulaireDeuxStructures, FormulaireStructure
from deplie.acteurs.queries import Acteur
from deplie.acteurs.queries import equipe as lecture
from deplie.acteurs.queries.structures import DELAI, contenu, paires, reunies_depuis, structure_reunie_ou_404
from deplie.acteurs.views.acces import page
from deplie.socle.brouillons import saisie
from deplie.socle.erreurs import RefusMetier
from deplie.socle.formulaires import soumettre

PAR_PAGE = 25


@page("equipe.gerer")
def creer_structure(request: HttpRequest, acteur: Acteur) -> HttpResponse:
    formulaire = FormulaireStructure(saisie(request))
    if request.method == "POST" and soumettre(formulaire, actions.creer_organisation, par=acteur):
        messages.success(request, f"{formulaire.cleaned_data['nom']} est enregistrée.")
        return redirect("acteurs:equipe", acteur.territoire.code)
    return render(request, "acteurs/structure.html", {"formulaire": formulaire, "structure": None})


@page("equipe.gerer")
def structure(request: HttpRequest, acteur: Acteur, pk: int) -> HttpResponse:
    organisation = lecture.organisation_ou_404(acteur, pk)
    formulaire = FormulaireStructure(saisie(request), initial=vars(organisation))
    completer = actions.completer_organisation
    if request.method == "POST" and soumettre(formulaire, completer, organisation=organisation, par=acteur):
        messages.success(request, f"{organisation} est enregistrée.")
        return redirect("acteurs:equipe", acteur.territoire.code)
    return render(request, "acteurs/structure.html", {"formulaire": formulaire, "structure": organisation})


@page("structure.reunir")
def doublons(request: HttpRequest, acteur: Acteur) -> HttpResponse:
    """Two bodies by two that may be one; any other two may be chosen."""
    choix = FormulaireDeuxStructures(request.GET if "gardee" in request.GET else None, acteur=acteur)
    if choix.is_bound and choix.is_valid():
        deux = choix.cleaned_data
        return redirect("acteurs:reunir_structures", acteur.territoire.code, deux["gardee"].pk, deux["absorbee"].pk)
    contexte = {
        "page": Paginator(paires(acteur), PAR_PAGE).get_page(request.GET.get("page")),
        "parametres": "",
        "reunies": reunies_depuis(acteur, timezone.now() - DELAI),
        "choix": choix,
    }
    return render(request, "acteurs/doublons_structures.html", contexte)


@page("structure.reunir")
def reunir(request: HttpRequest, acteur: Acteur, pk: int, autre: int) -> HttpResponse:
    """What two bodies hold, and what joining them does; ``pk`` is the one that is kept."""
    gardee, absorbee = (lecture.organisation_ou_404(acteur, numero) for numero in (pk, autre))
    if gardee.pk == absorbee.pk:
        return redirect("acteurs:doublons_structures", acteur.territoire.code)
    formulaire = Form(request.POST if request.method == "POST" else None)
    fixes = {"gardee": gardee, "absorbee": absorbee, "par": acteur}
    if request.method == "POST" and soumettre(formulaire, actions.reunir_structures, **fixes):
        messages.success(request, f"{absorbee} est réunie à {gardee}.")
        return redirect("acteurs:doublons_structures", acteur.territoire.code)
    titres = (("Structure gardée", gardee), ("Structure réunie à la première", absorbee))
    contexte = {
        "gardee": gardee,
        "absorbee": absorbee,
        "formulaire": formulaire,
        "structures": [{"titre": titre, "structure": qui, "contenu": contenu(qui)} for titre, qui in titres],
    }
    return render(request, "acteurs/reunir_structures.html", contexte)


@require_POST
@page("structure.reunir")
def separer(request: HttpRequest, acteur: Acteur, pk: int) -> HttpResponse:
    absorbee = structure_reunie_ou_404(acteur, pk)
    try:
        actions.separer_structures(absorbee=absorbee, par=acteur)
    except RefusMetier as refus:
        messages.error(request, refus.message)
    else:
        messages.success(request, f"{absorbee} et {absorbee.absorbee_par} sont séparées.")
    return redirect("acteurs:doublons_structures", acteur.territoire.code)
