"""Pieces: attached near what they prove, opened by who may read them, withdrawn with a reason."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse

from deplie.acteurs.queries import Acteur
from deplie.acteurs.views import page
from deplie.parcours import actions
from deplie.parcours.forms.piece import FormulairePiece, FormulaireRetrait
from deplie.parcours.models import CritereProuve, Etape, PieceJointe
from deplie.parcours.queries.pieces import cible_ou_404, piece_a_retirer_ou_404, piece_ou_404
from deplie.parcours.rules.piece import CIBLES
from deplie.socle import journal
from deplie.socle.brouillons import saisie
from deplie.socle.fichiers.depot import FichierPerdu
from deplie.socle.fichiers.service import servir
from deplie.socle.formulaires import soumettre
from deplie.territoires.rules import CRITERES_SENSIBLES


@page("piece.joindre")
def joindre(request: HttpRequest, acteur: Acteur, quoi: str, pk: int) -> HttpResponse:
    """Attach a file to a criterion, an étape, a job, what was seen of it, or an exit."""
    cible = cible_ou_404(acteur, quoi, pk)
    personne = PieceJointe(**{quoi: cible}).personne
    journal.consulter(personne, par=acteur, page="pièce jointe")
    formulaire = FormulairePiece(*_envoi(request), acteur=acteur, quoi=quoi)
    retour = _retour(acteur, cible, personne)
    if request.method == "POST" and soumettre(formulaire, actions.joindre_piece, cible=cible, par=acteur):
        messages.success(request, "La pièce est jointe.")
        return redirect(retour)
    contexte = {"formulaire": formulaire, "personne": personne, "titre": "Joindre une pièce", "retour": retour}
    return render(request, "parcours/formulaire.html", contexte | {"sous": f"Elle prouve {CIBLES[quoi]}."})


@page("piece.voir")
def piece(request: HttpRequest, acteur: Acteur, pk: int) -> HttpResponseBase:
    """Give the file. The journal first: a piece whose opening cannot be written is not given."""
    trouvee = piece_ou_404(acteur, pk)
    journal.exporter(_verbe(trouvee), par=acteur, objet=trouvee.personne, piece=trouvee.pk)
    try:
        return servir(trouvee.fichier)
    except FichierPerdu as perdu:
        messages.error(request, perdu.message)
        return redirect(_retour(acteur, getattr(trouvee, trouvee.prouve), trouvee.personne))


@page("piece.joindre")
def retirer(request: HttpRequest, acteur: Acteur, pk: int) -> HttpResponse:
    trouvee = piece_a_retirer_ou_404(acteur, pk)
    personne = trouvee.personne
    journal.consulter(personne, par=acteur, page="pièce jointe")
    formulaire = FormulaireRetrait(saisie(request))
    retour = _retour(acteur, getattr(trouvee, trouvee.prouve), personne)
    if request.method == "POST" and soumettre(formulaire, actions.retirer_piece, piece=trouvee, par=acteur):
        messages.success(request, "La pièce est retirée : elle ne prouve plus rien.")
        return redirect(retour)
    contexte = {"formulaire": formulaire, "personne": personne, "titre": "Retirer une pièce", "retour": retour}
    sous = f"« {trouvee.intitule} » reste gardée, avec la raison de son retrait, et ne prouve plus rien."
    return render(request, "parcours/formulaire.html", contexte | {"sous": sous})


def _envoi(request: HttpRequest) -> tuple[Any, Any]:
    """What was sent, be it nothing but a file."""
    return (request.POST, request.FILES) if request.method == "POST" else (None, None)


def _verbe(trouvee: PieceJointe) -> str:
    sensible = trouvee.critere and trouvee.critere.code in CRITERES_SENSIBLES
    return "ouvrir une pièce sensible" if sensible else "ouvrir une pièce"


def _retour(acteur: Acteur, cible: Any, personne: Any) -> str:
    """The page that shows what the piece proves: to an operator, the étape that it receives."""
    if isinstance(cible, CritereProuve):
        return reverse("parcours:prescription", args=[acteur.territoire.code, cible.prescription_id])
    if isinstance(cible, Etape) and acteur.peut("etape.accueillir") and cible.operateur == acteur.organisation:
        return reverse("parcours:accueil", args=[acteur.territoire.code, cible.pk])
    return reverse("parcours:personne", args=[acteur.territoire.code, personne.pk])
