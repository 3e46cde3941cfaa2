"""What anybody reads without an account: the calls of a territory, one of them, its deposit, the grants awarded."""

from __future__ import annotations

from typing import Any

from allauth.core.internal.ratelimit import consume
from allauth.core.ratelimit import respond_429
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone

from deplie.acteurs.views import publique
from deplie.financements import actions
from deplie.financements.forms.depot import FormulaireCourriel
from deplie.financements.queries import appel as lus
from deplie.financements.rules.appel import refus_de_deposer
from deplie.financements.views._public import sans_trace
from deplie.socle.formulaires import soumettre

# A letter is sent at each try: few by address, whoever asks.
LIMITES = {"deposer": "10/m/ip,40/h/ip,200/d/ip"}
PARTI = (
    "Si cette adresse est juste, un message vient d'y partir : il contient le lien secret du dossier. Regardez aussi "
    "dans les courriers indésirables."
)


@publique
def appels(request: HttpRequest, lieu: str) -> HttpResponse:
    """The calls of a territory that anybody may read: those that take applications first."""
    territoire = lus.territoire_public_ou_404(lieu)
    moment = timezone.now()
    trouves = [(un, lus.etape_de(un, moment)) for un in lus.publics(territoire)]
    rangs = {"ouvert": 0, "a_venir": 1, "clos": 2}
    trouves.sort(key=lambda couple: rangs[couple[1]])
    contexte = {"territoire": territoire, "lignes": [(un, etape, lus.ETAPES[etape]) for un, etape in trouves]}
    return render(request, "financements/public/appels.html", contexte)


@publique
def appel(request: HttpRequest, lieu: str, pk: int) -> HttpResponse:
    """One call, and where to apply."""
    vu = lus.public_ou_404(lieu, pk)
    moment = timezone.now()
    etape = lus.etape_de(vu, moment)
    local = timezone.localtime
    contexte = {
        "appel": vu,
        "territoire": vu.territoire,
        "etape": etape,
        "etat": lus.ETAPES[etape],
        "refus": refus_de_deposer(vu.statut, local(vu.ouvre_le), local(vu.ferme_le), moment),
        "enveloppes": list(vu.sous_enveloppes.order_by("rang")),
        "questions": list(vu.questions.order_by("rang")),
        "pieces": list(vu.pieces_requises.order_by("rang")),
        "criteres": list(vu.criteres.order_by("rang")),
    }
    return render(request, "financements/public/appel.html", contexte)


@publique
def deposer(request: HttpRequest, lieu: str, pk: int) -> HttpResponse:
    """An address, and the secret link that is sent there. The answer never tells whether the address is known."""
    vu = lus.public_ou_404(lieu, pk)

    def ouvrir(courriel: str) -> None:
        actions.ouvrir_dossier(appel=vu, courriel=courriel, par=None)

    contexte = {"appel": vu, "territoire": vu.territoire, "titre": "Commencer un dossier", "acte": "Recevoir mon lien"}
    return _envoyer(request, ouvrir, contexte)


@publique
def retrouver(request: HttpRequest, lieu: str) -> HttpResponse:
    """The links of an address, sent again."""
    territoire = lus.territoire_public_ou_404(lieu)

    def renvoyer(courriel: str) -> None:
        actions.renvoyer_liens(territoire=territoire, courriel=courriel, par=None)

    contexte = {"territoire": territoire, "appel": None, "titre": "Retrouver mon dossier", "acte": "Recevoir mes liens"}
    return _envoyer(request, renvoyer, contexte)


def _envoyer(request: HttpRequest, action: Any, contexte: dict[str, Any]) -> HttpResponse:
    if request.method == "POST" and not consume(request, app="deplie", action="deposer", config=LIMITES):
        return respond_429(request)
    formulaire = FormulaireCourriel(request.POST or None)
    if request.method == "POST" and soumettre(formulaire, action):
        messages.success(request, PARTI)
        vu = contexte["appel"]
        code = contexte["territoire"].code
        return redirect("appel_public", code, vu.pk) if vu else redirect("appels_publics", code)
    return sans_trace(render(request, "financements/public/courriel.html", contexte | {"formulaire": formulaire}))
