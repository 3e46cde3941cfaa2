"""Letters: to one person, to a list, and the models they are made of."""

from __future__ import annotations

from functools import partial

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_POST

from deplie.acteurs.queries import Acteur
from deplie.acteurs.views import page
from deplie.parcours import actions
from deplie.parcours.exports.courrier import courrier as ecrire
from deplie.parcours.exports.courrier import courriers as ecrire_a_tous
from deplie.parcours.forms.courrier import FormulaireCourrier, FormulaireModele
from deplie.parcours.forms.liste import FormulaireListe
from deplie.parcours.queries import courrier as lus
from deplie.parcours.queries.liste import Liste
from deplie.parcours.queries.perimetre import personne_ou_404
from deplie.parcours.rules.courrier import A_LA_FOIS, CHAMPS, D_OFFICE, refus_de_nombre
from deplie.socle import gabarits, journal
from deplie.socle.documents.modele import envoi_de, joindre, repondre
from deplie.socle.erreurs import RefusMetier
from deplie.socle.formulaires import soumettre


@page("courrier.ecrire")
def courrier(request: HttpRequest, acteur: Acteur, pk: int) -> HttpResponse:
    """A letter or an attestation, from the page of a person."""
    personne = personne_ou_404(acteur, pk)
    participation = lus.participation_du_courrier(acteur, personne)
    formulaire = FormulaireCourrier(request.POST if request.method == "POST" else None, acteur=acteur)
    if formulaire.is_valid():
        modele, message = formulaire.cleaned_data["modele"], formulaire.cleaned_data["message"]
        try:
            octets = ecrire(lus.octets_du_modele(acteur, modele), participation, message)
        except RefusMetier as refus:
            formulaire.add_error("modele", refus.message)
        else:
            journal.exporter("écrire un courrier", par=acteur, objet=personne, modele=modele)
            return joindre(octets, f"courrier-{personne.pk}")
    journal.consulter(personne, par=acteur, page="courrier")
    contexte = {"formulaire": formulaire, "personne": personne, "modeles": acteur.peut("reglage.modifier")}
    return render(request, "parcours/courrier.html", contexte)


@page("courrier.ecrire")
def courriers(request: HttpRequest, acteur: Acteur) -> HttpResponse:
    """The same letter to everybody on the list, as it is filtered."""
    filtres = FormulaireListe(request.GET, acteur=acteur)
    liste = Liste(acteur, filtres.filtre, filtres.bornes)
    refus = refus_de_nombre(liste.nombre)
    formulaire = FormulaireCourrier(request.POST if request.method == "POST" else None, acteur=acteur)
    if not refus and formulaire.is_valid():
        try:
            if liste.nombre > A_LA_FOIS:
                return _de_fond(acteur, liste, **formulaire.cleaned_data)
            return _a_tous(acteur, liste, **formulaire.cleaned_data)
        except RefusMetier as faute:
            formulaire.add_error("modele", faute.message)
    contexte = {"formulaire": formulaire, "nombre": liste.nombre, "refus": refus, "retenus": filtres.retenus}
    contexte |= {"parametres": request.GET.urlencode(), "de_fond": liste.nombre > A_LA_FOIS}
    return render(request, "parcours/courriers.html", contexte | {"archives": lus.archives_de(acteur).exists()})


def _a_tous(acteur: Acteur, liste: Liste, *, modele: str, message: str) -> HttpResponse:
    octets = lus.octets_du_modele(acteur, modele)
    pks = [participation.pk for lot in liste.toutes() for participation in lot]
    contenu = ecrire_a_tous(octets, lus.participations_du_courrier(pks), message)
    journal.exporter("écrire des courriers", par=acteur, lignes=len(pks), modele=modele)
    return joindre(contenu, f"courriers-{acteur.territoire.code}-{timezone.localdate():%Y-%m-%d}", "zip")


def _de_fond(acteur: Acteur, liste: Liste, *, modele: str, message: str) -> HttpResponse:
    """Too many to wait for: the first is tried now, so that a fault of the model is said on the form."""
    pks = [participation.pk for lot in liste.toutes() for participation in lot]
    ecrire_a_tous(lus.octets_du_modele(acteur, modele), lus.participations_du_courrier(pks[:1]), message)
    demandee = actions.demander_courriers(objets=pks, modele=modele, message=message, par=acteur)
    return redirect("parcours:archive_courriers", acteur.territoire.code, demandee.pk)


@page("reglage.modifier")
def modeles(request: HttpRequest, acteur: Acteur) -> HttpResponse:
    """The models of the territory, and those that are shipped, to start from."""
    formulaire = FormulaireModele(*envoi_de(request), acteur=acteur)
    if request.method == "POST" and soumettre(formulaire, actions.deposer_modele, par=acteur):
        messages.success(request, "Le modèle est déposé : il se propose sur la page des personnes.")
        return redirect(*_page(acteur))
    contexte = {"formulaire": formulaire, "siens": lus.modeles_de(acteur.territoire), "fournis": D_OFFICE.items()}
    contexte["tables"] = [("courrier", "", gabarits.lignes(CHAMPS))]
    return render(request, "parcours/modeles_courrier.html", contexte)


@page("reglage.modifier")
def modele(request: HttpRequest, acteur: Acteur, modele: str) -> HttpResponse:
    """The Word file of a model, to edit it."""
    return repondre(request, lambda: joindre(lus.octets_du_modele(acteur, modele), f"modele-{modele}"), *_page(acteur))


@require_POST
@page("reglage.modifier")
def retirer_modele(request: HttpRequest, acteur: Acteur, pk: int) -> HttpResponse:
    trouve = lus.modele_ou_404(acteur, pk)
    retirer = partial(actions.retirer_modele, modele=trouve, par=acteur)
    return repondre(request, retirer, *_page(acteur), dit="Le modèle est retiré.")


def _page(acteur: Acteur) -> tuple[str, str]:
    return "parcours:modeles_courrier", acteur.territoire.code
