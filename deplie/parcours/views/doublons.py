"""Records that look alike: the list of them, and what is decided of two."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_POST

from deplie.acteurs.queries import Acteur
from deplie.acteurs.views import page
from deplie.parcours import actions
from deplie.parcours.forms.doublon import FormulaireReunion, FormulaireSeparation
from deplie.parcours.queries.fusion import contenu, empechements
from deplie.parcours.queries.paires import Paires, paire_de
from deplie.personnes.actions import ecarter_doublon
from deplie.personnes.queries import (
    DELAI,
    fusion_ou_404,
    fusions_recentes,
    personne_ou_404,
    pourquoi_pas,
    retouches,
)
from deplie.socle import journal
from deplie.socle.brouillons import saisie
from deplie.socle.formulaires import soumettre

PAR_PAGE = 25


@page("doublon.traiter")
def doublons(request: HttpRequest, acteur: Acteur) -> HttpResponse:
    """Two records by two, the likeliest first."""
    journal.consulter(acteur.territoire, par=acteur, verbe="chercher les doublons")
    choisie = Paginator(Paires(acteur), PAR_PAGE).get_page(request.GET.get("page"))
    fusions = fusions_recentes(acteur, timezone.now() - DELAI)
    return render(request, "parcours/doublons.html", {"page": choisie, "parametres": "", "fusions": fusions})


@page("doublon.traiter")
def comparer(request: HttpRequest, acteur: Acteur, pk: int, autre: int) -> HttpResponse:
    """Two records side by side, reviewed field by field; ``pk`` is the one that is kept."""
    gardee, absorbee = personne_ou_404(acteur, pk), personne_ou_404(acteur, autre)
    if gardee.pk == absorbee.pk:
        return redirect("parcours:doublons", acteur.territoire.code)
    for personne in (gardee, absorbee):
        journal.consulter(personne, par=acteur, page="comparaison")
    formulaire = FormulaireReunion(saisie(request), gardee=gardee, absorbee=absorbee)

    def decider(**choix: Any) -> None:
        actions.fusionner(gardee=gardee, absorbee=absorbee, choix=choix, par=acteur)

    if request.method == "POST" and soumettre(formulaire, decider):
        messages.success(request, f"Les deux fiches sont réunies en celle de {gardee}.")
        return redirect("parcours:doublons", acteur.territoire.code)
    titres = (("Fiche gardée", gardee), ("Fiche réunie à la première", absorbee))
    contexte = {
        "paire": paire_de(gardee, absorbee),
        "fiches": [{"titre": titre, "personne": qui, "contenu": contenu(qui)} for titre, qui in titres],
        "empechements": empechements(gardee, absorbee),
        "formulaire": formulaire,
    }
    return render(request, "parcours/comparer.html", contexte)


@page("doublon.traiter")
def fusion(request: HttpRequest, acteur: Acteur, pk: int) -> HttpResponse:
    """Two records that were joined, and how to part them."""
    trouvee = fusion_ou_404(acteur, pk)
    journal.consulter(trouvee.gardee, par=acteur, page="fusion")
    refus = pourquoi_pas(trouvee, timezone.now())
    depuis = [] if refus else retouches(trouvee)
    formulaire = FormulaireSeparation(saisie(request), fusion=trouvee, retouches=depuis)

    def decider(**choix: Any) -> None:
        actions.defaire_fusion(fusion=trouvee, choix=choix, par=acteur)

    if request.method == "POST" and soumettre(formulaire, decider):
        messages.success(request, "Les deux fiches sont séparées.")
        return redirect("parcours:doublons", acteur.territoire.code)
    return render(request, "parcours/fusion.html", {"fusion": trouvee, "formulaire": formulaire, "refus": refus})


@require_POST
@page("doublon.traiter")
def ecarter(request: HttpRequest, acteur: Acteur, pk: int, autre: int) -> HttpResponse:
    """Two persons: they are not shown together again."""
    une, seconde = personne_ou_404(acteur, pk), personne_ou_404(acteur, autre)
    if une.pk != seconde.pk:
        ecarter_doublon(une=une, autre=seconde, par=acteur)
        messages.success(request, f"{une} et {seconde} restent deux personnes.")
    return redirect("parcours:doublons", acteur.territoire.code)
