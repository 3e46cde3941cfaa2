"""The diagnostic of somebody, written and read; the freins followed until they are lifted."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.forms import Form
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_POST

from deplie.acteurs.queries import Acteur
from deplie.acteurs.views import page
from deplie.parcours import actions
from deplie.parcours.forms import diagnostic as formes
from deplie.parcours.models import Participation
from deplie.parcours.queries import diagnostic as lus
from deplie.parcours.queries.perimetre import participation_ou_404
from deplie.parcours.rules.diagnostic import SANTE, ecarts
from deplie.personnes.models import Personne
from deplie.socle import journal
from deplie.socle.brouillons import saisie
from deplie.socle.editions import Edition
from deplie.socle.erreurs import RefusMetier
from deplie.socle.formulaires import soumettre

SENSIBLES = "lire les freins sensibles"


@page("diagnostic.tenir")
def ecrire(request: HttpRequest, acteur: Acteur, pk: int) -> HttpResponse:
    """Write the version in progress, begin one, or revise the last."""
    participation = participation_ou_404(acteur, pk)
    derniere = next(iter(lus.diagnostics_des(acteur, [pk])[pk]), None)
    journal.consulter(participation.personne, par=acteur, page="diagnostic")
    if derniere and derniere.dit_la_sante:
        journal.consulter(participation.personne, par=acteur, verbe=SENSIBLES)
    initial = formes.FormulaireDiagnostic.initial_de(derniere)
    formulaire = formes.FormulaireDiagnostic(saisie(request), acteur=acteur, initial=initial)
    valider = request.POST.get("acte") == "valider"

    def decider(valeurs: dict[str, Any], edition: Edition) -> None:
        actions.ecrire_diagnostic(participation=participation, par=acteur, valider=valider, edition=edition, **valeurs)

    if request.method == "POST" and formulaire.soumettre(decider):
        messages.success(request, "Le diagnostic est validé." if valider else "Le diagnostic est enregistré.")
        return _retour(acteur, participation.personne)
    contexte = {"formulaire": formulaire, "personne": participation.personne, "derniere": derniere}
    groupes = [(titre, formulaire.groupe(nature)) for nature, titre in _TITRES.items()]
    return render(request, "parcours/diagnostic_ecrire.html", contexte | {"groupes": groupes})


_TITRES = {"FREIN": "Freins, par thème", "CLE": "Compétences clés", "NUMERIQUE": "Compétences numériques"}


@page("diagnostic.lire")
def diagnostic(request: HttpRequest, acteur: Acteur, pk: int) -> HttpResponse:
    """A version, and what it says otherwise than the one before, or than the one asked for."""
    lu = lus.diagnostic_ou_404(acteur, pk)
    participation = lu.diagnostic.participation
    versions = lus.versions_de(acteur, lu.diagnostic)
    journal.consulter(participation.personne, par=acteur, page="diagnostic", version=lu.diagnostic.rang)
    if any(version.dit_la_sante for version in versions):
        journal.consulter(participation.personne, par=acteur, verbe=SENSIBLES)
    autre = _autre(request.GET.get("avec"), lu, versions)
    contexte = {
        "lu": lu,
        "personne": participation.personne,
        "participation": participation,
        "versions": versions,
        "autre": autre,
        "ecarts": _ecarts(autre, lu) if autre else [],
        "tenir": acteur.peut("diagnostic.tenir"),
    }
    return render(request, "parcours/diagnostic.html", contexte)


def _autre(demandee: str | None, lu: lus.DiagnosticLu, versions: list[lus.DiagnosticLu]) -> lus.DiagnosticLu | None:
    """The version to compare with: the one asked for, else the one before."""
    autres = [version for version in versions if version.diagnostic.pk != lu.diagnostic.pk]
    choisie = next((v for v in autres if str(v.diagnostic.rang) == demandee), None)
    return choisie or next((v for v in autres if v.diagnostic.rang < lu.diagnostic.rang), None)


def _ecarts(avant: lus.DiagnosticLu, apres: lus.DiagnosticLu) -> list[tuple[str, str, str]]:
    """(what, before, after) of everything that two versions say differently."""
    trouves = [
        (nom, ancien or "rien", nouveau or "rien")
        for (nom, ancien), (_, nouveau) in zip(avant.situation, apres.situation, strict=True)
        if ancien != nouveau
    ]
    mots = {nature: codes for nature, (_, codes, _) in lus.regles.NATURES.items()}
    return trouves + [(mots[nature][code], a, b) for nature, code, a, b in ecarts(avant.points, apres.points)]


@page("diagnostic.tenir")
def identifier(request: HttpRequest, acteur: Acteur, pk: int) -> HttpResponse:
    participation = participation_ou_404(acteur, pk)
    initial = {"theme": request.GET.get("theme", "")}
    formulaire = formes.FormulaireFrein(saisie(request), acteur=acteur, initial=initial)
    phrase = "Le frein est suivi."
    return _page(request, acteur, participation, formulaire, actions.identifier_frein, "Identifier un frein", phrase)


@page("diagnostic.tenir")
def travailler(request: HttpRequest, acteur: Acteur, pk: int) -> HttpResponse:
    frein = lus.frein_ou_404(acteur, pk)
    formulaire = formes.FormulairePriseEnCharge(saisie(request), frein=frein)

    def decider(*, participation: Participation, **valeurs: Any) -> None:
        actions.travailler_frein(frein=frein, **valeurs)

    titre = f"Travailler sur un frein : {lus.regles.THEMES[frein.theme].lower()}"
    return _page(request, acteur, frein.participation, formulaire, decider, titre, "C'est enregistré.", frein.theme)


@page("diagnostic.tenir")
def lever(request: HttpRequest, acteur: Acteur, pk: int) -> HttpResponse:
    frein = lus.frein_ou_404(acteur, pk)
    formulaire = formes.FormulaireLevee(saisie(request))

    def decider(*, participation: Participation, **valeurs: Any) -> None:
        actions.lever_frein(frein=frein, **valeurs)

    titre = f"Lever un frein : {lus.regles.THEMES[frein.theme].lower()}"
    return _page(request, acteur, frein.participation, formulaire, decider, titre, "Le frein est levé.", frein.theme)


@require_POST
@page("diagnostic.tenir")
def reprendre(request: HttpRequest, acteur: Acteur, pk: int) -> HttpResponse:
    frein = lus.frein_ou_404(acteur, pk)
    try:
        actions.reprendre_frein(frein=frein, par=acteur)
    except RefusMetier as refus:
        messages.error(request, refus.message)
    else:
        messages.success(request, "Le frein est de nouveau suivi.")
    return _retour(acteur, frein.participation.personne)


def _page(
    request: HttpRequest,
    acteur: Acteur,
    participation: Participation,
    formulaire: Form,
    decider: Callable[..., Any],
    titre: str,
    phrase: str,
    theme: str = "",
) -> HttpResponse:
    """Show the form, or decide and go back to the person."""
    journal.consulter(participation.personne, par=acteur, page="frein")
    if theme == SANTE:
        journal.consulter(participation.personne, par=acteur, verbe=SENSIBLES)
    if request.method == "POST" and soumettre(formulaire, decider, participation=participation, par=acteur):
        messages.success(request, phrase)
        return _retour(acteur, participation.personne)
    contexte = {"formulaire": formulaire, "personne": participation.personne, "titre": titre}
    return render(request, "parcours/formulaire.html", contexte)


def _retour(acteur: Acteur, personne: Personne) -> HttpResponse:
    return redirect(reverse("parcours:personne", args=[acteur.territoire.code, personne.pk]) + "?onglet=situation")
