"""Targets: fixed, or proposed to a committee."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_POST

from deplie.acteurs.queries import Acteur
from deplie.acteurs.views import page
from deplie.cadre import actions
from deplie.cadre.forms import protocole as formes
from deplie.cadre.queries.indicateurs import libelles
from deplie.cadre.queries.proposition import proposition_ou_404
from deplie.cadre.views._commun import enregistrer, retour
from deplie.socle.brouillons import saisie


@page("cadre.modifier")
def fixer_objectif(request: HttpRequest, acteur: Acteur) -> HttpResponse:
    choix = sorted(libelles().items(), key=lambda lu: lu[1])
    return enregistrer(
        request,
        acteur,
        formes.FormulaireObjectif(saisie(request), territoire=acteur.territoire, indicateurs=choix),
        actions.fixer_objectif,
        titre="Fixer un objectif",
        acte="Fixer l'objectif",
        fait="L'objectif est fixé.",
    )


@page("cadre.modifier")
def proposer_objectif(request: HttpRequest, acteur: Acteur) -> HttpResponse:
    """A target that the next committee will fix, or not."""
    choix = sorted(libelles().items(), key=lambda lu: lu[1])
    return enregistrer(
        request,
        acteur,
        formes.FormulaireProposition(saisie(request), territoire=acteur.territoire, indicateurs=choix),
        actions.proposer_objectif,
        titre="Proposer un objectif au comité",
        acte="Proposer l'objectif",
        fait="L'objectif est proposé : il attend la prochaine séance du comité de pilotage.",
        phrase="Rien n'est fixé avant que le comité en décide. Il lit la raison que vous donnez ici.",
    )


@require_POST
@page("cadre.modifier")
def retirer_proposition(request: HttpRequest, acteur: Acteur, pk: int) -> HttpResponse:
    lue = proposition_ou_404(acteur, pk)
    actions.retirer_proposition(proposition=lue, par=acteur)
    return retour(request, acteur, "L'objectif proposé est retiré.")
