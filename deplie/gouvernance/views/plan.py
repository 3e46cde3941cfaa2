"""The plans of a territory, and one of them as a table."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_POST

from deplie.acteurs.queries import Acteur
from deplie.acteurs.views import page
from deplie.gouvernance import actions, queries
from deplie.gouvernance.forms.moyens import FormulaireReconduction
from deplie.gouvernance.forms.plan import FormulaireAction, FormulaireAxe, FormulairePlan
from deplie.gouvernance.models import Plan
from deplie.gouvernance.queries.comites import par_axe, par_financeur, releves, tout_le_plan
from deplie.gouvernance.queries.dessin import calendrier_entier, calendriers, etats_par_comite
from deplie.gouvernance.queries.lecture import Choix, PlanLu, lire_plan, retenir, totaux
from deplie.gouvernance.rules.cycle import ETATS
from deplie.gouvernance.views._commun import formulaire, retire, vers_action, vers_plan
from deplie.socle import journal
from deplie.socle.brouillons import saisie
from deplie.socle.editions import Edition
from deplie.socle.formulaires import soumettre


@page("pacte.voir")
def plans(request: HttpRequest, acteur: Acteur) -> HttpResponse:
    lus = queries.avec_nombres(queries.visibles_par(acteur))
    return render(request, "gouvernance/plans.html", {"plans": lus, "tenir": acteur.peut("pacte.tenir")})


@page("pacte.voir")
def plan(request: HttpRequest, acteur: Acteur, pk: int) -> HttpResponse:
    """The actions of a plan, filtered; every total is that of the rows shown."""
    contexte = _filtre(request, acteur, pk)
    prevu, obtenu = totaux(contexte["lignes"])
    contexte |= {
        "prevu": prevu,
        "obtenu": obtenu,
        "seances": queries.seances_de(contexte["plan"]) if acteur.peut("pacte.tenir") else [],
        "tenir": acteur.peut("pacte.tenir"),
    }
    return render(request, "gouvernance/plan.html", contexte)


@page("pacte.voir")
def calendrier(request: HttpRequest, acteur: Acteur, pk: int) -> HttpResponse:
    """The same actions in time, axis by axis."""
    contexte = _filtre(request, acteur, pk)
    return render(
        request, "gouvernance/calendrier.html", contexte | {"dessins": calendriers(contexte["lu"], contexte["lignes"])}
    )


@page("pacte.voir")
def calendrier_svg(request: HttpRequest, acteur: Acteur, pk: int) -> HttpResponse:
    """The calendar shown, as one picture to print large or to paste."""
    contexte = _filtre(request, acteur, pk)
    journal.exporter("exporter le calendrier d'un plan", par=acteur, lignes=len(contexte["lignes"]))
    dessin = calendrier_entier(contexte["lu"], contexte["lignes"])
    # Alone, the picture has no stylesheet to take its letters from.
    image = dessin.large.replace("<svg ", '<svg font-family="sans-serif" ', 1)
    reponse = HttpResponse(image, content_type="image/svg+xml")
    reponse["Content-Disposition"] = f'attachment; filename="calendrier-plan-{pk}.svg"'
    return reponse


@page("pacte.voir")
def suivi(request: HttpRequest, acteur: Acteur, pk: int) -> HttpResponse:
    """Axis by axis, then committee by committee."""
    lu = lire_plan(queries.plan_ou_404(acteur, pk))
    lus = releves(lu)
    contexte = {
        "plan": lu.plan,
        "lu": lu,
        "axes": par_axe(lu, queries.axes_de(lu.plan)),
        "tout": tout_le_plan(lu),
        "financeurs": par_financeur(lu),
        "releves": lus,
        "dessin": etats_par_comite(lus),
        "etats": ETATS,
        "seances": acteur.peut("seance.voir"),
        "tenir": acteur.peut("pacte.tenir"),
    }
    return render(request, "gouvernance/suivi.html", contexte)


def _filtre(request: HttpRequest, acteur: Acteur, pk: int) -> dict[str, Any]:
    """A plan, what is asked of it, the actions that answer."""
    lu = lire_plan(queries.plan_ou_404(acteur, pk))
    choix = _choix(request, lu)
    return {
        "plan": lu.plan,
        "lu": lu,
        "axes": list(queries.axes_de(lu.plan)),
        "choix": choix,
        "lignes": retenir(lu, choix),
        "etats": ETATS,
        "requete": request.GET.urlencode(),
    }


def _choix(request: HttpRequest, lu: PlanLu) -> Choix:
    """What the address asks for; what is unknown is left out."""

    def parmi(nom: str, connus: Any) -> int | None:
        brut = request.GET.get(nom, "")
        return int(brut) if brut.isascii() and brut.isdigit() and len(brut) < 19 and int(brut) in connus else None

    statut = request.GET.get("statut", "")
    return Choix(
        axe=parmi("axe", {lue.action.axe.numero for lue in lu.actions}),
        pilote=parmi("pilote", lu.pilotes),
        statut=statut if statut in ETATS else "",
        retard=request.GET.get("retard") == "1",
        financeur=parmi("financeur", lu.financeurs),
        texte=" ".join(request.GET.get("q", "").split())[:100],
    )


@page("pacte.tenir")
def creer_plan(request: HttpRequest, acteur: Acteur) -> HttpResponse:
    saisi = FormulairePlan(saisie(request), acteur=acteur)
    crees = []

    def decider(valeurs: dict[str, Any], edition: Edition) -> None:
        crees.append(actions.creer_plan(par=acteur, **valeurs))

    if request.method == "POST" and saisi.soumettre(decider):
        return vers_plan(request, crees[0], "Le plan est ouvert. Ajoutez ses axes, puis ses actions.")
    return formulaire(request, saisi, "Ouvrir un plan d'actions")


@page("pacte.tenir")
def modifier_plan(request: HttpRequest, acteur: Acteur, pk: int) -> HttpResponse:
    trouve = queries.plan_ou_404(acteur, pk)
    saisi = FormulairePlan(saisie(request), acteur=acteur, initial=FormulairePlan.initial_de(trouve))

    def decider(valeurs: dict[str, Any], edition: Edition) -> None:
        actions.modifier_plan(plan=trouve, par=acteur, edition=edition, **valeurs)

    if request.method == "POST" and saisi.soumettre(decider):
        return vers_plan(request, trouve, "Le plan est enregistré.")
    return formulaire(request, saisi, "Modifier le plan", plan=trouve)


@page("pacte.tenir")
def ajouter_axe(request: HttpRequest, acteur: Acteur, pk: int) -> HttpResponse:
    trouve = queries.plan_ou_404(acteur, pk)
    rang = max((axe.numero for axe in queries.axes_de(trouve)), default=0) + 1
    saisi = FormulaireAxe(saisie(request), initial={"numero": rang})
    if request.method == "POST" and soumettre(saisi, actions.ajouter_axe, plan=trouve, par=acteur):
        return vers_plan(request, trouve, "L'axe est ajouté.")
    return formulaire(request, saisi, "Ajouter un axe", plan=trouve)


@page("pacte.tenir")
def modifier_axe(request: HttpRequest, acteur: Acteur, pk: int) -> HttpResponse:
    axe = queries.axe_ou_404(acteur, pk)
    saisi = FormulaireAxe(saisie(request), initial={"numero": axe.numero, "titre": axe.titre})
    if request.method == "POST" and soumettre(saisi, actions.modifier_axe, axe=axe, par=acteur):
        return vers_plan(request, axe.plan, "L'axe est enregistré.")
    retirer = (reverse("gouvernance:retirer_axe", args=[acteur.territoire.code, pk]), "Retirer l'axe")
    return formulaire(request, saisi, "Modifier l'axe", plan=axe.plan, retirer=retirer)


@require_POST
@page("pacte.tenir")
def retirer_axe(request: HttpRequest, acteur: Acteur, pk: int) -> HttpResponse:
    axe = queries.axe_ou_404(acteur, pk)
    plan = axe.plan
    retire(request, lambda: actions.retirer_axe(axe=axe, par=acteur), "L'axe est retiré.")
    return redirect("gouvernance:suivi", acteur.territoire.code, plan.pk)


@page("pacte.tenir")
def reconduire_plan(request: HttpRequest, acteur: Acteur, pk: int) -> HttpResponse:
    """The next period of a plan: its axes and what is still open."""
    trouve = queries.plan_ou_404(acteur, pk)
    saisi = FormulaireReconduction(saisie(request), initial=FormulaireReconduction.initial_de(trouve))
    suites: list[Plan] = []

    def decider(**valeurs: Any) -> None:
        suites.append(actions.reconduire_plan(plan=trouve, par=acteur, **valeurs))

    if request.method == "POST" and soumettre(saisi, decider):
        return vers_plan(request, suites[0], "Le nouveau plan est ouvert. Relisez les dates de ses actions.")
    phrase = (
        "Les axes et les actions encore ouvertes sont repris, à lancer de nouveau. L'avancement, les budgets et les "
        "liens restent dans ce plan-ci."
    )
    return formulaire(request, saisi, "Reconduire le plan", plan=trouve, phrase=phrase)


@page("pacte.tenir")
def inscrire_action(request: HttpRequest, acteur: Acteur, pk: int) -> HttpResponse:
    trouve = queries.plan_ou_404(acteur, pk)
    saisi = FormulaireAction(saisie(request), plan=trouve, initial={"axe": request.GET.get("axe")})
    inscrites = []

    def decider(valeurs: dict[str, Any], edition: Edition) -> None:
        inscrites.append(actions.inscrire_action(par=acteur, **valeurs))

    if request.method == "POST" and saisi.soumettre(decider):
        return vers_action(request, acteur.territoire.code, inscrites[0].pk, "L'action est inscrite au plan.")
    return formulaire(request, saisi, "Inscrire une action", plan=trouve)
