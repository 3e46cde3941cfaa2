"""Pages of the bodies that decide together, and of who sits in them."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_POST

from deplie.acteurs.queries import Acteur
from deplie.acteurs.views import page
from deplie.instances import actions
from deplie.instances.forms.instance import (
    FormulaireInstance,
    FormulaireInstanceConnue,
    FormulaireMembre,
    FormulaireSuppleant,
)
from deplie.instances.queries.seance import instance_ou_404, instances_de, membre_ou_404, membres_de
from deplie.socle.brouillons import saisie
from deplie.socle.formulaires import soumettre


@page("seance.voir")
def instances(request: HttpRequest, acteur: Acteur) -> HttpResponse:
    contexte = {
        "instances": instances_de(acteur),
        "tenir": acteur.peut("seance.tenir"),
        "modeles": acteur.peut("reglage.modifier"),
    }
    return render(request, "instances/instances.html", contexte)


@page("seance.tenir")
def nouvelle(request: HttpRequest, acteur: Acteur) -> HttpResponse:
    formulaire = FormulaireInstance(saisie(request), acteur=acteur)
    if request.method == "POST" and soumettre(formulaire, actions.creer_instance, par=acteur):
        messages.success(request, f"{formulaire.cleaned_data['nom']} est enregistrée. Donnez-lui ses membres.")
        return redirect("instances:instances", acteur.territoire.code)
    contexte = {"formulaire": formulaire, "titre": "Nouvelle instance", "acte": "Enregistrer l'instance"}
    return render(request, "instances/formulaire.html", contexte)


@page("seance.tenir")
def instance(request: HttpRequest, acteur: Acteur, pk: int) -> HttpResponse:
    """What a body is, and who sits in it: two forms, one at a time."""
    vue = instance_ou_404(acteur, pk)
    membre = "debut" in request.POST
    reglee = FormulaireInstanceConnue(
        None if membre else saisie(request), acteur=acteur, initial=FormulaireInstanceConnue.initial_de(vue)
    )
    # Two forms on one page, and both ask for a name.
    siege = FormulaireMembre(request.POST if membre else None, acteur=acteur, auto_id="siege_%s")

    def modifier(**valeurs: Any) -> None:
        actions.modifier_instance(instance=vue, valeurs=valeurs, par=acteur)

    if request.method == "POST" and (
        soumettre(siege, actions.ajouter_membre, instance=vue, par=acteur) if membre else soumettre(reglee, modifier)
    ):
        messages.success(request, "Le siège est enregistré." if membre else "L'instance est enregistrée.")
        return redirect("instances:instance", acteur.territoire.code, vue.pk)
    contexte = {"instance": vue, "reglee": reglee, "siege": siege, "membres": membres_de(vue)}
    return render(request, "instances/instance.html", contexte | {"jour": timezone.localdate()})


@page("seance.tenir")
def suppleant(request: HttpRequest, acteur: Acteur, pk: int) -> HttpResponse:
    """Who replaces a member."""
    membre = membre_ou_404(acteur, pk)
    formulaire = FormulaireSuppleant(
        saisie(request), acteur=acteur, initial={nom: getattr(membre, nom) for nom in FormulaireSuppleant.base_fields}
    )
    if request.method == "POST" and soumettre(formulaire, actions.designer_suppleant, membre=membre, par=acteur):
        messages.success(request, "Le suppléant est enregistré : il reçoit les convocations du titulaire.")
        return redirect("instances:instance", acteur.territoire.code, membre.instance_id)
    contexte = {"formulaire": formulaire, "titre": f"Suppléant : {membre}", "acte": "Enregistrer le suppléant"}
    return render(request, "instances/formulaire.html", contexte)


@require_POST
@page("seance.tenir")
def retirer_membre(request: HttpRequest, acteur: Acteur, pk: int) -> HttpResponse:
    """The seat ends today."""
    membre = membre_ou_404(acteur, pk)
    actions.retirer_membre(membre=membre, fin=max(timezone.localdate(), membre.debut), par=acteur)
    messages.success(request, f"Le siège de {membre} prend fin.")
    return redirect("instances:instance", acteur.territoire.code, membre.instance_id)
