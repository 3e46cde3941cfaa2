"""A record: what is known, one form per moment, somebody who comes back."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.forms import Form
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_POST

from deplie.acteurs.queries import Acteur
from deplie.acteurs.views import page
from deplie.fse import actions
from deplie.fse.forms.fiche import FormulaireEntree, FormulaireMoment, FormulaireOuvrir, FormulaireReprise
from deplie.fse.models import A_PART, ParticipationFSE
from deplie.fse.queries.connu import operations_ouvertes
from deplie.fse.queries.fiche import en_fiche, fiche_ou_404, lisibles_par
from deplie.fse.queries.travail import ligne_de
from deplie.fse.rules.questionnaire import (
    ENTREE,
    MOMENTS,
    ORIGINES,
    SIX_MOIS,
    SORTIE,
    questions_de,
    s_applique,
    sortie_inchangee,
)
from deplie.fse.rules.reprise import date_six_mois, dernier_constat
from deplie.parcours.queries.perimetre import personne_ou_404, personnes_visibles_par
from deplie.socle import journal
from deplie.socle.brouillons import saisie
from deplie.socle.editions import Edition
from deplie.socle.erreurs import RefusMetier
from deplie.socle.formulaires import soumettre

SENSIBLES = "lire les réponses sensibles d'une fiche de participant"


@page("fse.voir")
def fiche(request: HttpRequest, acteur: Acteur, pk: int) -> HttpResponse:
    """A record, moment by moment; the sensitive answers are on the form of the entry."""
    vue = fiche_ou_404(acteur, pk)
    journal.consulter(vue.personne, par=acteur, page="fiche de participant")
    contexte = {
        "fiche": vue,
        "ligne": ligne_de(acteur, vue, timezone.localdate()),
        "moments": [(MOMENTS[moment], _reponses(vue, moment)) for moment in (ENTREE, SORTIE, SIX_MOIS)],
        "saisir": acteur.peut("fse.saisir"),
        "sensible": acteur.peut("fse.sensible"),
        "suivie": personnes_visibles_par(acteur).filter(pk=vue.personne_id).exists(),
        "identite": acteur.peut("participation.modifier"),
        "rapprocher": acteur.peut("fse.exporter"),
    }
    return render(request, "fse/fiche.html", contexte)


def _reponses(vue: ParticipationFSE, moment: str) -> list[tuple[str, str, str]]:
    """(question, answer, where it comes from) of a moment, those that stand apart left out."""
    lue = en_fiche(vue)
    valeurs = {question.cle: getattr(lue, question.cle) for question in questions_de(moment, lue.programmation)}
    trouvees = []
    for question in questions_de(moment, lue.programmation):
        valeur = valeurs[question.cle]
        if question.cle in A_PART or not s_applique(question, valeurs):
            continue
        ecrite = "" if valeur is None else (question.reponses or {}).get(str(valeur), valeur)
        trouvees.append((question.libelle, ecrite, ORIGINES.get(vue.origines.get(question.cle, ""), "")))
    return trouvees


def _page(
    request: HttpRequest, acteur: Acteur, vue: ParticipationFSE, formulaire: Form, titre: str, **contexte: Any
) -> HttpResponse:
    lus = {"fiche": vue, "formulaire": formulaire, "titre": titre} | contexte
    return render(request, "fse/formulaire.html", lus)


def _retour(acteur: Acteur, vue: ParticipationFSE) -> HttpResponse:
    return redirect("fse:fiche", acteur.territoire.code, vue.pk)


@page("fse.saisir")
def entree(request: HttpRequest, acteur: Acteur, pk: int) -> HttpResponse:
    """The answers at entry; the sensitive questions for who may read their answers, each reading journaled."""
    vue = fiche_ou_404(acteur, pk)
    sensible = acteur.peut("fse.sensible")
    journal.consulter(vue.personne, par=acteur, page="fiche de participant, entrée")
    if sensible:
        journal.consulter(vue.personne, par=acteur, verbe=SENSIBLES)
    lues = lisibles_par(acteur, vue) if sensible else None
    formulaire = FormulaireEntree(saisie(request), participation=vue, lues=lues)

    def decider(valeurs: dict[str, Any], edition: Edition) -> None:
        actions.repondre_entree(participation=vue, par=acteur, edition=edition, **formulaire.ranger(valeurs))

    if request.method == "POST" and formulaire.soumettre(decider):
        messages.success(request, "Les réponses à l'entrée sont enregistrées.")
        return _retour(acteur, vue)
    return _page(request, acteur, vue, formulaire, "À l'entrée", moment=ENTREE, sensible=sensible)


@page("fse.saisir")
def sortie(request: HttpRequest, acteur: Acteur, pk: int) -> HttpResponse:
    """The exit and the situation then; « ?inchangee » proposes what was true at entry, to be confirmed (S39)."""
    vue = fiche_ou_404(acteur, pk)
    journal.consulter(vue.personne, par=acteur, page="fiche de participant, sortie")
    initial = {}
    if "inchangee" in request.GET:
        entree = {question.cle: getattr(vue, question.cle, None) for question in questions_de(ENTREE, _serie(vue))}
        initial = sortie_inchangee(entree)
    formulaire = FormulaireMoment(saisie(request), participation=vue, moment=SORTIE, initial=initial)

    def decider(valeurs: dict[str, Any], edition: Edition) -> None:
        actions.sortir(participation=vue, valeurs=valeurs, par=acteur, edition=edition)

    if request.method == "POST" and formulaire.soumettre(decider):
        messages.success(request, "La sortie est enregistrée.")
        return _retour(acteur, vue)
    limite = dernier_constat(vue.date_sortie) if vue.date_sortie else None
    return _page(request, acteur, vue, formulaire, "À la sortie", moment=SORTIE, limite=limite)


def _serie(vue: ParticipationFSE) -> str:
    return en_fiche(vue).programmation


@page("fse.saisir")
def six_mois(request: HttpRequest, acteur: Acteur, pk: int) -> HttpResponse:
    """The situation six months after the exit."""
    vue = fiche_ou_404(acteur, pk)
    journal.consulter(vue.personne, par=acteur, page="fiche de participant, six mois")
    if vue.date_sortie is None:
        messages.warning(request, "La situation à six mois suit une sortie : notez-la d'abord.")
        return _retour(acteur, vue)
    formulaire = FormulaireMoment(saisie(request), participation=vue, moment=SIX_MOIS)
    dits: list[str] = []

    def decider(valeurs: dict[str, Any], edition: Edition) -> None:
        dits.append(actions.noter_six_mois(participation=vue, valeurs=valeurs, par=acteur, edition=edition))

    if request.method == "POST" and formulaire.soumettre(decider):
        messages.success(request, "La situation à six mois est enregistrée.")
        for phrase in filter(None, dits):
            messages.warning(request, phrase)
        return _retour(acteur, vue)
    attendue = date_six_mois(vue.date_sortie)
    return _page(request, acteur, vue, formulaire, "Six mois après", moment=SIX_MOIS, attendue=attendue)


@page("fse.saisir")
def reprise(request: HttpRequest, acteur: Acteur, pk: int) -> HttpResponse:
    """Somebody comes back in the operation."""
    vue = fiche_ou_404(acteur, pk)
    journal.consulter(vue.personne, par=acteur, page="fiche de participant, rentrée")
    formulaire = FormulaireReprise(saisie(request))
    if request.method == "POST" and soumettre(formulaire, actions.reentrer, participation=vue, par=acteur):
        messages.success(request, "La rentrée est notée : la première entrée est gardée, la sortie est à refaire.")
        return _retour(acteur, vue)
    return _page(request, acteur, vue, formulaire, "Revenue dans l'opération", moment="REPRISE")


@require_POST
@page("fse.saisir")
def retirer(request: HttpRequest, acteur: Acteur, pk: int) -> HttpResponse:
    """A record opened by mistake, or of who stayed one day."""
    vue = fiche_ou_404(acteur, pk)
    try:
        actions.retirer_fiche(participation=vue, par=acteur)
    except RefusMetier as refus:
        messages.error(request, refus.message)
        return _retour(acteur, vue)
    messages.success(request, "La fiche est retirée.")
    return redirect("fse:participants", acteur.territoire.code, vue.operation_id)


@page("fse.saisir")
def ouvrir(request: HttpRequest, acteur: Acteur, pk: int) -> HttpResponse:
    """A record opened by hand, from somebody's page."""
    personne = personne_ou_404(acteur, pk)
    journal.consulter(personne, par=acteur, page="ouvrir une fiche de participant")
    permises = operations_ouvertes(acteur, personne)
    formulaire = FormulaireOuvrir(saisie(request), operations=permises)
    ouvertes: list[ParticipationFSE] = []

    def decider(**valeurs: Any) -> None:
        ouvertes.append(actions.ouvrir_fiche(personne=personne, par=acteur, **valeurs))

    if request.method == "POST" and soumettre(formulaire, decider):
        messages.success(request, "La fiche est ouverte, avec ce que le parcours savait déjà.")
        return _retour(acteur, ouvertes[0])
    contexte = {"personne": personne, "formulaire": formulaire, "permises": permises}
    return render(request, "fse/ouvrir.html", contexte)
