"""The frame of a territory: protocoles, avenants, targets. It names indicators, so it stands here."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone

from deplie.acteurs.queries import Acteur
from deplie.acteurs.views import page
from deplie.cadre import actions
from deplie.cadre.forms import FormulaireAvenant, FormulaireObjectif, FormulaireProtocole
from deplie.cadre.queries.page import cadre_de, protocole_ou_404
from deplie.pilotage.catalogue import CATALOGUE
from deplie.socle.brouillons import saisie
from deplie.socle.formulaires import soumettre
from deplie.territoires.rules import MOTIF_SORTIE
from deplie.territoires.rules.sorties import DENOMINATEUR


@page("cadre.voir")
def cadre(request: HttpRequest, acteur: Acteur) -> HttpResponse:
    contexte = {
        "dispositifs": cadre_de(acteur.territoire, timezone.localdate()),
        "modifier": acteur.peut("cadre.modifier"),
        "indicateurs": {code: indicateur.libelle for code, indicateur in CATALOGUE.items()},
        "motifs": {code.code: code.libelle for code in MOTIF_SORTIE},
        "denominateurs": {code.code: code.libelle for code in DENOMINATEUR},
    }
    return render(request, "pilotage/cadre.html", contexte)


@page("cadre.modifier")
def fixer_objectif(request: HttpRequest, acteur: Acteur) -> HttpResponse:
    indicateurs = [(code, indicateur.libelle) for code, indicateur in CATALOGUE.items()]
    formulaire = FormulaireObjectif(saisie(request), territoire=acteur.territoire, indicateurs=indicateurs)
    if request.method == "POST" and soumettre(formulaire, actions.fixer_objectif, par=acteur):
        messages.success(request, "L'objectif est fixé.")
        return redirect("pilotage:cadre", acteur.territoire.code)
    contexte = {"formulaire": formulaire, "titre": "Fixer un objectif", "acte": "Fixer l'objectif"}
    return render(request, "pilotage/engagement.html", contexte)


@page("cadre.modifier")
def creer_protocole(request: HttpRequest, acteur: Acteur) -> HttpResponse:
    formulaire = FormulaireProtocole(saisie(request), territoire=acteur.territoire)
    if request.method == "POST" and soumettre(formulaire, actions.creer_protocole, par=acteur):
        messages.success(request, "Le protocole est enregistré.")
        return redirect("pilotage:cadre", acteur.territoire.code)
    contexte = {"formulaire": formulaire, "titre": "Enregistrer un protocole", "acte": "Enregistrer le protocole"}
    return render(request, "pilotage/engagement.html", contexte)


@page("cadre.modifier")
def ajouter_avenant(request: HttpRequest, acteur: Acteur, pk: int) -> HttpResponse:
    protocole = protocole_ou_404(acteur.territoire, pk)
    formulaire = FormulaireAvenant(saisie(request))
    if request.method == "POST" and soumettre(formulaire, actions.ajouter_avenant, protocole=protocole, par=acteur):
        messages.success(request, "L'avenant est enregistré.")
        return redirect("pilotage:cadre", acteur.territoire.code)
    contexte = {"formulaire": formulaire, "titre": f"Avenant à « {protocole.nom} »", "acte": "Enregistrer l'avenant"}
    return render(request, "pilotage/engagement.html", contexte)
