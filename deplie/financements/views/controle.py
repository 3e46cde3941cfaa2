"""A contrôle de service fait: opened, each line of its sample checked, notified, answered, concluded, printed."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone

from deplie.acteurs.queries import Acteur
from deplie.acteurs.views import page
from deplie.financements import actions
from deplie.financements.exports import controle_en_pdf
from deplie.financements.forms import controle as formes
from deplie.financements.models import Controle
from deplie.financements.queries import controle as lus
from deplie.financements.queries.bilan import bilan_ou_404, compte_de
from deplie.financements.queries.message import notification_de
from deplie.financements.rules.cycle import CSF_CONTRADICTOIRE, CSF_EN_COURS
from deplie.financements.views.bilan import formulaire_du_bilan, vers
from deplie.socle import journal
from deplie.socle.brouillons import saisie
from deplie.socle.documents import TYPE_PDF
from deplie.socle.formulaires import soumettre
from deplie.territoires.queries.reglages import reglage


def _vers(acteur: Acteur, controle: Controle) -> HttpResponse:
    return redirect("financements:controle", acteur.territoire.code, controle.pk)


@page("controle.tenir")
def ouvrir(request: HttpRequest, acteur: Acteur, pk: int) -> HttpResponse:
    """Draw the sample."""
    vu = bilan_ou_404(acteur, pk)
    if refus := lus.refus_de_tenir(acteur, vu.operation):
        messages.error(request, refus)
        return vers(acteur, vu)
    formulaire = formes.FormulaireOuverture(saisie(request))
    ouverts: list[Controle] = []

    def decider(**valeurs: Any) -> None:
        ouverts.append(actions.ouvrir_controle(bilan=vu, par=acteur, **valeurs))

    if request.method == "POST" and soumettre(formulaire, decider):
        messages.success(request, "Le contrôle est ouvert, son échantillon est tiré.")
        return _vers(acteur, ouverts[0])
    return formulaire_du_bilan(request, vu, formulaire, "Ouvrir le contrôle de service fait", "Tirer l'échantillon")


@page("depense.voir")
def controle(request: HttpRequest, acteur: Acteur, pk: int) -> HttpResponse:
    """The control: how the sample was drawn, each line, what is taken off, the answer, the conclusion."""
    vu = lus.controle_ou_404(acteur, pk)
    statut = vu.bilan.operation.statut
    lignes = lus.lignes_de(vu)
    tient = acteur.peut("controle.tenir") and vu.conclu_le is None
    refus = lus.refus_de_tenir(acteur, vu.bilan.operation) if tient else ""
    contexte = {
        "controle": vu,
        "bilan": vu.bilan,
        "operation": vu.bilan.operation,
        "lignes": lignes,
        "tirage": lus.tirage_de(vu, lignes),
        "compte": compte_de(vu.bilan),
        "corrections": list(vu.corrections.all()),
        "refus": refus,
        "courriel": notification_de(vu),
        "verifier": tient and not refus and statut == CSF_EN_COURS,
        "revoir": tient and not refus and statut == CSF_CONTRADICTOIRE,
        "repondre": acteur.peut("depense.declarer") and statut == CSF_CONTRADICTOIRE and vu.repondu_le is None,
    }
    return render(request, "financements/controle.html", contexte)


@page("controle.tenir")
def ligne(request: HttpRequest, acteur: Acteur, pk: int) -> HttpResponse:
    """What is seen of an expense; after the notification, what is finally taken off."""
    vue = lus.ligne_ou_404(acteur, pk)
    vu = vue.controle
    formulaire: Any
    if vu.notifie_le:
        initial = {"rejete_final": vue.rejete if vue.rejete_final is None else vue.rejete_final}
        formulaire = formes.FormulaireRevision(saisie(request), initial=initial | {"reponse": vue.reponse})
        action = actions.revoir_constat
    else:
        initial = {"rejete": vue.rejete}
        autres = {"motif": vue.motif, "observation": vue.observation}
        formulaire = formes.FormulaireConstat(saisie(request), initial=initial | autres)
        action = actions.constater
    if request.method == "POST" and soumettre(formulaire, action, ligne=vue, par=acteur):
        messages.success(request, "Le constat est enregistré.")
        return _vers(acteur, vu)
    sous = f"{vue.depense} : {vue.depense.get_nature_display()}."
    return formulaire_du_bilan(
        request, vu.bilan, formulaire, "Vérifier une dépense", "Enregistrer", sous=sous, ligne=vue
    )


@page("controle.tenir")
def notifier(request: HttpRequest, acteur: Acteur, pk: int) -> HttpResponse:
    vu = lus.controle_ou_404(acteur, pk)
    formulaire = formes.FormulaireNotification(saisie(request))
    jours = reglage(acteur.territoire, "jours_contradictoire")
    if request.method == "POST" and soumettre(
        formulaire, actions.notifier_controle, controle=vu, jours=jours, par=acteur
    ):
        messages.success(request, f"Les constats sont notifiés : le porteur a {jours} jours pour répondre.")
        return _vers(acteur, vu)
    sous = f"Le porteur aura {jours} jours pour répondre."
    return formulaire_du_bilan(request, vu.bilan, formulaire, "Notifier les constats", "Notifier", sous=sous)


@page("depense.declarer")
def repondre(request: HttpRequest, acteur: Acteur, pk: int) -> HttpResponse:
    """The holder's answer."""
    vu = lus.controle_ou_404(acteur, pk)
    if vu.notifie_le is None:
        raise Http404
    formulaire = formes.FormulaireReponse(saisie(request))
    if request.method == "POST" and soumettre(formulaire, actions.repondre_au_controle, controle=vu, par=acteur):
        messages.success(request, "La réponse est enregistrée.")
        return _vers(acteur, vu)
    return formulaire_du_bilan(request, vu.bilan, formulaire, "Répondre aux constats", "Envoyer la réponse")


@page("controle.tenir")
def conclure(request: HttpRequest, acteur: Acteur, pk: int) -> HttpResponse:
    vu = lus.controle_ou_404(acteur, pk)
    formulaire = formes.FormulaireConclusion(saisie(request))
    if request.method == "POST" and soumettre(formulaire, actions.conclure_controle, controle=vu, par=acteur):
        messages.success(request, "Le contrôle est conclu, le bilan est validé.")
        return _vers(acteur, vu)
    return formulaire_du_bilan(request, vu.bilan, formulaire, "Conclure le contrôle", "Conclure")


@page("depense.voir")
def imprimer(request: HttpRequest, acteur: Acteur, pk: int) -> HttpResponse:
    """The whole control, in PDF."""
    vu = lus.controle_ou_404(acteur, pk)
    journal.exporter("imprimer un contrôle", par=acteur, objet=vu)
    lignes = lus.lignes_de(vu)
    contenu = controle_en_pdf(vu, lignes, lus.tirage_de(vu, lignes), compte_de(vu.bilan), timezone.now())
    reponse = HttpResponse(contenu, content_type=TYPE_PDF)
    reponse["Content-Disposition"] = f'attachment; filename="controle-{vu.pk}.pdf"'
    return reponse
