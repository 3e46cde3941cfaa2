"""Acts of the life of a parcours: the contract and its signatures, a suspension, a job and its months."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.forms import Form
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render

from deplie.acteurs.queries import Acteur
from deplie.acteurs.views import page
from deplie.parcours import actions
from deplie.parcours.forms import suivi as formes
from deplie.parcours.models import Emploi, Participation
from deplie.parcours.queries.perimetre import participation_ou_404
from deplie.parcours.queries.suivi import contrat_ou_404, emploi_ou_404, mois_constates
from deplie.parcours.rules.emploi import mois_a_constater, mois_dit
from deplie.socle import journal
from deplie.socle.brouillons import saisie
from deplie.socle.editions import Edition
from deplie.socle.formulaires import soumettre


@page("participation.modifier")
def contrat(request: HttpRequest, acteur: Acteur, pk: int) -> HttpResponse:
    """Draw up the contract, or an amendment."""
    participation = participation_ou_404(acteur, pk)
    avenant = participation.contrats.exists()
    titre = "Établir un avenant au contrat PLIE" if avenant else "Établir le contrat PLIE"
    formulaire = formes.FormulaireContrat(saisie(request))
    return _page(request, acteur, participation, formulaire, actions.etablir_contrat, titre, "Le contrat est établi.")


@page("participation.modifier")
def signer(request: HttpRequest, acteur: Acteur, pk: int) -> HttpResponse:
    contrat = contrat_ou_404(acteur, pk)
    formulaire = formes.FormulaireSignatures(saisie(request), contrat=contrat)

    def decider(*, participation: Participation, **valeurs: Any) -> None:
        actions.signer_contrat(contrat=contrat, **valeurs)

    phrase = "Les signatures sont enregistrées."
    return _page(request, acteur, contrat.participation, formulaire, decider, "Signer le contrat PLIE", phrase)


@page("participation.modifier")
def referent(request: HttpRequest, acteur: Acteur, pk: int) -> HttpResponse:
    """Give the parcours to another référent, from a day on."""
    participation = participation_ou_404(acteur, pk)
    formulaire = formes.FormulaireReferent(saisie(request), acteur=acteur, participation=participation)
    titre = "Changer de référent" if participation.referent else "Désigner un référent"
    return _page(request, acteur, participation, formulaire, actions.changer_referent, titre, "C'est enregistré.")


@page("participation.modifier")
def suspendre(request: HttpRequest, acteur: Acteur, pk: int) -> HttpResponse:
    participation = participation_ou_404(acteur, pk)
    formulaire = formes.FormulaireSuspension(saisie(request))
    phrase = "Le parcours est suspendu."
    return _page(request, acteur, participation, formulaire, actions.suspendre, "Suspendre le parcours", phrase)


@page("participation.modifier")
def reprendre(request: HttpRequest, acteur: Acteur, pk: int) -> HttpResponse:
    participation = participation_ou_404(acteur, pk)
    formulaire = formes.FormulaireReprise(saisie(request))
    phrase = "Le parcours a repris."
    return _page(request, acteur, participation, formulaire, actions.reprendre, "Reprendre le parcours", phrase)


@page("participation.modifier")
def embaucher(request: HttpRequest, acteur: Acteur, pk: int) -> HttpResponse:
    participation = participation_ou_404(acteur, pk)
    formulaire = formes.FormulaireEmploi(saisie(request))

    def decider(*, participation: Participation, contrat: str, debut: Any, par: Acteur, **valeurs: Any) -> None:
        actions.embaucher(participation=participation, contrat=contrat, debut=debut, par=par, valeurs=valeurs)

    return _page(request, acteur, participation, formulaire, decider, "Enregistrer un emploi", "L'emploi est suivi.")


@page("participation.modifier")
def emploi(request: HttpRequest, acteur: Acteur, pk: int) -> HttpResponse:
    """Complete or correct a job."""
    trouve = emploi_ou_404(acteur, pk)
    personne = trouve.participation.personne
    journal.consulter(personne, par=acteur, page="emploi")
    initial = formes.FormulaireModifierEmploi.initial_de(trouve)
    formulaire = formes.FormulaireModifierEmploi(saisie(request), initial=initial)

    def decider(valeurs: dict[str, Any], edition: Edition) -> None:
        actions.modifier_emploi(emploi=trouve, valeurs=valeurs, par=acteur, edition=edition)

    if request.method == "POST" and formulaire.soumettre(decider):
        messages.success(request, "L'emploi est enregistré.")
        return redirect("parcours:personne", acteur.territoire.code, personne.pk)
    titre = f"Emploi : {_nom_d_emploi(trouve)}"
    contexte = {"formulaire": formulaire, "personne": personne, "titre": titre}
    return render(request, "parcours/formulaire.html", contexte)


@page("participation.modifier")
def fin_emploi(request: HttpRequest, acteur: Acteur, pk: int) -> HttpResponse:
    participation = participation_ou_404(acteur, pk)
    formulaire = formes.FormulaireFinEmploi(saisie(request))
    phrase = "La fin de l'emploi est enregistrée : le parcours continue."
    return _page(request, acteur, participation, formulaire, actions.rompre_emploi, "Fin de l'emploi", phrase)


@page("participation.modifier")
def constat(request: HttpRequest, acteur: Acteur, pk: int) -> HttpResponse:
    emploi = emploi_ou_404(acteur, pk)
    constates = mois_constates(emploi)
    formulaire = formes.FormulaireConstat(saisie(request), initial={"mois": mois_a_constater(constates)})

    def decider(*, participation: Participation, **valeurs: Any) -> None:
        actions.constater(emploi=emploi, **valeurs)

    titre, phrase = "Suivi dans l'emploi, mois par mois", "Le constat est enregistré."
    dits = ", ".join(map(mois_dit, constates)) or "aucun mois encore"
    sous = f"Emploi : {_nom_d_emploi(emploi)}. Déjà constaté : {dits}."
    return _page(request, acteur, emploi.participation, formulaire, decider, titre, phrase, sous)


def _nom_d_emploi(emploi: Emploi) -> str:
    return f"{emploi.get_contrat_display()} depuis le {emploi.debut:%d/%m/%Y}"


def _page(
    request: HttpRequest,
    acteur: Acteur,
    participation: Participation,
    formulaire: Form,
    decider: Callable[..., Any],
    titre: str,
    phrase: str,
    sous: str = "",
) -> HttpResponse:
    """Show the form, or decide and go back to the person."""
    journal.consulter(participation.personne, par=acteur, page=titre.lower())
    if request.method == "POST" and soumettre(formulaire, decider, participation=participation, par=acteur):
        messages.success(request, phrase)
        return redirect("parcours:personne", acteur.territoire.code, participation.personne.pk)
    contexte = {"formulaire": formulaire, "personne": participation.personne, "titre": titre, "sous": sous}
    return render(request, "parcours/formulaire.html", contexte)
