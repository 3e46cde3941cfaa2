"""Receiving somebody: look for them first, then join their record or open one."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render

from deplie.acteurs.queries import Acteur
from deplie.acteurs.views import page
from deplie.parcours.actions import admettre
from deplie.parcours.forms.entree import FormulaireAdmission, FormulaireInscription
from deplie.parcours.forms.personne import IDENTITE, FormulaireRecherche
from deplie.parcours.models import Participation
from deplie.parcours.queries.doublons import rejoignable_ou_404, ressemblances
from deplie.parcours.queries.perimetre import personnes_visibles_par
from deplie.personnes.actions import creer_personne
from deplie.personnes.models import Personne
from deplie.socle import journal
from deplie.socle.brouillons import saisie
from deplie.socle.erreurs import RefusMetier
from deplie.socle.formulaires import soumettre

CHERCHES = ("nom", "nom_usage", "prenom", "date_naissance", "telephone", "courriel")


@page("participation.modifier")
def accueillir(request: HttpRequest, acteur: Acteur) -> HttpResponse:
    """Whom one is about to receive, and who looks like them."""
    if request.GET.get("personne", "").isdecimal():
        return redirect("parcours:admettre", acteur.territoire.code, request.GET["personne"])
    formulaire = FormulaireRecherche(request.GET if "nom" in request.GET else None)
    trouvees = None
    if formulaire.is_valid():
        trouvees = ressemblances(acteur.territoire, **formulaire.cleaned_data)
        journal.consulter(acteur.territoire, par=acteur, verbe="chercher avant d'inscrire", trouvees=len(trouvees))
        if not trouvees:
            return redirect(f"../inscrire/?{request.GET.urlencode()}")
    visibles = set(personnes_visibles_par(acteur).filter(pk__in=[r.personne.pk for r in trouvees or []]))
    contexte = {"formulaire": formulaire, "ressemblances": trouvees, "visibles": visibles}
    return render(request, "parcours/accueillir.html", contexte | {"cherche": request.GET.urlencode()})


@page("participation.modifier")
def inscrire(request: HttpRequest, acteur: Acteur) -> HttpResponse:
    """Record somebody whom nobody knows, and admit them."""
    formulaire = FormulaireInscription(saisie(request), acteur=acteur, initial=request.GET.dict())
    trouvees = []
    if request.method == "POST" and formulaire.is_valid():
        cherches = {champ: formulaire.cleaned_data[champ] for champ in CHERCHES}
        if not formulaire.cleaned_data["confirme"]:
            trouvees = ressemblances(acteur.territoire, **cherches)
        if trouvees:
            formulaire.data = request.POST.copy()
            formulaire.data["confirme"] = "on"
        elif participation := _inscrire(formulaire, acteur):
            messages.success(request, f"{participation.personne} est inscrite et admise.")
            return redirect("parcours:personne", acteur.territoire.code, participation.personne.pk)
    contexte = {"formulaire": formulaire, "titre": "Inscrire une personne", "ressemblances": trouvees}
    return render(request, "parcours/inscrire.html", contexte)


@page("participation.modifier")
def admettre_connue(request: HttpRequest, acteur: Acteur, pk: int) -> HttpResponse:
    """Admit somebody who is known, in another scheme or again."""
    cherche = FormulaireRecherche(request.GET)
    personne = rejoignable_ou_404(acteur, pk, cherche.cleaned_data if cherche.is_valid() else {})
    formulaire = FormulaireAdmission(saisie(request), acteur=acteur)

    def decider(**valeurs: Any) -> Participation:
        return admettre(personne=personne, par=acteur, **FormulaireAdmission.admission(valeurs))

    if request.method == "POST" and soumettre(formulaire, decider):
        messages.success(request, f"L'admission de {personne} est enregistrée.")
        return redirect("parcours:personne", acteur.territoire.code, personne.pk)
    contexte = {"formulaire": formulaire, "titre": f"Admettre {personne}", "personne": personne}
    return render(request, "parcours/inscrire.html", contexte)


def _inscrire(formulaire: FormulaireInscription, acteur: Acteur) -> Participation | None:
    """Both decisions or neither; a refusal becomes an error of the form."""
    valeurs = dict(formulaire.cleaned_data)
    valeurs.pop("confirme")
    identite = {champ: valeurs.pop(champ) for champ in IDENTITE}
    try:
        with transaction.atomic():
            personne: Personne = creer_personne(par=acteur, identite=identite)
            return admettre(personne=personne, par=acteur, **FormulaireAdmission.admission(valeurs))
    except RefusMetier as refus:
        formulaire.add_error(None, refus.message)
        return None
