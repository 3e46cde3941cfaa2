"""Approved figures on the public page: what would be masked there, the act, its withdrawal."""

from __future__ import annotations

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render

from deplie.acteurs.queries import Acteur
from deplie.acteurs.views import page
from deplie.pilotage import actions
from deplie.pilotage.forms import FormulaireDiffusion, FormulaireRetrait
from deplie.pilotage.queries import publication as lues
from deplie.pilotage.queries.diffusion import diffusion_de, etudier
from deplie.pilotage.queries.publiable import phrase_du_masque, publiables
from deplie.pilotage.rules.publication import refus_de_diffuser
from deplie.socle.brouillons import saisie
from deplie.socle.formulaires import soumettre


@page("publication.valider")
def diffuser(request: HttpRequest, acteur: Acteur, pk: int) -> HttpResponse:
    """What leaving would mask, what would change by a few people, and the act."""
    lue = lues.publication_ou_404(acteur, pk)
    if refus_de_diffuser(lue.statut):
        raise Http404
    if diffusion_de(lue):
        return redirect("pilotage:publication", acteur.territoire.code, lue.pk)
    etude = etudier(lue)
    formulaire = FormulaireDiffusion(saisie(request), glissements=bool(etude.glissements))
    if request.method == "POST" and soumettre(formulaire, actions.diffuser, publication=lue, par=acteur):
        messages.success(request, "Ces chiffres sont publics.")
        return redirect("pilotage:publication", acteur.territoire.code, lue.pk)
    publics = publiables(lue, etude.secret, etude.seuil, un_an_avant=False)
    contexte = {
        "publication": lue,
        "formulaire": formulaire,
        "etude": etude,
        "phrase_du_masque": phrase_du_masque(etude.seuil),
        "publics": publics,
        "masques": [dit for dit in publics.totaux.values() if dit.masque],
    }
    return render(request, "pilotage/diffuser.html", contexte)


@page("publication.valider")
def retirer(request: HttpRequest, acteur: Acteur, pk: int) -> HttpResponse:
    lue = lues.publication_ou_404(acteur, pk)
    if diffusion_de(lue) is None:
        return redirect("pilotage:publication", acteur.territoire.code, lue.pk)
    formulaire = FormulaireRetrait(saisie(request))
    if request.method == "POST" and soumettre(formulaire, actions.retirer, publication=lue, par=acteur):
        messages.success(request, "Ces chiffres ont quitté la page publique.")
        return redirect("pilotage:publication", acteur.territoire.code, lue.pk)
    contexte = {
        "publication": lue,
        "formulaire": formulaire,
        "titre": "Retirer de la page publique",
        "phrase": "La page et ses fichiers ne répondront plus. Qui les a déjà lus les a gardés.",
    }
    return render(request, "pilotage/acte_publication.html", contexte)
