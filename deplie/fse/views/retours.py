"""What the managing service sent back: files, their columns, each line to its record."""

from __future__ import annotations

from typing import Any, Final

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.http import require_POST

from deplie.acteurs.queries import Acteur
from deplie.acteurs.views import page
from deplie.fse import actions
from deplie.fse.forms.retour import FormulaireColonnes, FormulaireRattacher, FormulaireRetour
from deplie.fse.models import ErreurService, RetourService
from deplie.fse.queries import retour as lus
from deplie.fse.queries.fiche import fiche_ou_404
from deplie.fse.rules.retour import deviner
from deplie.socle import journal
from deplie.socle.erreurs import RefusMetier
from deplie.socle.lecture.libre import lire_libre, source_de

PAR_PAGE: Final = 50


@page("fse.exporter")
def retours(request: HttpRequest, acteur: Acteur) -> HttpResponse:
    """The files of the service, and one more."""
    if request.method != "POST":
        return _retours(request, acteur, FormulaireRetour())
    formulaire = FormulaireRetour(request.POST, request.FILES)
    if not formulaire.is_valid():
        return _retours(request, acteur, formulaire)
    envoye = formulaire.cleaned_data["fichier"]
    try:
        table = lire_libre(source_de(envoye.name, envoye.chunks()))
        if connu := lus.deja_depose(acteur, table.empreinte):
            messages.info(request, "Ce fichier a déjà été déposé : le voici, avec ce qui en est advenu.")
            return _vers(acteur, connu)
        depose = actions.deposer_retour(
            fichier=envoye.name,
            entetes=table.entetes,
            lignes=table.lignes,
            empreinte=table.empreinte,
            par=acteur,
        )
    except RefusMetier as refus:
        formulaire.add_error("fichier", refus.message)
        return _retours(request, acteur, formulaire)
    return _vers(acteur, depose)


def _retours(request: HttpRequest, acteur: Acteur, formulaire: FormulaireRetour) -> HttpResponse:
    vue = Paginator(lus.retours(acteur), PAR_PAGE).get_page(request.GET.get("page"))
    return render(request, "fse/retours.html", {"page": vue, "formulaire": formulaire})


def _vers(acteur: Acteur, retour: RetourService) -> HttpResponse:
    return redirect("fse:retour", acteur.territoire.code, retour.pk)


@page("fse.exporter")
def retour(request: HttpRequest, acteur: Acteur, pk: int) -> HttpResponse:
    """A file: what its columns hold, then its lines."""
    vue = lus.retour_ou_404(acteur, pk)
    journal.consulter(vue, par=acteur, verbe="lire un retour du service")
    return _lignes(request, vue) if vue.rapproche_le else _colonnes(request, acteur, vue)


def _colonnes(request: HttpRequest, acteur: Acteur, vue: RetourService) -> HttpResponse:
    devines = deviner(vue.entetes, lus.entetes_connus(acteur))
    formulaire = FormulaireColonnes(request.POST if request.method == "POST" else None, retour=vue, devines=devines)
    if request.method == "POST" and formulaire.is_valid():
        try:
            trouvees, restent = actions.rapprocher_retour(retour=vue, colonnes=formulaire.ranger(), par=acteur)
            messages.success(request, f"Lignes reconnues : {trouvees}. À rattacher à la main : {restent}.")
            return _vers(acteur, vue)
        except RefusMetier as refus:
            formulaire.add_error(None, refus.message)
    contexte = {"retour": vue, "formulaire": formulaire, "lignes": lus.exemple_de(vue)}
    return render(request, "fse/retour_colonnes.html", contexte)


def _lignes(request: HttpRequest, vue: RetourService) -> HttpResponse:
    comptes = lus.comptes_de(vue)
    premier = next((onglet for onglet in lus.ONGLETS if comptes[onglet]), "ouvertes")
    onglet = request.GET.get("onglet", premier)
    onglet = onglet if onglet in lus.ONGLETS else premier
    contexte = {
        "retour": vue,
        "page": Paginator(lus.erreurs_de(vue, onglet), PAR_PAGE).get_page(request.GET.get("page")),
        "onglet": onglet,
        "onglets": [(nom, libelle, comptes[nom]) for nom, libelle in lus.ONGLETS.items()],
        "total": sum(comptes.values()),
        "parametres": f"onglet={onglet}",
    }
    return render(request, "fse/retour.html", contexte)


@page("fse.exporter")
def erreur(request: HttpRequest, acteur: Acteur, pk: int) -> HttpResponse:
    """A line that nobody was recognised in: whose it is, or why it is set aside."""
    vue = lus.erreur_ou_404(acteur, pk)
    journal.consulter(vue.retour, par=acteur, verbe="rattacher une erreur du service", erreur=vue.pk)
    recus = request.POST if request.method == "POST" else None
    cherche = (recus or {}).get("cherche", "")[:100].strip()
    propositions = _propositions(acteur, vue, cherche)
    if recus is None or "chercher" in recus:
        formulaire = FormulaireRattacher(initial=recus.dict() if recus else None, propositions=propositions)
    else:
        formulaire = FormulaireRattacher(recus, propositions=propositions)
        if formulaire.is_valid():
            _regler(request, acteur, vue, formulaire.cleaned_data)
            return _vers(acteur, vue.retour)
    contexte = {"erreur": vue, "formulaire": formulaire, "cherche": cherche, "trouvees": len(propositions)}
    return render(request, "fse/erreur.html", contexte)


def _propositions(acteur: Acteur, erreur: ErreurService, cherche: str) -> list[lus.Proposition]:
    """What somebody looks for first, then what the line itself says; each record once."""
    lues = (lus.proches(acteur, cherche) if cherche else []) + lus.proches(acteur, erreur.repere)
    return list({une.participation.pk: une for une in lues}.values())


def _regler(request: HttpRequest, acteur: Acteur, erreur: ErreurService, dites: dict[str, Any]) -> None:
    if dites["raison"]:
        actions.ecarter_erreur(erreur=erreur, raison=dites["raison"], par=acteur)
        messages.success(request, "La ligne est écartée, avec sa raison.")
        return
    trouvee = fiche_ou_404(acteur, int(dites["fiche"]))
    actions.rattacher_erreur(erreur=erreur, participation=trouvee, par=acteur)
    messages.success(request, f"L'erreur est sur la fiche de {trouvee.personne}.")


@require_POST
@page("fse.exporter")
def issue_erreur(request: HttpRequest, acteur: Acteur, pk: int) -> HttpResponse:
    """An error is fixed, or is to be fixed again."""
    vue = lus.erreur_ou_404(acteur, pk)
    try:
        if "rouvrir" in request.POST:
            actions.rouvrir_erreur(erreur=vue, par=acteur)
            messages.success(request, "L'erreur est de nouveau à corriger.")
        else:
            actions.corriger_erreur(erreur=vue, par=acteur)
            messages.success(request, "L'erreur est notée corrigée.")
    except RefusMetier as refus:
        messages.error(request, refus.message)
    suite = request.POST.get("suite", "")
    if url_has_allowed_host_and_scheme(suite, allowed_hosts=None):
        return redirect(suite)
    return _vers(acteur, vue.retour)
