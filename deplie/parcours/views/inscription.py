"""Registrations: from a workshop or from a person, withdrawn, attendance told, the sheet to sign."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_POST

from deplie.acteurs.queries import Acteur
from deplie.acteurs.views import page
from deplie.parcours import actions
from deplie.parcours.exports import feuille_d_emargement
from deplie.parcours.forms.atelier import GrillePresences
from deplie.parcours.queries import atelier as lus
from deplie.parcours.queries.entretien import numero
from deplie.parcours.queries.perimetre import personne_ou_404
from deplie.parcours.rules.atelier import EN_ATTENTE
from deplie.parcours.views.atelier import dire_les_places
from deplie.socle import journal
from deplie.socle.brouillons import saisie
from deplie.socle.documents import TYPE_PDF
from deplie.socle.erreurs import RefusMetier


@page("atelier.inscrire")
def inscrire(request: HttpRequest, acteur: Acteur, pk: int) -> HttpResponse:
    """Choose people for a session, among those whom the reader may see."""
    seance = lus.seance_ou_404(acteur, pk)
    texte = request.GET.get("q", "").strip()
    proposees = lus.candidates(acteur, seance, texte)
    if request.method == "POST":
        choisies = [personne_ou_404(acteur, n) for n in _numeros(request, "personne")]
        if not choisies:
            messages.error(request, "Choisissez au moins une personne.")
        elif _inscrire(request, acteur, [seance], choisies):
            return redirect("parcours:atelier", acteur.territoire.code, seance.atelier.pk)
    if proposees:
        journal.consulter(seance, par=acteur, verbe="chercher qui inscrire", lignes=len(proposees))
    contexte = {"seance": seance, "q": texte, "proposees": proposees, "limite": len(proposees) == lus.PROPOSEES}
    return render(request, "parcours/inscrire_atelier.html", contexte)


@page("atelier.inscrire")
def inscrire_personne(request: HttpRequest, acteur: Acteur, pk: int) -> HttpResponse:
    """Choose sessions for a person."""
    personne = personne_ou_404(acteur, pk)
    journal.consulter(personne, par=acteur, page="ateliers")
    if request.method == "POST":
        choisies = [lus.seance_ou_404(acteur, n) for n in _numeros(request, "seance")]
        if not choisies:
            messages.error(request, "Choisissez au moins une séance.")
        elif _inscrire(request, acteur, choisies, [personne]):
            return redirect("parcours:personne", acteur.territoire.code, personne.pk)
    deja = {i.seance_id for i in lus.ateliers_de(acteur, personne).inscriptions}
    contexte = {"personne": personne, "seances": lus.ouvertes(acteur), "deja": deja}
    return render(request, "parcours/inscrire_personne.html", contexte)


def _inscrire(request: HttpRequest, acteur: Acteur, seances: list[Any], personnes: list[Any]) -> bool:
    try:
        faites = actions.inscrire_a_l_atelier(seances=seances, personnes=personnes, par=acteur)
    except RefusMetier as refus:
        messages.error(request, refus.message)
        return False
    attente = sum(inscription.statut == EN_ATTENTE for inscription in faites)
    if placees := len(faites) - attente:
        messages.success(
            request, f"{placees} inscription{'s' if placees > 1 else ''} enregistrée{'s' * (placees > 1)}."
        )
    if attente:
        messages.info(request, f"C'est complet : {attente} en liste d'attente.")
    if not faites:
        messages.info(request, "Rien à ajouter : ces inscriptions existent déjà.")
    return True


@require_POST
@page("atelier.inscrire")
def desinscrire(request: HttpRequest, acteur: Acteur, pk: int) -> HttpResponse:
    inscription = lus.inscription_ou_404(acteur, pk)
    try:
        promues = actions.desinscrire_de_l_atelier(inscription=inscription, par=acteur)
    except RefusMetier as refus:
        messages.error(request, refus.message)
    else:
        messages.success(request, f"{inscription.personne} n'est plus inscrite à cette séance.")
        dire_les_places(request, promues)
    adresse = redirect("parcours:atelier", acteur.territoire.code, inscription.seance.atelier.pk)
    adresse["Location"] += f"?seance={inscription.seance.pk}"
    return adresse


@page("atelier.presence")
def presences(request: HttpRequest, acteur: Acteur, pk: int) -> HttpResponse:
    """The whole group in one screen; what is right is kept, what is not is said on its line."""
    seance = lus.seance_ou_404(acteur, pk)
    inscriptions = list(lus.relevables_par(acteur, seance))
    grille = GrillePresences(saisie(request), inscriptions=inscriptions)
    if request.method == "POST" and _relever(request, acteur, seance, grille):
        return redirect("parcours:atelier", acteur.territoire.code, seance.atelier.pk)
    if inscriptions:
        journal.consulter(seance, par=acteur, verbe="ouvrir la grille de présence", lignes=len(inscriptions))
    passee = timezone.localtime(seance.debut).date() <= timezone.localdate()
    contexte = {"seance": seance, "grille": grille, "formulaire": grille, "passee": passee}
    return render(request, "parcours/presences.html", contexte)


def _relever(request: HttpRequest, acteur: Acteur, seance: Any, grille: GrillePresences) -> bool:
    retenues = grille.presences()
    try:
        actions.relever_presences(seance=seance, presences=retenues, par=acteur)
    except RefusMetier as refus:
        grille.add_error(None, refus.message)
        return False
    if grille.errors:
        messages.info(request, f"{len(retenues)} lignes sont enregistrées ; les autres sont à corriger ci-dessous.")
        return False
    messages.success(request, "Les présences sont relevées.")
    return True


@page("atelier.presence")
def emargement(request: HttpRequest, acteur: Acteur, pk: int) -> HttpResponse:
    """The sheet that people sign: their names leave the house on paper."""
    seance = lus.seance_ou_404(acteur, pk)
    attendues = [i for i in lus.relevables_par(acteur, seance) if i.statut != EN_ATTENTE]
    journal.exporter("tirer une feuille d'émargement", par=acteur, objet=seance, lignes=len(attendues))
    reponse = HttpResponse(feuille_d_emargement(seance, attendues), content_type=TYPE_PDF)
    reponse["Content-Disposition"] = f'attachment; filename="emargement-{seance.pk}.pdf"'
    return reponse


def _numeros(request: HttpRequest, nom: str) -> list[int]:
    """The numbers of the boxes that are ticked."""
    return [n for texte in request.POST.getlist(nom) if (n := numero(texte)) is not None]
