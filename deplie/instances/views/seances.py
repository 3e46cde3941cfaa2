"""Pages of séances: the calendar, one séance and its decisions, its files on paper, who came."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.core.paginator import Paginator
from django.forms import Form
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_POST

from deplie.acteurs.queries import Acteur
from deplie.acteurs.views import page
from deplie.instances import actions
from deplie.instances.forms import seance as formes
from deplie.instances.models import Seance
from deplie.instances.queries.objets import Dossier, Genre, genres_de
from deplie.instances.queries.proces_verbal import modele_du_proces_verbal, modele_en_service
from deplie.instances.queries.seance import (
    decision_ou_404,
    decisions_de,
    liste,
    nombres_de_dossiers,
    seance_ou_404,
    sieges,
)
from deplie.instances.queries.suites import d_avant, de_la_seance
from deplie.instances.rules import refus_de_decider
from deplie.socle import emplacements, journal
from deplie.socle.brouillons import saisie
from deplie.socle.erreurs import RefusMetier
from deplie.socle.formulaires import soumettre

PAR_PAGE = 50
ONGLETS = (("a_venir", "À tenir"), ("passees", "Tenues ou annulées"))
Groupes = list[tuple[Genre, list[Dossier]]]


@page("seance.voir")
def seances(request: HttpRequest, acteur: Acteur) -> HttpResponse:
    """The séances to hold, with the number of files that wait; then those that are over."""
    onglet = request.GET.get("onglet", "a_venir")
    if onglet not in dict(ONGLETS):
        raise Http404
    lues = Paginator(liste(acteur, onglet), PAR_PAGE).get_page(request.GET.get("page"))
    attendent = nombres_de_dossiers(acteur, list(lues)) if onglet == "a_venir" else {}
    contexte = {
        "onglet": onglet,
        "onglets": [(nom, libelle, liste(acteur, nom).count()) for nom, libelle in ONGLETS],
        "page": lues,
        "lignes": [(s, attendent.get(s.pk, 0)) for s in lues],
        "parametres": f"onglet={onglet}",
        "jour": timezone.localdate(),
        "tenir": acteur.peut("seance.tenir"),
    }
    return render(request, "instances/seances.html", contexte)


@page("seance.tenir")
def nouvelle(request: HttpRequest, acteur: Acteur) -> HttpResponse:
    formulaire = formes.FormulaireNouvelleSeance(saisie(request), acteur=acteur)
    faites: list[Seance] = []

    def planifier(**valeurs: Any) -> None:
        faites.append(actions.planifier_seance(par=acteur, **valeurs))

    if request.method == "POST" and soumettre(formulaire, planifier):
        messages.success(request, f"La séance du {faites[0].le:%d/%m/%Y} est prévue.")
        return redirect("instances:seance", acteur.territoire.code, faites[0].pk)
    contexte = {"formulaire": formulaire, "titre": "Nouvelle séance", "acte": "Prévoir la séance"}
    return render(request, "instances/formulaire.html", contexte)


@page("seance.voir")
def seance(request: HttpRequest, acteur: Acteur, pk: int) -> HttpResponse:
    """The files that wait and their decisions, in one screen: all that is decided is recorded, or nothing."""
    vue = seance_ou_404(acteur, pk)
    groupes = _groupes(vue, acteur, "tenir une séance")
    attente = refus_de_decider(vue.le, vue.statut == Seance.Statut.ANNULEE, timezone.localdate())
    formulaire = formes.FormulaireDecisions(saisie(request), groupes=groupes, acteur=acteur, ouvert=not attente)
    if request.method == "POST" and formulaire.is_valid() and (nombre := _inscrire(formulaire, vue, acteur)):
        phrase = "1 décision est enregistrée." if nombre == 1 else f"{nombre} décisions sont enregistrées."
        messages.success(request, phrase)
        return redirect("instances:seance", acteur.territoire.code, vue.pk)
    contexte = _entete(vue, acteur) | {
        "formulaire": formulaire,
        "lignes": formulaire.lignes(),
        "nombre": sum(len(dossiers) for _, dossiers in groupes),
        "decider": bool(formulaire.fields),
        "attente": attente,
        "decisions": decisions_de(acteur, vue),
        "sieges": sieges(vue),
        "avant": d_avant(acteur, vue),
        "suites": de_la_seance(acteur, vue),
        "demander": acteur.peut("seance.tenir") and not attente,
        "panneaux": emplacements.lire("seance", acteur, vue),
    }
    return render(request, "instances/seance.html", contexte)


@page("seance.voir")
def dossiers(request: HttpRequest, acteur: Acteur, pk: int) -> HttpResponse:
    """One file a page, to print: nothing to click, room for a decision written by hand."""
    vue = seance_ou_404(acteur, pk)
    groupes = _groupes(vue, acteur, "imprimer les dossiers d'une séance")
    nombre = sum(len(lus) for _, lus in groupes)
    return render(request, "instances/dossiers.html", {"seance": vue, "groupes": groupes, "nombre": nombre})


@page("seance.tenir")
def modifier(request: HttpRequest, acteur: Acteur, pk: int) -> HttpResponse:
    vue = seance_ou_404(acteur, pk)
    formulaire = formes.FormulaireSeance(saisie(request), initial=formes.FormulaireSeance.initial_de(vue))

    def changer(**valeurs: Any) -> None:
        actions.modifier_seance(seance=vue, valeurs=valeurs, par=acteur)

    if request.method == "POST" and soumettre(formulaire, changer):
        return _retour(request, acteur, vue, "La séance est modifiée.")
    return _formulaire(request, vue, formulaire, "Modifier la séance", "Enregistrer")


@page("seance.tenir")
def annuler(request: HttpRequest, acteur: Acteur, pk: int) -> HttpResponse:
    vue = seance_ou_404(acteur, pk)
    formulaire = formes.FormulaireAnnulation(saisie(request))
    if request.method == "POST" and soumettre(formulaire, actions.annuler_seance, seance=vue, par=acteur):
        return _retour(request, acteur, vue, "La séance est annulée : ses dossiers attendent la suivante.")
    return _formulaire(request, vue, formulaire, "Annuler la séance", "Annuler la séance")


@page("seance.tenir")
def rectifier(request: HttpRequest, acteur: Acteur, pk: int) -> HttpResponse:
    """Correct one decision; what depends on it is said."""
    decision, genre, nom = decision_ou_404(acteur, pk)
    journal.consulter(decision.seance, par=acteur, verbe="rectifier une décision", personnes=1)
    autres = genre.champs_rectifies(acteur, decision.objet_id) if genre.champs_rectifies else {}
    formulaire = formes.FormulaireRectification(
        saisie(request), genre=genre, autres=autres, initial=formes.FormulaireRectification.initial_de(decision)
    )

    def decider(**valeurs: Any) -> None:
        autres_valeurs = {nom: valeurs.pop(nom) for nom in formulaire.autres}
        actions.rectifier_decision(decision=decision, autres=autres_valeurs, par=acteur, **valeurs)

    if request.method == "POST" and soumettre(formulaire, decider):
        return _retour(request, acteur, decision.seance, "La décision est rectifiée ; le procès-verbal le dit.")
    return _formulaire(request, decision.seance, formulaire, f"Rectifier la décision\u00a0: {nom}", "Rectifier")


@page("seance.tenir")
def presences(request: HttpRequest, acteur: Acteur, pk: int) -> HttpResponse:
    """Who came: everybody, unless told otherwise."""
    vue = seance_ou_404(acteur, pk)
    lus = sieges(vue)
    formulaire = formes.FormulairePresences(saisie(request), sieges=lus)

    def noter(**valeurs: Any) -> None:
        actions.noter_presences(seance=vue, presences=formulaire.presences(), par=acteur)

    if request.method == "POST" and soumettre(formulaire, noter):
        return _retour(request, acteur, vue, "Les présences sont enregistrées.")
    return render(request, "instances/presences.html", {"seance": vue, "formulaire": formulaire, "sieges": lus})


@require_POST
@page("seance.tenir")
def convoquer(request: HttpRequest, acteur: Acteur, pk: int) -> HttpResponse:
    """Write to the members; a refusal is said on the page of the séance."""
    vue = seance_ou_404(acteur, pk)
    formulaire = Form({})
    if soumettre(formulaire, actions.convoquer, seance=vue, par=acteur):
        return _retour(request, acteur, vue, "La convocation est partie.")
    messages.error(request, " ".join(formulaire.non_field_errors()))
    return redirect("instances:seance", acteur.territoire.code, vue.pk)


def _groupes(vue: Seance, acteur: Acteur, verbe: str) -> Groupes:
    """The files of a séance, by kind: that they are read is written first."""
    if not vue.decide_encore(timezone.localdate()):
        return []
    journal.consulter(vue, par=acteur, verbe=verbe, personnes=nombres_de_dossiers(acteur, [vue])[vue.pk])
    return [(genre, genre.dossiers(acteur, vue)) for genre in genres_de(acteur, vue.instance.nature)]


def _inscrire(formulaire: formes.FormulaireDecisions, vue: Seance, acteur: Acteur) -> int:
    """How many decisions were recorded; none when one is refused, which then says why."""
    try:
        return actions.inscrire_decisions(seance=vue, choix=formulaire.choix(), par=acteur)
    except actions.DecisionsRefusees as refusees:
        formulaire.refuser(refusees.refus)
    except RefusMetier as refus:
        formulaire.add_error(None, refus.message)
    return 0


def _entete(vue: Seance, acteur: Acteur) -> dict[str, Any]:
    tenue = vue.statut == Seance.Statut.TENUE
    modele = modele_du_proces_verbal(vue) if tenue else None
    return {
        "modele": modele,
        "autre_modele": tenue and modele != modele_en_service(vue.instance),
        "seance": vue,
        "prevue": vue.statut == Seance.Statut.PREVUE,
        "tenir": acteur.peut("seance.tenir"),
        "proces_verbal": acteur.peut("seance.proces_verbal") and tenue,
    }


def _retour(request: HttpRequest, acteur: Acteur, vue: Seance, phrase: str) -> HttpResponse:
    messages.success(request, phrase)
    return redirect("instances:seance", acteur.territoire.code, vue.pk)


def _formulaire(request: HttpRequest, vue: Seance, formulaire: Form, titre: str, acte: str) -> HttpResponse:
    contexte = {"formulaire": formulaire, "titre": titre, "acte": acte, "seance": vue}
    return render(request, "instances/formulaire.html", contexte)
