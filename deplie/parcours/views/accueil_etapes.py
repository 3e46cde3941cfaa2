"""The operator's space: who is proposed, who is received, the hours, the proof, the end. Nothing of the rest."""

from __future__ import annotations

from contextlib import suppress
from datetime import date
from typing import Any

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_POST

from deplie.acteurs.queries import Acteur
from deplie.acteurs.views import page
from deplie.parcours import actions
from deplie.parcours.forms import accueil as formes
from deplie.parcours.models import Etape
from deplie.parcours.queries import accueil_etapes as lus
from deplie.parcours.queries.perimetre import etape_ou_404
from deplie.parcours.rules.accueil import periode_du_mois
from deplie.personnes.rules import telephone_lisible
from deplie.socle import journal
from deplie.socle.brouillons import saisie
from deplie.socle.erreurs import RefusMetier
from deplie.socle.formulaires import soumettre

PAR_PAGE = 50


@page("etape.accueillir")
def accueils(request: HttpRequest, acteur: Acteur) -> HttpResponse:
    """The étapes at the actor's structure: what waits for an answer first."""
    jour = timezone.localdate()
    comptes = lus.compter(acteur, jour)
    onglet = request.GET.get("onglet") or ("a_repondre" if comptes["a_repondre"] else "en_cours")
    if onglet not in lus.ONGLETS:
        raise Http404
    contexte = {
        "onglet": onglet,
        "onglets": [(nom, libelle, comptes[nom]) for nom, libelle in lus.ONGLETS.items()],
        "page": Paginator(lus.liste(acteur, onglet, jour), PAR_PAGE).get_page(request.GET.get("page")),
        "parametres": f"onglet={onglet}",
        "structure": acteur.organisation,
    }
    return render(request, "parcours/accueils.html", contexte)


@page("etape.accueillir")
def accueil(request: HttpRequest, acteur: Acteur, pk: int) -> HttpResponse:
    """One étape: the answer to give, then the hours and the proofs."""
    etape = lus.accueil_ou_404(acteur, pk)
    personne = etape.participation.personne
    journal.consulter(personne, par=acteur, page="accueil")
    lu = lus.accueil_de(acteur, etape, timezone.localdate())
    reponse = formes.FormulaireReponse(saisie(request), etape=etape) if lu.proposition else None
    if reponse and request.method == "POST" and soumettre(reponse, _repondre, proposition=lu.proposition, par=acteur):
        messages.success(request, "Votre réponse est enregistrée : son référent la lira.")
        return redirect("parcours:accueils", acteur.territoire.code)
    contexte = {
        "accueil": lu,
        "personne": personne,
        "referent": etape.participation.referent,
        "telephone": telephone_lisible(personne.telephone, acteur.territoire.region_telephone),
        "formulaire": reponse,
        "joindre": acteur.peut("piece.joindre"),
    }
    return render(request, "parcours/accueil.html", contexte)


def _repondre(*, proposition: Any, reponse: str, debut: Any, raison: str, par: Acteur) -> None:
    if reponse == formes.FormulaireReponse.ACCEPTER:
        actions.accepter_proposition(proposition=proposition, debut=debut, par=par)
    else:
        actions.decliner_proposition(proposition=proposition, raison=raison, par=par)


@page("etape.accueillir")
def heures(request: HttpRequest, acteur: Acteur, pk: int) -> HttpResponse:
    etape = lus.accueil_ou_404(acteur, pk)
    formulaire = formes.FormulaireAssiduite(saisie(request), initial=_jours(request.GET.get("mois", ""), etape))
    phrase = "Les heures sont notées."
    return _page(request, acteur, etape, formulaire, actions.noter_assiduite, "Noter des heures", phrase)


def _jours(mois: str, etape: Etape) -> dict[str, date]:
    """The days of the month that was called for (« 2026-08 »), else today."""
    jour = timezone.localdate()
    with suppress(ValueError):
        du, au = periode_du_mois(date.fromisoformat(f"{mois}-01"), etape.date_debut, etape.date_fin, jour)
        if du <= au:
            return {"du": du, "au": au}
    return {"du": jour}


@page("etape.accueillir")
def conclure(request: HttpRequest, acteur: Acteur, pk: int) -> HttpResponse:
    etape = lus.accueil_ou_404(acteur, pk)
    formulaire = formes.FormulaireConclusion(saisie(request))
    return _page(request, acteur, etape, formulaire, actions.conclure_etape, "Fin de l'étape", "L'étape est close.")


@require_POST
@page("etape.accueillir")
def oter(request: HttpRequest, acteur: Acteur, pk: int) -> HttpResponse:
    assiduite = lus.assiduite_ou_404(acteur, pk)
    etape = assiduite.etape
    try:
        actions.oter_assiduite(assiduite=assiduite, par=acteur)
        messages.success(request, "Ces heures sont ôtées.")
    except RefusMetier as refus:
        messages.error(request, refus.message)
    return redirect("parcours:accueil", acteur.territoire.code, etape.pk)


@page("participation.modifier")
def proposer(request: HttpRequest, acteur: Acteur, pk: int) -> HttpResponse:
    """The référent asks the operator of an étape whether they receive the person."""
    etape = etape_ou_404(acteur, pk)
    personne = etape.participation.personne
    journal.consulter(personne, par=acteur, page="étape")
    formulaire = formes.FormulaireProposition(request.POST if request.method == "POST" else None)
    if request.method == "POST" and soumettre(formulaire, actions.proposer_etape, etape=etape, par=acteur):
        messages.success(request, f"L'étape est proposée à {etape.operateur}.")
        return redirect("parcours:personne", acteur.territoire.code, personne.pk)
    contexte = {"formulaire": formulaire, "personne": personne, "titre": "Proposer l'étape à l'opérateur"}
    sous = f"Opérateur : {etape.operateur}." if etape.operateur else "Aucun opérateur n'est encore choisi."
    passees = lus.propositions_ouvertes(etape)
    return render(request, "parcours/proposer.html", contexte | {"sous": sous, "propositions": passees, "etape": etape})


def _page(
    request: HttpRequest, acteur: Acteur, etape: Etape, formulaire: Any, acte: Any, titre: str, phrase: str
) -> HttpResponse:
    """Show the form, or do it and go back to the étape."""
    personne = etape.participation.personne
    journal.consulter(personne, par=acteur, page="accueil")
    if request.method == "POST" and soumettre(formulaire, acte, etape=etape, par=acteur):
        messages.success(request, phrase)
        return redirect("parcours:accueil", acteur.territoire.code, etape.pk)
    contexte = {"formulaire": formulaire, "personne": personne, "titre": titre, "etape": etape}
    return render(request, "parcours/accueil_formulaire.html", contexte)
