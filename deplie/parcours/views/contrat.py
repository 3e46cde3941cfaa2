"""The contract PLIE on paper, and the page where a territory brings its own template."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_POST

from deplie.acteurs.queries import Acteur
from deplie.acteurs.views import page
from deplie.parcours import actions
from deplie.parcours.exports.contrat import pdf_du_contrat, word_du_contrat
from deplie.parcours.models import ContratPlie
from deplie.parcours.queries.contrat import gabarit_de, modele_de
from deplie.parcours.queries.suivi import contrat_ou_404
from deplie.parcours.rules.contrat import EXEMPLE
from deplie.socle import journal
from deplie.socle.documents.modele import FormulaireModele, envoi_de, joindre, repondre
from deplie.socle.formulaires import soumettre


@page("contrat.imprimer")
def word(request: HttpRequest, acteur: Acteur, pk: int) -> HttpResponse:
    return _donner(request, acteur, pk, word_du_contrat, "docx")


@page("contrat.imprimer")
def pdf(request: HttpRequest, acteur: Acteur, pk: int) -> HttpResponse:
    return _donner(request, acteur, pk, pdf_du_contrat, "pdf")


def _donner(
    request: HttpRequest, acteur: Acteur, pk: int, rendre: Callable[[ContratPlie], bytes], genre: str
) -> HttpResponse:
    """Give the paper. The journal first: what cannot be written there is not given."""
    contrat = contrat_ou_404(acteur, pk)
    personne = contrat.participation.personne
    journal.exporter("télécharger un contrat PLIE", par=acteur, objet=personne, contrat=contrat.pk, format=genre)
    nom = f"contrat-plie-{contrat.pk}"
    page_de_la_personne = "parcours:personne", acteur.territoire.code, personne.pk
    return repondre(request, lambda: joindre(rendre(contrat), nom, genre), *page_de_la_personne)


@page("reglage.modifier")
def modele(request: HttpRequest, acteur: Acteur) -> HttpResponse:
    """What the template may hold; bring another."""
    formulaire = FormulaireModele(*envoi_de(request), acteur=acteur)
    if request.method == "POST" and soumettre(formulaire, actions.deposer_modele_contrat, par=acteur):
        messages.success(request, "Votre modèle sert désormais au contrat PLIE.")
        return redirect(*_page(acteur))
    suite = f"Les champs, entre doubles accolades : {', '.join(sorted(EXEMPLE))}."
    contexte = {"formulaire": formulaire, "modele": modele_de(acteur.territoire), "suite": suite}
    return render(request, "parcours/modele_contrat.html", contexte)


@page("reglage.modifier")
def telecharger_modele(request: HttpRequest, acteur: Acteur) -> HttpResponse:
    """The template in use, to edit it: it names nobody."""
    return repondre(request, lambda: joindre(gabarit_de(acteur.territoire), "modele-contrat-plie"), *_page(acteur))


@require_POST
@page("reglage.modifier")
def retirer_modele(request: HttpRequest, acteur: Acteur) -> HttpResponse:
    dit = "Le modèle fourni sert de nouveau."
    return repondre(request, partial(actions.retirer_modele_contrat, par=acteur), *_page(acteur), dit=dit)


def _page(acteur: Acteur) -> tuple[str, str]:
    return "parcours:modele_contrat", acteur.territoire.code
