"""Forms of a person's record: identity, entry, étapes, exit, sixth month, duplicate, sensitive answers."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.forms import Form
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_POST

from deplie.acteurs.queries import Acteur
from deplie.acteurs.views import page
from deplie.parcours import actions
from deplie.parcours.forms.edition import FormulaireEdition
from deplie.parcours.forms.entree import ChampsEntree, FormulaireEntree
from deplie.parcours.forms.etape import FormulaireEtape, FormulaireSixiemeMois, FormulaireSortie
from deplie.parcours.forms.personne import FormulaireIdentite, FormulaireSensible
from deplie.parcours.models import Participation
from deplie.parcours.queries.perimetre import etape_ou_404, participation_ou_404, personne_ou_404
from deplie.parcours.queries.personne import etapes_ouvertes
from deplie.parcours.queries.seance import seances_de_sortie
from deplie.parcours.rules.accueil import A_PROPOSER
from deplie.personnes.actions import modifier_personne, repondre_sensible
from deplie.personnes.models import Personne
from deplie.socle import journal
from deplie.socle.brouillons import saisie
from deplie.socle.editions import Edition
from deplie.socle.formulaires import soumettre
from deplie.territoires.queries.reglages import reglage

Decider = Callable[[dict[str, Any], Edition], Any]


@page("participation.modifier")
def identite(request: HttpRequest, acteur: Acteur, pk: int) -> HttpResponse:
    personne = personne_ou_404(acteur, pk)
    journal.consulter(personne, par=acteur, page="identité")
    formulaire = FormulaireIdentite(saisie(request), initial=FormulaireIdentite.initial_de(personne))

    def decider(valeurs: dict[str, Any], edition: Edition) -> None:
        modifier_personne(personne=personne, identite=valeurs, par=acteur, edition=edition)

    return _page(request, acteur, personne, formulaire, decider, "Identité et contact", "identite")


@page("participation.modifier")
def entree(request: HttpRequest, acteur: Acteur, pk: int) -> HttpResponse:
    participation = participation_ou_404(acteur, pk)
    journal.consulter(participation.personne, par=acteur, page="entrée")
    initial = FormulaireEntree.initial_de(participation, acteur.peut("sensible.lire"))
    formulaire = FormulaireEntree(saisie(request), acteur=acteur, initial=initial)

    def decider(valeurs: dict[str, Any], edition: Edition) -> None:
        criteres = valeurs.pop("criteres")
        actions.corriger_entree(
            participation=participation,
            valeurs=ChampsEntree.ranger(valeurs),
            criteres=criteres,
            par=acteur,
            edition=edition,
        )

    return _page(request, acteur, participation.personne, formulaire, decider, "Situation à l'entrée", "situation")


@page("participation.modifier")
def nouvelle_etape(request: HttpRequest, acteur: Acteur, pk: int) -> HttpResponse:
    participation = participation_ou_404(acteur, pk)
    journal.consulter(participation.personne, par=acteur, page="étape")
    initial = {"categorie": request.GET.get("categorie", "")}
    formulaire = FormulaireEtape(saisie(request), acteur=acteur, initial=initial)

    def decider(valeurs: dict[str, Any], edition: Edition) -> None:
        actions.ajouter_etape(participation=participation, valeurs=valeurs, par=acteur)

    return _page(request, acteur, participation.personne, formulaire, decider, "Ajouter une étape")


@page("participation.modifier")
def etape(request: HttpRequest, acteur: Acteur, pk: int) -> HttpResponse:
    trouvee = etape_ou_404(acteur, pk)
    journal.consulter(trouvee.participation.personne, par=acteur, page="étape")
    formulaire = FormulaireEtape(saisie(request), acteur=acteur, initial=FormulaireEtape.initial_de(trouvee))

    def decider(valeurs: dict[str, Any], edition: Edition) -> None:
        actions.modifier_etape(etape=trouvee, valeurs=valeurs, par=acteur, edition=edition)

    contexte = {"proposable": trouvee if trouvee.statut in A_PROPOSER else None}
    return _page(request, acteur, trouvee.participation.personne, formulaire, decider, "Modifier une étape", **contexte)


@page("participation.modifier")
def sortie(request: HttpRequest, acteur: Acteur, pk: int) -> HttpResponse:
    participation = participation_ou_404(acteur, pk)
    journal.consulter(participation.personne, par=acteur, page="sortie")
    sensible = acteur.peut("sensible.lire")
    initial = FormulaireSortie.initial_de(participation, sensible)
    en_seance = reglage(acteur.territoire, "sorties_en_seance")
    formulaire = FormulaireSortie(saisie(request), acteur=acteur, en_seance=en_seance, initial=initial)
    formulaire.nommer_les_etapes(etapes_ouvertes(participation))
    enregistre, lu = participation.motif_sortie, initial["motif"]

    def decider(valeurs: dict[str, Any], edition: Edition) -> None:
        # A motive read under another's label is kept when its label was not changed.
        motif = enregistre if valeurs["motif"] == lu else valeurs["motif"]
        actions.prononcer_sortie(participation=participation, par=acteur, edition=edition, **valeurs | {"motif": motif})

    titre = "Corriger la sortie" if participation.date_sortie else "Prononcer la sortie"
    contexte = {"participation": participation, "en_seance": en_seance}
    if en_seance:
        contexte["seances"] = seances_de_sortie(acteur, participation, timezone.localdate())
    return _page(request, acteur, participation.personne, formulaire, decider, titre, **contexte)


@require_POST
@page("participation.modifier")
def annuler_sortie(request: HttpRequest, acteur: Acteur, pk: int) -> HttpResponse:
    participation = participation_ou_404(acteur, pk)
    return _decider(request, acteur, participation, actions.annuler_sortie, "La sortie est annulée.")


@page("participation.modifier")
def doublon(request: HttpRequest, acteur: Acteur, pk: int) -> HttpResponse:
    """Asked before it is done: a cancelled participation counts nowhere."""
    participation = participation_ou_404(acteur, pk)
    if request.method == "POST":
        return _decider(request, acteur, participation, actions.annuler_doublon, "La participation est annulée.")
    journal.consulter(participation.personne, par=acteur, page="doublon")
    return render(request, "parcours/doublon.html", {"participation": participation})


@page("participation.modifier")
def sixieme_mois(request: HttpRequest, acteur: Acteur, pk: int) -> HttpResponse:
    participation = participation_ou_404(acteur, pk)
    journal.consulter(participation.personne, par=acteur, page="sixième mois")
    initial = {"situation": participation.situation_6_mois, "le": participation.date_situation_6_mois}
    formulaire = FormulaireSixiemeMois(saisie(request), initial=initial)
    if request.method == "POST" and soumettre(
        formulaire, actions.relever_sixieme_mois, participation=participation, par=acteur
    ):
        return _retour(request, acteur, participation.personne, "La situation au sixième mois est enregistrée.")
    return _formulaire(request, participation.personne, formulaire, "Situation au sixième mois")


@page("sensible.lire")
def sensible(request: HttpRequest, acteur: Acteur, pk: int) -> HttpResponse:
    personne = personne_ou_404(acteur, pk)
    journal.consulter(personne, par=acteur, page="réponse sensible")
    formulaire = FormulaireSensible(saisie(request))
    if request.method == "POST" and soumettre(formulaire, repondre_sensible, personne=personne, par=acteur):
        return _retour(request, acteur, personne, "La réponse est enregistrée.", "sensible")
    return _formulaire(request, personne, formulaire, "Noter une réponse sensible")


def _page(
    request: HttpRequest,
    acteur: Acteur,
    personne: Personne,
    formulaire: FormulaireEdition,
    decider: Decider,
    titre: str,
    onglet: str = "parcours",
    **contexte: Any,
) -> HttpResponse:
    """Show the form, or decide and go back to the person."""
    if request.method == "POST" and formulaire.soumettre(decider):
        return _retour(request, acteur, personne, "C'est enregistré.", onglet)
    return _formulaire(request, personne, formulaire, titre, **contexte)


def _formulaire(
    request: HttpRequest, personne: Personne, formulaire: Form, titre: str, **contexte: Any
) -> HttpResponse:
    commun = {"formulaire": formulaire, "personne": personne, "titre": titre}
    return render(request, "parcours/formulaire.html", commun | contexte)


def _decider(
    request: HttpRequest, acteur: Acteur, participation: Participation, action: Callable[..., Any], phrase: str
) -> HttpResponse:
    """Decide without a form; a refusal is said on the person's page."""
    formulaire = Form({})
    if soumettre(formulaire, action, participation=participation, par=acteur):
        return _retour(request, acteur, participation.personne, phrase)
    messages.error(request, " ".join(formulaire.non_field_errors()))
    return redirect("parcours:personne", acteur.territoire.code, participation.personne.pk)


def _retour(
    request: HttpRequest, acteur: Acteur, personne: Personne, phrase: str, onglet: str = "parcours"
) -> HttpResponse:
    messages.success(request, phrase)
    reponse = redirect("parcours:personne", acteur.territoire.code, personne.pk)
    if onglet != "parcours":
        reponse["Location"] += f"?onglet={onglet}"
    return reponse
