"""Writing a layout: a new one, its file, its columns one by one."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_POST

from deplie.acteurs.queries import Acteur
from deplie.acteurs.views import page
from deplie.fse import actions
from deplie.fse.forms.correspondance import (
    EXEMPLE,
    VIDE,
    FormulaireAjout,
    FormulaireColonne,
    FormulaireForme,
    FormulaireNouvelle,
)
from deplie.fse.models import CorrespondanceFSE
from deplie.fse.queries.export import correspondance_ou_404, correspondances
from deplie.fse.rules.correspondance import Correspondance, de_donnees, intitule, usuelle
from deplie.fse.rules.exemple import exemple
from deplie.socle.brouillons import saisie
from deplie.socle.editions import Edition, version_de
from deplie.socle.erreurs import RefusMetier
from deplie.socle.formulaires import soumettre


@page("fse.exporter")
def nouvelle_correspondance(request: HttpRequest, acteur: Acteur) -> HttpResponse:
    """A layout more: from the example, from another."""
    existantes = list(correspondances(acteur))
    initial = {"depart": request.GET.get("depart", EXEMPLE)}
    formulaire = FormulaireNouvelle(saisie(request), existantes=existantes, initial=initial)
    creees: list[CorrespondanceFSE] = []

    def decider(nom: str, depart: str) -> None:
        creees.append(actions.creer_correspondance(nom=nom, correspondance=_depart(depart, existantes), par=acteur))

    if request.method == "POST" and soumettre(formulaire, decider):
        messages.success(request, "La correspondance est créée. Réglez ses colonnes d'après le fichier du service.")
        return redirect("fse:correspondance", acteur.territoire.code, creees[0].pk)
    titre = "Nouvelle correspondance"
    return render(request, "fse/saisie.html", {"formulaire": formulaire, "titre": titre, "acte": "Créer"})


def _depart(depart: str, existantes: list[CorrespondanceFSE]) -> Correspondance:
    if depart == VIDE:
        return usuelle("", ["nom", "prenom"])
    return next((de_donnees(une.donnees) for une in existantes if str(une.pk) == depart), exemple())


@page("fse.exporter")
def regler_forme(request: HttpRequest, acteur: Acteur, pk: int) -> HttpResponse:
    """The name of a layout, and what its file is made of."""
    modele = correspondance_ou_404(acteur, pk)
    forme = de_donnees(modele.donnees).forme
    initial = {"nom": modele.nom} | {nom: getattr(forme, nom) for nom in ("genre", "separateur", "encodage", "bom")}
    formulaire = FormulaireForme(saisie(request), initial=initial)

    def decider(**_: Any) -> None:
        nom, voulue = formulaire.ranger()
        actions.regler_forme(modele=modele, nom=nom, forme=voulue, par=acteur)

    if request.method == "POST" and soumettre(formulaire, decider):
        messages.success(request, "Le fichier est réglé.")
        return redirect("fse:correspondance", acteur.territoire.code, modele.pk)
    return _page(request, modele, formulaire, "Nom et fichier")


@page("fse.exporter")
def colonne(request: HttpRequest, acteur: Acteur, pk: int, rang: int) -> HttpResponse:
    """A column of a layout."""
    modele = correspondance_ou_404(acteur, pk)
    colonnes = de_donnees(modele.donnees).colonnes
    if rang >= len(colonnes):  # taken out meanwhile
        return _colonnes(acteur, modele)
    ici = colonnes[rang]
    formulaire = FormulaireColonne(
        saisie(request), colonne=ici, rang=rang, nombre=len(colonnes), version=version_de(modele)
    )

    def decider(valeurs: dict[str, Any], edition: Edition) -> None:
        actions.regler_colonne(modele=modele, par=acteur, edition=edition, **formulaire.ranger(valeurs))

    if request.method == "POST" and formulaire.soumettre(decider):
        messages.success(request, "La colonne est réglée.")
        return _colonnes(acteur, modele)
    phrase = f"Elle porte : {intitule(ici.champ)}." if ici.champ else "Elle porte la même valeur sur chaque ligne."
    return _page(request, modele, formulaire, f"Colonne « {ici.entete} »", phrase)


@require_POST
@page("fse.exporter")
def ajouter_colonne(request: HttpRequest, acteur: Acteur, pk: int) -> HttpResponse:
    """A column more, then its page."""
    modele = correspondance_ou_404(acteur, pk)
    formulaire = FormulaireAjout(request.POST, correspondance=de_donnees(modele.donnees))
    if not formulaire.is_valid():
        messages.error(request, "Choisissez un champ de la liste.")
        return _colonnes(acteur, modele)
    try:
        rang = actions.ajouter_colonne(modele=modele, champ=formulaire.cleaned_data["champ"], par=acteur)
    except RefusMetier as refus:
        messages.error(request, refus.message)
        return _colonnes(acteur, modele)
    return redirect("fse:colonne", acteur.territoire.code, modele.pk, rang)


@require_POST
@page("fse.exporter")
def deplacer_colonne(request: HttpRequest, acteur: Acteur, pk: int, rang: int) -> HttpResponse:
    """A column goes elsewhere, or out (« vers » empty)."""
    modele = correspondance_ou_404(acteur, pk)
    entete, vers = request.POST.get("entete", ""), request.POST.get("vers", "")
    try:
        if vers.isdecimal():
            actions.deplacer_colonne(modele=modele, rang=rang, entete=entete, vers=int(vers), par=acteur)
        else:
            actions.retirer_colonne(modele=modele, rang=rang, entete=entete, par=acteur)
            messages.success(request, f"La colonne « {entete} » est retirée.")
    except RefusMetier as refus:
        messages.error(request, refus.message)
    return _colonnes(acteur, modele)


@require_POST
@page("fse.exporter")
def retirer_correspondance(request: HttpRequest, acteur: Acteur, pk: int) -> HttpResponse:
    """A layout that serves no more."""
    actions.retirer_correspondance(modele=correspondance_ou_404(acteur, pk), par=acteur)
    messages.success(request, "La correspondance est retirée ; ses versions restent.")
    return redirect("fse:exports", acteur.territoire.code)


def _colonnes(acteur: Acteur, modele: CorrespondanceFSE) -> HttpResponse:
    reponse = redirect("fse:correspondance", acteur.territoire.code, modele.pk)
    reponse["Location"] += "#colonnes"
    return reponse


def _page(
    request: HttpRequest, modele: CorrespondanceFSE, formulaire: Any, titre: str, phrase: str = ""
) -> HttpResponse:
    contexte = {"formulaire": formulaire, "titre": titre, "phrase": phrase, "acte": "Enregistrer", "modele": modele}
    return render(request, "fse/saisie.html", contexte)
