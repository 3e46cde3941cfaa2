"""The contract PLIE on paper, and the page where a territory brings its own template."""

from __future__ import annotations

from collections.abc import Callable

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_POST

from deplie.acteurs.queries import Acteur
from deplie.acteurs.views import page
from deplie.parcours import actions
from deplie.parcours.exports.contrat import pdf_du_contrat, word_du_contrat
from deplie.parcours.models import ContratPlie
from deplie.parcours.queries.contrat import D_OFFICE, gabarit_de, modele_de
from deplie.parcours.queries.suivi import contrat_ou_404
from deplie.parcours.rules.contrat import EXEMPLE
from deplie.socle import journal
from deplie.socle.documents import TYPE_PDF, TYPE_WORD
from deplie.socle.documents.sources import trouver
from deplie.socle.erreurs import RefusMetier
from deplie.socle.fichiers.depot import FichierPerdu
from deplie.socle.fichiers.formulaire import FormulaireFichier
from deplie.socle.formulaires import soumettre


@page("contrat.imprimer")
def word(request: HttpRequest, acteur: Acteur, pk: int) -> HttpResponse:
    return _donner(request, acteur, pk, word_du_contrat, "docx", TYPE_WORD)


@page("contrat.imprimer")
def pdf(request: HttpRequest, acteur: Acteur, pk: int) -> HttpResponse:
    return _donner(request, acteur, pk, pdf_du_contrat, "pdf", TYPE_PDF)


def _donner(
    request: HttpRequest, acteur: Acteur, pk: int, rendre: Callable[[ContratPlie], bytes], genre: str, mime: str
) -> HttpResponse:
    """Give the paper. The journal first: what cannot be written there is not given."""
    contrat = contrat_ou_404(acteur, pk)
    personne = contrat.participation.personne
    journal.exporter("télécharger un contrat PLIE", par=acteur, objet=personne, contrat=contrat.pk, format=genre)
    try:
        octets = rendre(contrat)
    except (RefusMetier, FichierPerdu) as refus:
        messages.error(request, refus.message)
        return redirect("parcours:personne", acteur.territoire.code, personne.pk)
    nom = f"contrat-plie-{contrat.pk}.{genre}"
    return HttpResponse(octets, content_type=mime, headers={"Content-Disposition": f'attachment; filename="{nom}"'})


@page("reglage.modifier")
def modele(request: HttpRequest, acteur: Acteur) -> HttpResponse:
    """What the template may hold; bring another."""
    envoi = (request.POST, request.FILES) if request.method == "POST" else (None, None)
    formulaire = FormulaireFichier(*envoi, territoire=acteur.territoire.code, par=acteur)
    formulaire.fields["fichier"].help_text = "Un document Word (.docx), sans macro."
    if request.method == "POST" and soumettre(formulaire, actions.deposer_modele_contrat, par=acteur):
        messages.success(request, "Votre modèle sert désormais au contrat PLIE.")
        return redirect("parcours:modele_contrat", acteur.territoire.code)
    contexte = {"formulaire": formulaire, "modele": modele_de(acteur.territoire), "champs": sorted(EXEMPLE)}
    return render(request, "parcours/modele_contrat.html", contexte)


@page("reglage.modifier")
def telecharger_modele(request: HttpRequest, acteur: Acteur) -> HttpResponse:
    """The template in use, to edit it: it names nobody."""
    gabarit = gabarit_de(acteur.territoire)
    octets = gabarit if isinstance(gabarit, bytes) else trouver(D_OFFICE).read_bytes()
    nom = 'attachment; filename="modele-contrat-plie.docx"'
    return HttpResponse(octets, content_type=TYPE_WORD, headers={"Content-Disposition": nom})


@require_POST
@page("reglage.modifier")
def retirer_modele(request: HttpRequest, acteur: Acteur) -> HttpResponse:
    try:
        actions.retirer_modele_contrat(par=acteur)
    except RefusMetier as refus:
        messages.error(request, refus.message)
    else:
        messages.success(request, "Le modèle fourni sert de nouveau.")
    return redirect("parcours:modele_contrat", acteur.territoire.code)
