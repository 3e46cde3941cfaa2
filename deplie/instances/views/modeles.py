"""Pages of the minutes: the document of a séance, and the templates that it follows."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_POST

from deplie.acteurs.queries import Acteur
from deplie.acteurs.views import page
from deplie.instances import actions
from deplie.instances.forms.modele import FormulaireModele
from deplie.instances.queries import proces_verbal as lus
from deplie.instances.queries.seance import decisions_de, seance_ou_404, sieges
from deplie.instances.rules import CHAMPS_DU_PROCES_VERBAL
from deplie.socle import journal
from deplie.socle.documents import TYPE_WORD, rendre_word
from deplie.socle.erreurs import RefusMetier
from deplie.socle.formulaires import soumettre


@page("seance.proces_verbal")
def proces_verbal(request: HttpRequest, acteur: Acteur, pk: int) -> HttpResponse:
    """The minutes in Word: they name people, and their download is written in the journal, with the template."""
    vue = seance_ou_404(acteur, pk)
    decisions = decisions_de(acteur, vue)
    modele = lus.modele_du_proces_verbal(vue)
    detail = {"decisions": sum(len(g.lues) for g in decisions), "modele": modele.pk if modele else None}
    journal.exporter("télécharger un procès-verbal", par=acteur, objet=vue, **detail)
    try:
        octets = rendre_word(lus.gabarit_de(modele), lus.champs_du_proces_verbal(vue, sieges(vue), decisions))
    except RefusMetier as refus:
        messages.error(request, refus.message)
        return redirect("instances:seance", acteur.territoire.code, vue.pk)
    return _word(octets, f"proces-verbal-{vue.le:%Y-%m-%d}-{vue.pk}")


@page("reglage.modifier")
def modeles(request: HttpRequest, acteur: Acteur) -> HttpResponse:
    """The templates of the territory, ours to start from, and what a template may say."""
    envoi: tuple[Any, Any] = (request.POST, request.FILES) if request.method == "POST" else (None, None)
    formulaire = FormulaireModele(*envoi, acteur=acteur)
    if request.method == "POST" and soumettre(formulaire, actions.deposer_modele, par=acteur):
        messages.success(request, "Le modèle est déposé : il sert aux séances qui se tiendront.")
        return redirect("instances:modeles", acteur.territoire.code)
    champs = [(nom, sens, _dire(exemple)) for nom, (sens, exemple) in CHAMPS_DU_PROCES_VERBAL.items()]
    contexte = {"formulaire": formulaire, "siens": lus.modeles_de(acteur.territoire), "champs": champs}
    return render(request, "instances/modeles.html", contexte)


@page("reglage.modifier")
def modele(request: HttpRequest, acteur: Acteur, pk: int) -> HttpResponse:
    """The Word file of a template, to edit it: it names nobody. Number 0 is ours."""
    try:
        octets = lus.gabarit_de(lus.modele_ou_404(acteur, pk) if pk else None)
    except RefusMetier as refus:
        messages.error(request, refus.message)
        return redirect("instances:modeles", acteur.territoire.code)
    return _word(octets, f"modele-proces-verbal-{pk}" if pk else "modele-proces-verbal")


@require_POST
@page("reglage.modifier")
def retirer_modele(request: HttpRequest, acteur: Acteur, pk: int) -> HttpResponse:
    try:
        actions.retirer_modele(modele=lus.modele_ou_404(acteur, pk), par=acteur)
        messages.success(request, "Le modèle est retiré ; les séances déjà tenues le gardent.")
    except RefusMetier as refus:
        messages.error(request, refus.message)
    return redirect("instances:modeles", acteur.territoire.code)


@require_POST
@page("seance.tenir")
def reprendre_modele(request: HttpRequest, acteur: Acteur, pk: int) -> HttpResponse:
    """The minutes of a séance take the template in service today."""
    vue = seance_ou_404(acteur, pk)
    try:
        actions.reprendre_modele(seance=vue, par=acteur)
        messages.success(request, "Le procès-verbal suit le modèle en service.")
    except RefusMetier as refus:
        messages.error(request, refus.message)
    return redirect("instances:seance", acteur.territoire.code, vue.pk)


def _dire(exemple: Any) -> str:
    """An example in one line; what is decided is told by the sense of its field."""
    if isinstance(exemple, str):
        return exemple
    return " ; ".join(un for un in exemple if isinstance(un, str))


def _word(octets: bytes, nom: str) -> HttpResponse:
    attache = f'attachment; filename="{nom}.docx"'
    return HttpResponse(octets, content_type=TYPE_WORD, headers={"Content-Disposition": attache})
