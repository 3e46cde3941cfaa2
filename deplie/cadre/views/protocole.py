"""A protocole: its parties, its avenants, the targets it fixes, its definition of a positive exit."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.forms import Form
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_POST

from deplie.acteurs.queries import Acteur
from deplie.acteurs.views import page
from deplie.cadre import actions
from deplie.cadre.forms import protocole as formes
from deplie.cadre.queries.indicateurs import libelles
from deplie.cadre.queries.page import (
    avenant_ou_404,
    engagement,
    objectifs_du_protocole,
    partie_ou_404,
    protocole_ou_404,
    tableau,
)
from deplie.cadre.queries.protocole import definition_du_protocole
from deplie.cadre.views._commun import Retour, enregistrer, jour_lu, retour
from deplie.socle import emplacements
from deplie.socle.brouillons import saisie
from deplie.socle.formulaires import soumettre
from deplie.territoires.rules import MOTIF_SORTIE
from deplie.territoires.rules.sorties import DENOMINATEUR


@page("cadre.voir")
def protocole(request: HttpRequest, acteur: Acteur, pk: int) -> HttpResponse:
    lu = protocole_ou_404(acteur.territoire, pk)
    jour, illisible = jour_lu(request)
    vu = engagement(lu, jour)
    objectifs = objectifs_du_protocole(lu, vu.dernier_jour)
    definition = definition_du_protocole(lu, jour)
    contexte = {
        "engagement": vu,
        "protocole": lu,
        "jour": jour,
        "illisible": illisible,
        "objectifs": objectifs,
        "tableau": tableau(objectifs, jour),
        "modifier": acteur.peut("cadre.modifier"),
        "indicateurs": libelles(),
        "definition": definition,
        "positifs": [code.code for code in MOTIF_SORTIE if code.code in definition.motifs],
        "redefinie": definition.nom != lu.nom,
        "motifs": {code.code: code.libelle for code in MOTIF_SORTIE},
        "denominateurs": {code.code: code.libelle for code in DENOMINATEUR},
        "panneaux": emplacements.lire("protocole", acteur, lu),
    }
    return render(request, "cadre/protocole.html", contexte)


@page("cadre.modifier")
def creer_protocole(request: HttpRequest, acteur: Acteur) -> HttpResponse:
    formulaire = formes.FormulaireProtocole(saisie(request), territoire=acteur.territoire)
    faits: list[Any] = []

    def creer(**valeurs: Any) -> None:
        faits.append(actions.creer_protocole(**valeurs))

    if request.method == "POST" and soumettre(formulaire, creer, par=acteur):
        return retour(request, acteur, "Le protocole est enregistré.", ("cadre:protocole", (faits[0].pk,)))
    contexte = {"formulaire": formulaire, "titre": "Enregistrer un protocole", "acte": "Enregistrer le protocole"}
    return render(request, "cadre/formulaire.html", contexte | {"phrase": ""})


@page("cadre.modifier")
def modifier_protocole(request: HttpRequest, acteur: Acteur, pk: int) -> HttpResponse:
    lu = protocole_ou_404(acteur.territoire, pk)
    initial = formes.FormulaireModifierProtocole.initial_de(lu)
    formulaire = formes.FormulaireModifierProtocole(saisie(request), initial=initial)
    if request.method == "POST" and formulaire.soumettre(
        lambda valeurs, edition: actions.modifier_protocole(protocole=lu, valeurs=valeurs, par=acteur, edition=edition)
    ):
        return retour(request, acteur, "Le protocole est modifié.", _vers(pk))
    contexte = {
        "formulaire": formulaire,
        "titre": "Corriger le protocole",
        "acte": "Enregistrer",
        "phrase": "Pour corriger une erreur de saisie. Ce qui change avec le temps est un avenant.",
    }
    return render(request, "cadre/formulaire.html", contexte)


@page("cadre.modifier")
def ajouter_avenant(request: HttpRequest, acteur: Acteur, pk: int) -> HttpResponse:
    lu = protocole_ou_404(acteur.territoire, pk)
    return enregistrer(
        request,
        acteur,
        formes.FormulaireAvenant(saisie(request)),
        actions.ajouter_avenant,
        titre=f"Avenant à « {lu.nom} »",
        acte="Enregistrer l'avenant",
        fait="L'avenant est enregistré.",
        vers=_vers(pk),
        fixes={"protocole": lu},
    )


@page("cadre.modifier")
def signer_avenant(request: HttpRequest, acteur: Acteur, pk: int) -> HttpResponse:
    lu = avenant_ou_404(acteur.territoire, pk)
    return enregistrer(
        request,
        acteur,
        formes.FormulaireSignatureAvenant(saisie(request), initial={"signe_le": lu.signe_le}),
        actions.signer_avenant,
        titre=f"Signature de l'avenant n° {lu.numero}",
        acte="Enregistrer la signature",
        fait="La signature est enregistrée.",
        vers=_vers(lu.protocole_id),
        fixes={"avenant": lu},
    )


@page("cadre.modifier")
def ajouter_partie(request: HttpRequest, acteur: Acteur, pk: int) -> HttpResponse:
    lu = protocole_ou_404(acteur.territoire, pk)
    return enregistrer(
        request,
        acteur,
        formes.FormulairePartie(saisie(request), territoire=acteur.territoire),
        actions.ajouter_partie,
        titre=f"Partie à « {lu.nom} »",
        acte="Ajouter la partie",
        fait="La partie est ajoutée.",
        vers=_vers(pk),
        fixes={"protocole": lu},
    )


@page("cadre.modifier")
def modifier_partie(request: HttpRequest, acteur: Acteur, pk: int) -> HttpResponse:
    lue = partie_ou_404(acteur.territoire, pk)
    return enregistrer(
        request,
        acteur,
        formes.FormulaireSignature(saisie(request), initial=formes.FormulaireSignature.initial_de(lue)),
        actions.modifier_partie,
        titre=f"{lue.organisation}, partie au protocole",
        acte="Enregistrer",
        fait="La partie est modifiée.",
        vers=_vers(lue.protocole_id),
        fixes={"partie": lue},
    )


@require_POST
@page("cadre.modifier")
def retirer_partie(request: HttpRequest, acteur: Acteur, pk: int) -> HttpResponse:
    lue = partie_ou_404(acteur.territoire, pk)
    vers = _vers(lue.protocole_id)
    formulaire = Form({})
    if soumettre(formulaire, actions.retirer_partie, partie=lue, par=acteur):
        return retour(request, acteur, "La partie est retirée.", vers)
    messages.error(request, " ".join(formulaire.non_field_errors()))
    return redirect(vers[0], acteur.territoire.code, *vers[1])


def _vers(pk: int) -> Retour:
    return ("cadre:protocole", (pk,))
