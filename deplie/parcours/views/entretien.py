"""Interviews: an appointment made, moved or called off; the one page on which an interview is written."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.http import require_POST

from deplie.acteurs.models import Agent
from deplie.acteurs.queries import Acteur
from deplie.acteurs.views import page
from deplie.parcours import actions
from deplie.parcours.forms.entretien import FormulaireEntretien, FormulaireNouveau, FormulaireRendezVous
from deplie.parcours.models import Entretien
from deplie.parcours.queries import entretien as lus
from deplie.parcours.queries.perimetre import personne_ou_404
from deplie.parcours.rules.entretien import TENU
from deplie.personnes.models import Personne
from deplie.socle import journal
from deplie.socle.brouillons import saisie
from deplie.socle.editions import Edition
from deplie.socle.erreurs import RefusMetier

LIRE_LA_NOTE = "lire la note d'un entretien"


@page("entretien.voir")
def entretien(request: HttpRequest, acteur: Acteur, pk: int) -> HttpResponse:
    trouve = lus.entretien_ou_404(acteur, pk)
    contexte = {
        "entretien": trouve,
        "personne": trouve.personne,
        "note": _note(acteur, trouve),
        "lire": acteur.peut("entretien.note"),
        "tenir": acteur.peut("entretien.tenir"),
        "passe": trouve.debut <= timezone.now(),
        "du_jour": timezone.localtime(trouve.debut).date() <= timezone.localdate(),
    }
    return render(request, "parcours/entretien.html", contexte)


def _note(acteur: Acteur, trouve: Entretien) -> str:
    """The note, once its reading is journaled; else the page alone is."""
    if not (acteur.peut("entretien.note") and trouve.statut == TENU):
        journal.consulter(trouve.personne, par=acteur, page="entretien")
        return ""
    journal.consulter(trouve.personne, par=acteur, verbe=LIRE_LA_NOTE)
    return lus.note_de(trouve)


@page("entretien.tenir")
def planifier(request: HttpRequest, acteur: Acteur, pk: int) -> HttpResponse:
    """An appointment, from the page of a person."""
    personne = personne_ou_404(acteur, pk)
    journal.consulter(personne, par=acteur, page="rendez-vous")
    agent = _agent(acteur, personne)
    formulaire = FormulaireRendezVous(saisie(request), acteur=acteur, agent=agent)

    def decider(valeurs: dict[str, Any], edition: Edition) -> None:
        jour = timezone.localtime(valeurs["debut"]).date()
        participation = lus.participation_du(acteur, personne, jour)
        actions.planifier_entretien(personne=personne, participation=participation, par=acteur, **valeurs)

    return _page(request, acteur, personne, formulaire, decider, "Prendre un rendez-vous", "Le rendez-vous est pris.")


@page("entretien.tenir")
def nouveau(request: HttpRequest, acteur: Acteur) -> HttpResponse:
    """An appointment, from the agenda of somebody."""
    agent = lus.agent_ou_404(acteur, lus.numero(request.GET.get("de")))
    if agent is None:
        return redirect("parcours:agenda", acteur.territoire.code)
    formulaire = FormulaireNouveau(saisie(request), acteur=acteur, agent=agent)

    def decider(valeurs: dict[str, Any], edition: Edition) -> None:
        jour = timezone.localtime(valeurs["debut"]).date()
        participation = lus.participation_du(acteur, valeurs["personne"], jour)
        actions.planifier_entretien(participation=participation, par=acteur, **valeurs)

    if request.method == "POST" and formulaire.soumettre(decider):
        messages.success(request, "Le rendez-vous est pris.")
        lues = formulaire.cleaned_data
        semaine = reverse("parcours:agenda", args=[acteur.territoire.code])
        return redirect(f"{semaine}?semaine={timezone.localtime(lues['debut']):%Y-%m-%d}&de={lues['agent'].pk}")
    contexte = {"formulaire": formulaire, "titre": "Prendre un rendez-vous", "de": agent}
    return render(request, "parcours/rendez_vous.html", contexte)


@page("entretien.tenir")
def ecrire(request: HttpRequest, acteur: Acteur, pk: int) -> HttpResponse:
    """An interview with a person: the one that the reader planned today, else one that nobody planned.

    A colleague's appointment of today is named above the form, never completed without a word.
    """
    personne = personne_ou_404(acteur, pk)
    prevus = lus.attendus_le(personne, timezone.localdate())
    sien = lus.du_lecteur(acteur, prevus)
    if sien and request.method == "GET" and "nouveau" not in request.GET:
        return redirect("parcours:tenir_entretien", acteur.territoire.code, sien.pk)
    journal.consulter(personne, par=acteur, page="entretien")
    initial = FormulaireEntretien.a_l_instant()
    formulaire = FormulaireEntretien(saisie(request), acteur=acteur, agent=_agent(acteur, personne), initial=initial)

    def decider(valeurs: dict[str, Any], edition: Edition) -> None:
        jour = timezone.localtime(valeurs["debut"]).date()
        participation = lus.participation_du(acteur, personne, jour)
        actions.ecrire_entretien(personne=personne, participation=participation, par=acteur, **valeurs)

    contexte = {"prevus": [(prevu, lus.dire(acteur, prevu)) for prevu in prevus]}
    return _ecrit(request, acteur, personne, formulaire, decider, "Écrire un entretien", contexte)


@page("entretien.tenir")
def tenir(request: HttpRequest, acteur: Acteur, pk: int) -> HttpResponse:
    """The interview that was planned, or the words of one that is written."""
    trouve = lus.entretien_ou_404(acteur, pk)
    initial = FormulaireEntretien.initial_de(trouve) | {"note": _note(acteur, trouve)}
    formulaire = FormulaireEntretien(saisie(request), acteur=acteur, agent=trouve.agent, initial=initial)
    del formulaire.fields["agent"]

    def decider(valeurs: dict[str, Any], edition: Edition) -> None:
        actions.tenir_entretien(entretien=trouve, par=acteur, edition=edition, **valeurs)

    titre = "Corriger l'entretien" if trouve.statut == TENU else "Écrire l'entretien"
    contexte = {"complete": lus.dire(acteur, trouve), "autrui": trouve.agent != acteur.agent, "agent": trouve.agent}
    return _ecrit(request, acteur, trouve.personne, formulaire, decider, titre, contexte)


def _ecrit(
    request: HttpRequest,
    acteur: Acteur,
    personne: Personne,
    formulaire: FormulaireEntretien,
    decider: Any,
    titre: str,
    contexte: dict[str, Any],
) -> HttpResponse:
    gabarit = "parcours/ecrire_entretien.html"
    return _page(
        request, acteur, personne, formulaire, decider, titre, "L'entretien est enregistré.", gabarit, **contexte
    )


@page("entretien.tenir")
def deplacer(request: HttpRequest, acteur: Acteur, pk: int) -> HttpResponse:
    trouve = lus.entretien_ou_404(acteur, pk)
    journal.consulter(trouve.personne, par=acteur, page="rendez-vous")
    initial = FormulaireRendezVous.initial_de(trouve)
    formulaire = FormulaireRendezVous(saisie(request), acteur=acteur, agent=trouve.agent, initial=initial)
    del formulaire.fields["agent"]

    def decider(valeurs: dict[str, Any], edition: Edition) -> None:
        actions.deplacer_entretien(entretien=trouve, par=acteur, edition=edition, **valeurs)

    titre, phrase = "Déplacer le rendez-vous", "Le rendez-vous est déplacé."
    return _page(request, acteur, trouve.personne, formulaire, decider, titre, phrase)


@require_POST
@page("entretien.tenir")
def absence(request: HttpRequest, acteur: Acteur, pk: int) -> HttpResponse:
    trouve = lus.entretien_ou_404(acteur, pk)
    excusee = request.POST.get("excusee") == "oui"
    return _decider(request, acteur, trouve, actions.noter_absence, "L'absence est notée.", excusee=excusee)


@require_POST
@page("entretien.tenir")
def annuler(request: HttpRequest, acteur: Acteur, pk: int) -> HttpResponse:
    trouve = lus.entretien_ou_404(acteur, pk)
    return _decider(request, acteur, trouve, actions.annuler_entretien, "Le rendez-vous est annulé.")


def _decider(
    request: HttpRequest, acteur: Acteur, trouve: Entretien, acte: Any, phrase: str, **valeurs: Any
) -> HttpResponse:
    try:
        acte(entretien=trouve, par=acteur, **valeurs)
    except RefusMetier as refus:
        messages.error(request, refus.message)
        return redirect("parcours:entretien", acteur.territoire.code, trouve.pk)
    messages.success(request, phrase)
    retour = request.POST.get("retour", "")
    if url_has_allowed_host_and_scheme(retour, allowed_hosts=None):
        return redirect(retour)  # where one was: the agenda, the home page
    return redirect("parcours:personne", acteur.territoire.code, trouve.personne.pk)


def _agent(acteur: Acteur, personne: Personne) -> Agent | None:
    """Who holds it unless told: the reader where they follow people, else whoever follows the person."""
    if acteur.agent and "referent_parcours" in acteur.roles:
        return acteur.agent
    suivie = lus.participation_du(acteur, personne, timezone.localdate())
    return suivie.referent if suivie else None


def _page(
    request: HttpRequest,
    acteur: Acteur,
    personne: Personne,
    formulaire: FormulaireRendezVous,
    decider: Any,
    titre: str,
    phrase: str,
    gabarit: str = "parcours/formulaire.html",
    **autres: Any,
) -> HttpResponse:
    """Show the form, or decide and go back to the person."""
    if request.method == "POST" and formulaire.soumettre(decider):
        messages.success(request, phrase)
        return redirect("parcours:personne", acteur.territoire.code, personne.pk)
    contexte = {"formulaire": formulaire, "personne": personne, "titre": titre, **autres}
    return render(request, gabarit, contexte)
