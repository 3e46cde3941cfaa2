"""What an action has: milestones, money, indicators, links; each is added, corrected, taken back."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_POST

from deplie.acteurs.queries import Acteur
from deplie.acteurs.views import page
from deplie.gouvernance import actions, queries
from deplie.gouvernance.forms.avancement import FormulaireFinancement, FormulaireJalon, FormulaireJalonAtteint
from deplie.gouvernance.forms.moyens import FormulaireLiens, FormulaireMesure, FormulaireValeur
from deplie.gouvernance.models import Action, FinancementAction, IndicateurAction, JalonAction, LienAction
from deplie.gouvernance.views._commun import formulaire, retire, vers_action
from deplie.gouvernance.views.action import menee
from deplie.socle.brouillons import saisie
from deplie.socle.formulaires import soumettre


@require_POST
@page("pacte.avancer")
def atteindre_jalon(request: HttpRequest, acteur: Acteur, pk: int) -> HttpResponse:
    """A milestone reached today; reached already, it is not any more."""
    jalon = queries.de_l_action_ou_404(acteur, JalonAction, pk)
    menee(acteur, jalon.action_id)
    actions.atteindre_jalon(jalon=jalon, le=None if jalon.atteint_le else timezone.localdate(), par=acteur)
    phrase = "Le jalon est atteint." if jalon.atteint_le else "Le jalon n'est plus dit atteint."
    return vers_action(request, acteur.territoire.code, jalon.action_id, phrase)


@page("pacte.tenir")
def poser_jalon(request: HttpRequest, acteur: Acteur, pk: int) -> HttpResponse:
    trouvee = queries.action_ou_404(acteur, pk)
    saisi = FormulaireJalon(saisie(request))
    if request.method == "POST" and soumettre(saisi, actions.poser_jalon, action=trouvee, par=acteur):
        return vers_action(request, acteur.territoire.code, pk, "Le jalon est posé.")
    return _page(request, saisi, "Poser un jalon", trouvee)


@page("pacte.tenir")
def modifier_jalon(request: HttpRequest, acteur: Acteur, pk: int) -> HttpResponse:
    jalon = queries.de_l_action_ou_404(acteur, JalonAction, pk)
    initial = {nom: getattr(jalon, nom) for nom in ("libelle", "prevu_le", "atteint_le")}
    saisi = FormulaireJalonAtteint(saisie(request), initial=initial)
    if request.method == "POST" and soumettre(saisi, actions.modifier_jalon, jalon=jalon, par=acteur):
        return vers_action(request, acteur.territoire.code, jalon.action_id, "Le jalon est enregistré.")
    return _page(request, saisi, "Modifier le jalon", jalon.action, ("retirer_jalon", pk, "Retirer le jalon"))


@require_POST
@page("pacte.tenir")
def retirer_jalon(request: HttpRequest, acteur: Acteur, pk: int) -> HttpResponse:
    jalon = queries.de_l_action_ou_404(acteur, JalonAction, pk)
    retire(request, lambda: actions.retirer_jalon(jalon=jalon, par=acteur), "Le jalon est retiré.")
    return redirect("gouvernance:action", acteur.territoire.code, jalon.action_id)


@page("pacte.tenir")
def financer(request: HttpRequest, acteur: Acteur, pk: int) -> HttpResponse:
    """A line of the budget; told again for the same funder and year, it is corrected."""
    trouvee = queries.action_ou_404(acteur, pk)
    saisi = FormulaireFinancement(saisie(request), territoire=acteur.territoire, jour=timezone.localdate())
    if request.method == "POST" and soumettre(saisi, actions.financer, action=trouvee, par=acteur):
        return vers_action(request, acteur.territoire.code, pk, "Le budget est enregistré.")
    return _page(request, saisi, "Écrire une ligne de budget", trouvee)


@page("pacte.tenir")
def corriger_financement(request: HttpRequest, acteur: Acteur, pk: int) -> HttpResponse:
    ligne = queries.de_l_action_ou_404(acteur, FinancementAction, pk)
    initial = {nom: getattr(ligne, nom) for nom in ("annee", "prevu", "obtenu")} | {"financeur": str(ligne.financeur)}
    jour = timezone.localdate()
    saisi = FormulaireFinancement(saisie(request), territoire=acteur.territoire, jour=jour, initial=initial)
    if request.method == "POST" and soumettre(saisi, actions.corriger_financement, ligne=ligne, par=acteur):
        return vers_action(request, acteur.territoire.code, ligne.action_id, "Le budget est enregistré.")
    retirer = ("retirer_financement", pk, "Retirer la ligne")
    return _page(request, saisi, "Corriger la ligne de budget", ligne.action, retirer)


@require_POST
@page("pacte.tenir")
def retirer_financement(request: HttpRequest, acteur: Acteur, pk: int) -> HttpResponse:
    ligne = queries.de_l_action_ou_404(acteur, FinancementAction, pk)
    retire(request, lambda: actions.retirer_financement(ligne=ligne, par=acteur), "La ligne de budget est retirée.")
    return redirect("gouvernance:action", acteur.territoire.code, ligne.action_id)


@page("pacte.tenir")
def mesurer(request: HttpRequest, acteur: Acteur, pk: int) -> HttpResponse:
    trouvee = queries.action_ou_404(acteur, pk)
    saisi = FormulaireMesure(saisie(request))
    if request.method == "POST" and soumettre(saisi, actions.mesurer, action=trouvee, par=acteur):
        return vers_action(request, acteur.territoire.code, pk, "L'indicateur est ajouté.")
    return _page(request, saisi, "Ajouter un indicateur", trouvee)


@page("pacte.tenir")
def corriger_mesure(request: HttpRequest, acteur: Acteur, pk: int) -> HttpResponse:
    mesure = queries.de_l_action_ou_404(acteur, IndicateurAction, pk)
    saisi = FormulaireMesure(saisie(request), initial=FormulaireMesure.initial_de(mesure))
    if request.method == "POST" and soumettre(saisi, actions.corriger_mesure, mesure=mesure, par=acteur):
        return vers_action(request, acteur.territoire.code, mesure.action_id, "L'indicateur est enregistré.")
    retirer = ("retirer_mesure", pk, "Retirer l'indicateur et ses valeurs")
    return _page(request, saisi, "Modifier l'indicateur", mesure.action, retirer)


@require_POST
@page("pacte.tenir")
def retirer_mesure(request: HttpRequest, acteur: Acteur, pk: int) -> HttpResponse:
    mesure = queries.de_l_action_ou_404(acteur, IndicateurAction, pk)
    retire(request, lambda: actions.retirer_mesure(mesure=mesure, par=acteur), "L'indicateur est retiré.")
    return redirect("gouvernance:action", acteur.territoire.code, mesure.action_id)


@page("pacte.avancer")
def relever(request: HttpRequest, acteur: Acteur, pk: int) -> HttpResponse:
    """A value of the day, of an indicator that the catalogue does not count."""
    mesure = queries.de_l_action_ou_404(acteur, IndicateurAction, pk)
    menee(acteur, mesure.action_id)
    saisi = FormulaireValeur(saisie(request), initial={"le": timezone.localdate()})
    if request.method == "POST" and soumettre(saisi, actions.relever, indicateur=mesure, par=acteur):
        return vers_action(request, acteur.territoire.code, mesure.action_id, "La valeur est notée.")
    return _page(request, saisi, f"Noter une valeur : {mesure.libelle}", mesure.action)


@require_POST
@page("pacte.avancer")
def effacer_valeur(request: HttpRequest, acteur: Acteur, pk: int) -> HttpResponse:
    valeur = queries.valeur_ou_404(acteur, pk)
    menee(acteur, valeur.indicateur.action_id)
    retire(request, lambda: actions.effacer_valeur(valeur=valeur, par=acteur), "La valeur est effacée.")
    return redirect("gouvernance:action", acteur.territoire.code, valeur.indicateur.action_id)


@page("pacte.tenir")
def relier(request: HttpRequest, acteur: Acteur, pk: int) -> HttpResponse:
    """What an action rests on: what is there, and what may be added."""
    trouvee = queries.action_ou_404(acteur, pk)
    saisi = FormulaireLiens(saisie(request), acteur=acteur, action=trouvee)

    def decider(vers: list[Any]) -> None:
        actions.relier_tout(action=trouvee, vers=vers, par=acteur)

    if request.method == "POST" and soumettre(saisi, decider):
        return vers_action(request, acteur.territoire.code, pk, "L'action est reliée.")
    contexte = {
        "formulaire": saisi,
        "titre": "Relier l'action",
        "plan": trouvee.axe.plan,
        "action": trouvee,
        "liens": queries.liens_de(trouvee),
    }
    return render(request, "gouvernance/liens.html", contexte)


@require_POST
@page("pacte.tenir")
def delier(request: HttpRequest, acteur: Acteur, pk: int) -> HttpResponse:
    lien = queries.de_l_action_ou_404(acteur, LienAction, pk)
    retire(request, lambda: actions.delier(lien=lien, par=acteur), "Le lien est retiré.")
    return redirect("gouvernance:relier", acteur.territoire.code, lien.action_id)


def _page(
    request: HttpRequest, saisi: Any, titre: str, action: Action, retirer: tuple[str, int, str] | None = None
) -> HttpResponse:
    """The form of something of an action. ``retirer``: the address that takes it back, its number, the words."""
    contexte: dict[str, Any] = {"plan": action.axe.plan, "action": action}
    if retirer:
        nom, pk, mots = retirer
        contexte["retirer"] = (reverse(f"gouvernance:{nom}", args=[action.axe.plan.territoire.code, pk]), mots)
    return formulaire(request, saisi, titre, **contexte)
