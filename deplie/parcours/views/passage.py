"""The desk: a visit noted in a moment, corrected the same day; what the desks do, without a name."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_POST

from deplie.acteurs.queries import Acteur
from deplie.acteurs.views import page
from deplie.offre.queries import lieu_ou_404
from deplie.offre.queries import visibles_par as lieux_de
from deplie.parcours import actions
from deplie.parcours.forms.passage import FormulaireCorrection, FormulairePassage
from deplie.parcours.queries import passage as lus
from deplie.parcours.queries.entretien import numero
from deplie.parcours.queries.perimetre import personne_ou_404
from deplie.parcours.rules.passage import MOTIFS
from deplie.socle import journal
from deplie.socle.erreurs import RefusMetier
from deplie.socle.tableaux import ecrire_csv

ANNEES = range(2000, 2100)


@page("passage.noter")
def noter(request: HttpRequest, acteur: Acteur) -> HttpResponse:
    """One screen: the motive is the button. A name typed shows who it may be, and one button each."""
    formulaire = FormulairePassage(request.POST or None, acteur=acteur, initial={"lieu": lus.lieu_habituel(acteur)})
    proposees = None
    if request.method == "POST" and formulaire.is_valid():
        texte, choisie = formulaire.cleaned_data["q"].strip(), request.POST.get("personne")
        if texte and choisie is None:
            proposees = lus.reconnues(acteur, texte)
            journal.consulter(acteur.territoire, par=acteur, verbe="chercher au guichet", lignes=len(proposees))
        elif _noter(request, acteur, formulaire, numero(choisie)):
            return redirect("parcours:noter_passage", acteur.territoire.code)
    contexte = {
        "formulaire": formulaire,
        "proposees": proposees,
        "motifs": MOTIFS.items(),
        "passages": lus.du_jour(acteur, timezone.localdate()),
        "voir": acteur.peut("passage.voir"),
    }
    return render(request, "parcours/noter_passage.html", contexte)


def _noter(request: HttpRequest, acteur: Acteur, formulaire: FormulairePassage, pk: int | None) -> bool:
    personne = personne_ou_404(acteur, pk) if pk is not None else None
    lues = formulaire.cleaned_data
    maintenant = timezone.localtime()
    heure = None if lues["le"] else maintenant.time().replace(second=0, microsecond=0)
    try:
        fait = actions.noter_passage(
            lieu=lues["lieu"],
            le=lues["le"] or maintenant.date(),
            personne=personne,
            valeurs=formulaire.valeurs() | {"heure": heure},
            par=acteur,
        )
    except RefusMetier as refus:
        formulaire.add_error(None, refus.message)
        return False
    qui = f"{personne}, " if personne else "1 personne, " if fait.nombre == 1 else f"{fait.nombre} personnes, "
    messages.success(request, f"Noté : {qui}{fait.get_motif_display()}.")
    return True


@page("passage.noter")
def passage(request: HttpRequest, acteur: Acteur, pk: int) -> HttpResponse:
    """A line of one's own, to correct."""
    trouve = lus.passage_ou_404(acteur, pk)
    formulaire = FormulaireCorrection(request.POST or None, acteur=acteur, passage=trouve)
    if request.method == "POST" and formulaire.is_valid():
        lieu = formulaire.cleaned_data["lieu"]
        try:
            actions.corriger_passage(passage=trouve, lieu=lieu, valeurs=formulaire.valeurs(), par=acteur)
        except RefusMetier as refus:
            formulaire.add_error(None, refus.message)
        else:
            messages.success(request, "Le passage est corrigé.")
            return redirect("parcours:noter_passage", acteur.territoire.code)
    return render(request, "parcours/passage.html", {"formulaire": formulaire, "passage": trouve})


@require_POST
@page("passage.noter")
def retirer(request: HttpRequest, acteur: Acteur, pk: int) -> HttpResponse:
    try:
        actions.retirer_passage(passage=lus.passage_ou_404(acteur, pk), par=acteur)
    except RefusMetier as refus:
        messages.error(request, refus.message)
    else:
        messages.success(request, "Le passage est retiré.")
    return redirect("parcours:noter_passage", acteur.territoire.code)


@page("passage.voir")
def passages(request: HttpRequest, acteur: Acteur) -> HttpResponse:
    """What the desks do, by month, place and motive."""
    choix = _choix(request, acteur)
    contexte = choix | {
        "activite": lus.activite(acteur, choix["annee"], choix["lieu"]),
        "annees": sorted({*lus.annees(acteur), choix["annee"]}, reverse=True),
        "lieux": list(lieux_de(acteur)),
        "motifs": list(MOTIFS.values()),
        "noter": acteur.peut("passage.noter"),
    }
    return render(request, "parcours/passages.html", contexte)


@page("passage.voir")
def exporter(request: HttpRequest, acteur: Acteur) -> HttpResponse:
    choix = _choix(request, acteur)
    lignes = lus.lignes_d_activite(acteur, choix["annee"], choix["lieu"])
    journal.exporter("exporter les passages", par=acteur, lignes=len(lignes), annee=choix["annee"])
    entetes = ("Lieu", "Mois", "Motif", "Passages", "Personnes")
    ecrites = [(lieu, mois, MOTIFS[motif], fois, personnes) for lieu, mois, motif, fois, personnes in lignes]
    reponse = HttpResponse(ecrire_csv(entetes, ecrites), content_type="text/csv; charset=utf-8")
    reponse["Content-Disposition"] = f'attachment; filename="passages-{choix["annee"]}.csv"'
    return reponse


def _choix(request: HttpRequest, acteur: Acteur) -> dict[str, Any]:
    """The year and the place that the address asks for; this year and every place otherwise."""
    annee = numero(request.GET.get("annee")) or 0
    pk = numero(request.GET.get("lieu"))
    return {
        "annee": annee if annee in ANNEES else timezone.localdate().year,
        "lieu": lieu_ou_404(acteur, pk) if pk is not None else None,
    }
