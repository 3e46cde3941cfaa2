"""The team's pages."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.forms import Form
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_POST

from deplie.acteurs import actions
from deplie.acteurs.forms.equipe import (
    FormulaireAgent,
    FormulaireInvitation,
    FormulaireRemplacement,
    FormulaireRole,
    FormulaireTemps,
)
from deplie.acteurs.models import Agent
from deplie.acteurs.queries import Acteur
from deplie.acteurs.queries import equipe as lecture
from deplie.acteurs.views.acces import page
from deplie.socle.brouillons import saisie
from deplie.socle.formulaires import soumettre


@page("equipe.voir")
def equipe(request: HttpRequest, acteur: Acteur) -> HttpResponse:
    contexte = {
        "equipe": lecture.equipe(acteur.territoire),
        "structures": lecture.organisations(acteur.territoire),
        "gerer": acteur.peut("equipe.gerer"),
        "reunir": acteur.peut("structure.reunir"),
    }
    return render(request, "acteurs/equipe.html", contexte)


@page("equipe.gerer")
def inviter(request: HttpRequest, acteur: Acteur) -> HttpResponse:
    formulaire = FormulaireInvitation(saisie(request), acteur=acteur)
    if request.method == "POST" and soumettre(formulaire, actions.inviter, par=acteur):
        messages.success(request, f"L'invitation est envoyée à {formulaire.cleaned_data['courriel']}.")
        return redirect("acteurs:equipe", acteur.territoire.code)
    return render(request, "acteurs/inviter.html", {"formulaire": formulaire})


@page("equipe.voir")
def agent(request: HttpRequest, acteur: Acteur, pk: int) -> HttpResponse:
    return _page_agent(request, acteur, lecture.agent_ou_404(acteur, pk))


@require_POST
@page("equipe.gerer")
def completer_agent(request: HttpRequest, acteur: Acteur, pk: int) -> HttpResponse:
    agent = lecture.agent_ou_404(acteur, pk)
    formulaire = FormulaireAgent(request.POST, acteur=acteur, prefix="agent")
    if soumettre(formulaire, actions.completer_agent, agent=agent, par=acteur):
        return _retour(request, acteur, agent, "L'identité est enregistrée.")
    return _page_agent(request, acteur, agent, identite=formulaire)


@require_POST
@page("equipe.gerer")
def donner_role(request: HttpRequest, acteur: Acteur, pk: int) -> HttpResponse:
    agent = lecture.agent_ou_404(acteur, pk)
    formulaire = FormulaireRole(request.POST, acteur=acteur, prefix="role")
    if soumettre(formulaire, actions.donner_role, agent=agent, par=acteur):
        return _retour(request, acteur, agent, "Le rôle est donné.")
    return _page_agent(request, acteur, agent, role=formulaire)


@require_POST
@page("equipe.gerer")
def noter_temps(request: HttpRequest, acteur: Acteur, pk: int) -> HttpResponse:
    agent = lecture.agent_ou_404(acteur, pk)
    formulaire = FormulaireTemps(request.POST, prefix="temps")
    if soumettre(formulaire, actions.noter_temps, agent=agent, par=acteur):
        return _retour(request, acteur, agent, "Le temps de travail est noté.")
    return _page_agent(request, acteur, agent, temps=formulaire)


@require_POST
@page("equipe.gerer")
def remplacer(request: HttpRequest, acteur: Acteur, pk: int) -> HttpResponse:
    agent = lecture.agent_ou_404(acteur, pk)
    formulaire = FormulaireRemplacement(request.POST, acteur=acteur, agent=agent, prefix="remplacement")
    if soumettre(formulaire, actions.remplacer, agent=agent, par=acteur):
        return _retour(request, acteur, agent, "Le remplacement est noté.")
    return _page_agent(request, acteur, agent, remplacement=formulaire)


@require_POST
@page("equipe.gerer")
def finir_remplacement(request: HttpRequest, acteur: Acteur, pk: int) -> HttpResponse:
    remplacement = lecture.remplacement_ou_404(acteur, pk)
    actions.finir_remplacement(remplacement=remplacement, par=acteur)
    return _retour(request, acteur, remplacement.absent, "Le remplacement est terminé.")


@require_POST
@page("equipe.gerer")
def retirer_role(request: HttpRequest, acteur: Acteur, pk: int) -> HttpResponse:
    habilitation = lecture.habilitation_ou_404(acteur, pk)
    if not soumettre(formulaire := Form({}), actions.retirer_role, habilitation=habilitation, par=acteur):
        messages.error(request, " ".join(formulaire.non_field_errors()))
        return redirect("acteurs:agent", acteur.territoire.code, habilitation.agent.pk)
    return _retour(request, acteur, habilitation.agent, "Le rôle est retiré.")


@require_POST
@page("equipe.gerer")
def retirer_temps(request: HttpRequest, acteur: Acteur, pk: int) -> HttpResponse:
    temps = lecture.temps_ou_404(acteur, pk)
    actions.retirer_temps(temps=temps, par=acteur)
    return _retour(request, acteur, temps.agent, "Le temps de travail est retiré.")


@require_POST
@page("equipe.gerer")
def renvoyer(request: HttpRequest, acteur: Acteur, pk: int) -> HttpResponse:
    agent = lecture.agent_ou_404(acteur, pk)
    actions.renvoyer_invitation(agent=agent, par=acteur)
    return _retour(request, acteur, agent, f"L'invitation est renvoyée à {agent.courriel}.")


def _retour(request: HttpRequest, acteur: Acteur, agent: Agent, phrase: str) -> HttpResponse:
    messages.success(request, phrase)
    return redirect("acteurs:agent", acteur.territoire.code, agent.pk)


def _page_agent(request: HttpRequest, acteur: Acteur, agent: Agent, **formulaires: Any) -> HttpResponse:
    """The agent's page, with the form that was refused in place of an empty one."""
    defauts = {
        "identite": FormulaireAgent(
            acteur=acteur, prefix="agent", initial=vars(agent) | {"organisation": agent.organisation}
        ),
        "role": FormulaireRole(acteur=acteur, prefix="role"),
        "temps": FormulaireTemps(prefix="temps"),
        "remplacement": FormulaireRemplacement(acteur=acteur, agent=agent, prefix="remplacement"),
    }
    contexte = {
        "membre": lecture.membre(agent, timezone.localdate()),
        "remplacements": lecture.remplacements_de(agent),
        "temps_notes": agent.temps.order_by("-debut"),
        "formulaires": defauts | formulaires,
        "gerer": acteur.peut("equipe.gerer"),
    }
    return render(request, "acteurs/agent.html", contexte)
