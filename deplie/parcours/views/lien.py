"""One-time links: sent and followed by who receives people; used by a prescriber who has no account."""

from __future__ import annotations

from typing import Any

from allauth.core.internal.ratelimit import consume
from allauth.core.ratelimit import respond_429
from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.cache import patch_cache_control
from django.views.decorators.http import require_POST

from deplie.acteurs.queries import Acteur
from deplie.acteurs.views import page, publique
from deplie.parcours import actions
from deplie.parcours.forms import lien as formes
from deplie.parcours.models import OrientationRecue
from deplie.parcours.queries.lien import (
    acteur_du_lien,
    criteres_dits,
    etat_de_lien,
    fiche_probable_ou_404,
    fiches_probables,
    lien_ou_404,
    lien_ouvert,
    liens_visibles_par,
    orientation_de,
    orientation_ou_404,
    orientations_recues,
)
from deplie.parcours.rules.cycle import ADMIS, ETATS
from deplie.parcours.rules.lien import SUIVI
from deplie.personnes.rules import telephone_lisible
from deplie.socle import journal
from deplie.socle.brouillons import saisie
from deplie.socle.erreurs import RefusMetier
from deplie.socle.formulaires import soumettre
from deplie.territoires.queries.reglages import reglage
from deplie.territoires.rules import FREIN

PAR_PAGE = 50
# Tries by address: a link is opened a few times, never guessed.
LIMITES = {"orientation": "60/m/ip,400/h/ip"}


@page("prescription.instruire")
def liens(request: HttpRequest, acteur: Acteur) -> HttpResponse:
    """What came by a link and waits to be read; then the links sent, and what became of each."""
    lues = Paginator(liens_visibles_par(acteur), PAR_PAGE).get_page(request.GET.get("page"))
    jour = timezone.localdate()
    recues = list(orientations_recues(acteur))
    if recues:
        journal.consulter(acteur.territoire, par=acteur, verbe="lire les orientations reçues", personnes=len(recues))
    contexte = {
        "recues": recues,
        "page": lues,
        "lignes": [(lien, etat_de_lien(lien, jour), orientation_de(lien)) for lien in lues],
        "parametres": "",
    }
    return render(request, "parcours/liens.html", contexte)


@page("prescription.instruire")
def nouveau(request: HttpRequest, acteur: Acteur) -> HttpResponse:
    formulaire = formes.FormulaireNouveauLien(saisie(request), acteur=acteur)
    if request.method == "POST" and soumettre(formulaire, actions.envoyer_lien, par=acteur):
        messages.success(request, f"Le lien est parti à {formulaire.cleaned_data['courriel']}.")
        return redirect("parcours:liens", acteur.territoire.code)
    return render(request, "parcours/nouveau_lien.html", {"formulaire": formulaire})


@require_POST
@page("prescription.instruire")
def revoquer(request: HttpRequest, acteur: Acteur, pk: int) -> HttpResponse:
    actions.revoquer_lien(lien=lien_ou_404(acteur, pk), par=acteur)
    messages.success(request, "Le lien est révoqué : il n'ouvre plus rien.")
    return redirect("parcours:liens", acteur.territoire.code)


@page("prescription.instruire")
def recue(request: HttpRequest, acteur: Acteur, pk: int) -> HttpResponse:
    """What came by a link: joined to a likely record, recorded as new, or set aside."""
    vue = orientation_ou_404(acteur, pk)
    journal.consulter(vue, par=acteur, page="orientation reçue")
    fiches = fiches_probables(vue)
    ecart = request.POST if "raison" in request.POST else None
    formulaire = formes.FormulaireRattachement(None if ecart else saisie(request), fiches=fiches)
    ecarter = formes.FormulaireEcart(ecart)
    if ecart and soumettre(ecarter, actions.ecarter_orientation, orientation=vue, par=acteur):
        messages.success(request, "L'orientation est classée : qui l'a faite en lira la raison.")
        return redirect("parcours:liens", acteur.territoire.code)
    if not ecart and request.method == "POST" and (faite := _rattacher(formulaire, vue, acteur)):
        messages.success(request, f"{faite.personne} est orientée vers {faite.dispositif.nom}.")
        return redirect("parcours:prescription", acteur.territoire.code, faite.pk)
    contexte = {
        "orientation": vue,
        "formulaire": formulaire,
        "ecarter": ecarter,
        "criteres": criteres_dits(vue, acteur),
        "telephone": telephone_lisible(vue.telephone, acteur.territoire.region_telephone),
        "freins": [FREIN.libelle(theme) for theme in vue.freins],
    }
    return render(request, "parcours/orientation_recue.html", contexte)


def _rattacher(formulaire: formes.FormulaireRattachement, vue: OrientationRecue, acteur: Acteur) -> Any:
    """The prescription made; a refusal becomes an error of the form."""
    if not formulaire.is_valid():
        return None
    choisie = formulaire.cleaned_data["personne"]
    personne = fiche_probable_ou_404(vue, int(choisie)) if choisie.isdecimal() else None
    try:
        return actions.rattacher_orientation(orientation=vue, personne=personne, par=acteur)
    except RefusMetier as refus:
        formulaire.add_error(None, refus.message)
        return None


@publique
def orientation(request: HttpRequest, jeton: str) -> HttpResponse:
    """The page of a link: it orients one person, then tells what became of it; dead, it says nothing more."""
    if not consume(request, app="deplie", action="orientation", config=LIMITES, limit_get=True):
        return respond_429(request)
    lien = lien_ouvert(jeton, timezone.localdate())
    if lien is None:
        return _sans_trace(render(request, "parcours/lien_perime.html", status=410))
    faite = orientation_de(lien)
    if faite is not None:
        return _sans_trace(_issue(request, acteur_du_lien(lien), faite))
    return _sans_trace(_orienter(request, lien, jeton))


def _orienter(request: HttpRequest, lien: Any, jeton: str) -> HttpResponse:
    acteur = acteur_du_lien(lien)
    formulaire = formes.FormulaireParLien(saisie(request), acteur=acteur)

    def recevoir(**valeurs: Any) -> None:
        actions.recevoir_orientation(lien=lien, par=acteur, **formulaire.orientation())

    if request.method == "POST" and soumettre(formulaire, recevoir):
        return redirect("orientation", jeton)
    contexte = {
        "formulaire": formulaire,
        "lien": lien,
        "notice": reglage(lien.territoire, "notice_information"),
    }
    return render(request, "parcours/orienter_par_lien.html", contexte)


def _issue(request: HttpRequest, acteur: Acteur, faite: OrientationRecue) -> HttpResponse:
    """What became of it, and nothing of whom."""
    journal.consulter(faite, par=acteur, verbe="lire l'issue d'une orientation")
    prescription = faite.prescription
    contexte = {
        "orientation": faite,
        "territoire": faite.territoire,
        "jusqu_au": faite.le + SUIVI,
        "etat": ETATS[prescription.statut] if prescription else faite.get_statut_display(),
        "le": prescription.statut_le if prescription else faite.statut_le,
        # A derogation is the commission's business.
        "dit": prescription if prescription and prescription.statut != ADMIS else faite,
    }
    return render(request, "parcours/issue_du_lien.html", contexte)


def _sans_trace(reponse: HttpResponse) -> HttpResponse:
    """Nothing of the page stays in the browser, nor in a search engine."""
    patch_cache_control(reponse, private=True, no_store=True)
    reponse["X-Robots-Tag"] = "noindex, nofollow"
    return reponse
