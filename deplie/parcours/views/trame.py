"""Jalons of a parcours, and the page where a territory sets its minimum steps."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_POST

from deplie.acteurs.queries import Acteur
from deplie.acteurs.views import page
from deplie.parcours import actions
from deplie.parcours.forms.trame import FormulaireJalon, FormulaireTrame
from deplie.parcours.models import Participation, Trame
from deplie.parcours.queries.perimetre import participation_ou_404
from deplie.parcours.queries.trame import jalon_ou_404, trame_ou_404
from deplie.parcours.queries.trame import trames as lister
from deplie.parcours.rules.jalon import NOTES
from deplie.parcours.rules.trame import TRAME_TCO
from deplie.socle import journal
from deplie.socle.brouillons import saisie
from deplie.socle.editions import Edition
from deplie.socle.erreurs import RefusMetier
from deplie.socle.formulaires import soumettre


@page("participation.modifier")
def nouveau_jalon(request: HttpRequest, acteur: Acteur, pk: int) -> HttpResponse:
    participation = participation_ou_404(acteur, pk)
    initial = {"genre": request.GET.get("genre", ""), "debut": timezone.localdate()}
    formulaire = FormulaireJalon(saisie(request), acteur=acteur, initial=initial)

    def decider(valeurs: dict[str, Any], edition: Edition) -> None:
        actions.noter_jalon(participation=participation, valeurs=valeurs, par=acteur)

    titre = f"Noter {NOTES.get(initial['genre'], 'un certificat, un équipement, un jury')}"
    return _jalon(request, acteur, participation, formulaire, decider, titre)


@page("participation.modifier")
def jalon(request: HttpRequest, acteur: Acteur, pk: int) -> HttpResponse:
    trouve = jalon_ou_404(acteur, pk)
    formulaire = FormulaireJalon(saisie(request), acteur=acteur, initial=FormulaireJalon.initial_de(trouve))

    def decider(valeurs: dict[str, Any], edition: Edition) -> None:
        actions.modifier_jalon(jalon=trouve, valeurs=valeurs, par=acteur, edition=edition)

    return _jalon(request, acteur, trouve.participation, formulaire, decider, f"Modifier : {trouve.nom}")


def _jalon(
    request: HttpRequest,
    acteur: Acteur,
    participation: Participation,
    formulaire: FormulaireJalon,
    decider: Any,
    titre: str,
) -> HttpResponse:
    """Show the form, or decide and go back to the person."""
    personne = participation.personne
    journal.consulter(personne, par=acteur, page="jalon")
    if request.method == "POST" and formulaire.soumettre(decider):
        messages.success(request, "C'est enregistré.")
        return redirect("parcours:personne", acteur.territoire.code, personne.pk)
    return render(request, "parcours/formulaire.html", {"formulaire": formulaire, "personne": personne, "titre": titre})


@page("reglage.modifier")
def trames(request: HttpRequest, acteur: Acteur) -> HttpResponse:
    return render(request, "parcours/trames.html", {"trames": list(lister(acteur))})


@page("reglage.modifier")
def nouvelle_trame(request: HttpRequest, acteur: Acteur) -> HttpResponse:
    return _trame(request, acteur, None)


@page("reglage.modifier")
def trame(request: HttpRequest, acteur: Acteur, pk: int) -> HttpResponse:
    return _trame(request, acteur, trame_ou_404(acteur, pk))


@require_POST
@page("reglage.modifier")
def reprendre_tco(request: HttpRequest, acteur: Acteur) -> HttpResponse:
    """Begin from the list of the TCO, in the scheme declared first."""
    nom, debut, fin, pas = TRAME_TCO
    dispositif = acteur.territoire.dispositifs.all()[:1].get()
    return _faire(request, acteur, "La trame est reprise.", actions.regler_trame, dispositif=dispositif, nom=nom,
                  debut=debut, fin=fin, pas=pas)  # fmt: skip


@require_POST
@page("reglage.modifier")
def retirer_trame(request: HttpRequest, acteur: Acteur, pk: int) -> HttpResponse:
    return _faire(request, acteur, "La trame est retirée.", actions.retirer_trame, trame=trame_ou_404(acteur, pk))


def _trame(request: HttpRequest, acteur: Acteur, trouvee: Trame | None) -> HttpResponse:
    formulaire = FormulaireTrame(saisie(request), acteur=acteur, trame=trouvee)
    if request.method == "POST" and soumettre(formulaire, actions.regler_trame, par=acteur, trame=trouvee):
        messages.success(request, "La trame est enregistrée.")
        return redirect("parcours:trames", acteur.territoire.code)
    return render(request, "parcours/trame.html", {"formulaire": formulaire, "trame": trouvee})


def _faire(request: HttpRequest, acteur: Acteur, phrase: str, action: Any, **valeurs: Any) -> HttpResponse:
    try:
        action(par=acteur, **valeurs)
    except RefusMetier as refus:
        messages.error(request, refus.message)
    else:
        messages.success(request, phrase)
    return redirect("parcours:trames", acteur.territoire.code)
