"""Charges and fundings of a territory, their passing, and agreements."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from deplie.acteurs.queries import Acteur
from deplie.acteurs.views import page
from deplie.cadre import actions
from deplie.cadre.forms import competence as formes
from deplie.cadre.queries.competence import accord_ou_404, competence_ou_404
from deplie.cadre.views._commun import corriger, enregistrer, retour
from deplie.socle.brouillons import saisie


@page("cadre.modifier")
def declarer_competence(request: HttpRequest, acteur: Acteur) -> HttpResponse:
    return enregistrer(
        request,
        acteur,
        formes.FormulaireCompetence(saisie(request), territoire=acteur.territoire),
        actions.declarer_competence,
        titre="Déclarer une compétence ou un financement",
        acte="Déclarer",
        fait="La compétence est déclarée.",
    )


@page("cadre.modifier")
def modifier_competence(request: HttpRequest, acteur: Acteur, pk: int) -> HttpResponse:
    lue = competence_ou_404(acteur.territoire, pk)
    initial = formes.FormulaireModifierCompetence.initial_de(lue)
    formulaire = formes.FormulaireModifierCompetence(saisie(request), territoire=acteur.territoire, initial=initial)

    def changer(valeurs: dict[str, Any], edition: Any) -> None:
        actions.modifier_competence(competence=lue, valeurs=valeurs, par=acteur, edition=edition)

    if request.method == "POST" and formulaire.soumettre(changer):
        return retour(request, acteur, "La compétence est modifiée.")
    contexte = {
        "formulaire": formulaire,
        "titre": f"Corriger « {lue.objet} »",
        "acte": "Enregistrer",
        "phrase": "Pour corriger une erreur de saisie. Si un autre organisme prend la suite, enregistrez un passage.",
    }
    return render(request, "cadre/formulaire.html", contexte)


@page("cadre.modifier")
def passer_competence(request: HttpRequest, acteur: Acteur, pk: int) -> HttpResponse:
    lue = competence_ou_404(acteur.territoire, pk)
    return enregistrer(
        request,
        acteur,
        formes.FormulairePassage(saisie(request), territoire=acteur.territoire),
        actions.passer_competence,
        titre=f"« {lue.objet} » passe à un autre organisme",
        acte="Enregistrer le passage",
        fait="Le passage est enregistré.",
        fixes={"competence": lue},
        phrase=f"Aujourd'hui : {lue.organisation}.",
    )


@page("cadre.modifier")
def noter_accord(request: HttpRequest, acteur: Acteur) -> HttpResponse:
    return enregistrer(
        request,
        acteur,
        formes.FormulaireAccord(saisie(request), territoire=acteur.territoire),
        actions.noter_accord,
        titre="Noter un accord territorial",
        acte="Noter l'accord",
        fait="L'accord est noté.",
    )


@page("cadre.modifier")
def modifier_accord(request: HttpRequest, acteur: Acteur, pk: int) -> HttpResponse:
    lu = accord_ou_404(acteur.territoire, pk)
    initial = formes.FormulaireModifierAccord.initial_de(lu)
    formulaire = formes.FormulaireModifierAccord(saisie(request), territoire=acteur.territoire, initial=initial)

    def changer(valeurs: dict[str, Any], edition: Any) -> None:
        actions.modifier_accord(accord=lu, valeurs=valeurs, par=acteur, edition=edition)

    return corriger(
        request, acteur, formulaire, changer, titre=f"Corriger l'accord « {lu.objet} »", fait="L'accord est corrigé."
    )
