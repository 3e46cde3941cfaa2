"""The audit trail of an operation, of one of its expenses, of one of its payments."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from deplie.acteurs.queries import Acteur
from deplie.acteurs.views import page
from deplie.financements.queries import piste as lues
from deplie.financements.queries.operation import operation_ou_404
from deplie.financements.queries.piste import Piste
from deplie.socle import emplacements


def commun(acteur: Acteur, lue: Piste) -> dict[str, Any]:
    """What every page of a trail shows: the operation, and which of its other pages the reader may open."""
    return {
        "piste": lue,
        "operation": lue.operation,
        "situation": lue.situation,
        "lire_appel": acteur.peut("dossier.tous"),
        "lire_seance": acteur.peut("seance.voir"),
        "lire_cadre": acteur.peut("cadre.voir"),
    }


@page("depense.voir")
def piste(request: HttpRequest, acteur: Acteur, pk: int) -> HttpResponse:
    """The whole tree of an operation, its gaps first."""
    vue = operation_ou_404(acteur, pk)
    lue = lues.piste_de(vue)
    contexte = commun(acteur, lue) | {"panneaux": emplacements.lire("piste", acteur, vue)}
    return render(request, "financements/piste.html", contexte)


@page("depense.voir")
def depense(request: HttpRequest, acteur: Acteur, pk: int) -> HttpResponse:
    """From the euros of an expense to its pieces, its control, its payments, its convention and its decision."""
    lue, bilan, ligne = lues.piste_de_la_depense(acteur, pk)
    suite = {
        "bilan": bilan,
        "ligne": ligne,
        "part": lue.part_d_aide(ligne),
        "versements": lues.versements_depuis(lue, bilan),
    }
    return render(request, "financements/piste_depense.html", commun(acteur, lue) | suite)


@page("depense.voir")
def versement(request: HttpRequest, acteur: Acteur, pk: int) -> HttpResponse:
    """From a payment to the bilans that it rests on, their expenses, the convention and the decision."""
    lue, paiement = lues.piste_du_versement(acteur, pk)
    return render(request, "financements/piste_versement.html", commun(acteur, lue) | {"paiement": paiement})
