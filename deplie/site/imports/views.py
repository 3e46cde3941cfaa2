"""Pages of imports."""

from __future__ import annotations

from functools import partial
from typing import Any

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse, StreamingHttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_POST

from deplie.acteurs.queries import Acteur
from deplie.acteurs.views import connecte, page
from deplie.site.imports import actions
from deplie.site.imports.forms import FormulaireDepot
from deplie.site.imports.lectures import (
    ETATS,
    LignesDuLot,
    comptes_de,
    dire,
    est_reserve,
    lot_ou_404,
    lots_de,
    messages_de,
    taire,
)
from deplie.socle import journal
from deplie.socle.erreurs import RefusMetier
from deplie.socle.imports import registre
from deplie.socle.imports.rejets import fichier_des_rejets
from deplie.socle.models import Lot, MessageLot
from deplie.socle.tableaux import modele_de

EN_COURS = (Lot.Etat.RECU, Lot.Etat.LECTURE, Lot.Etat.APPLICATION)
PAR_PAGE = 50


@page("import.faire")
def liste(request: HttpRequest, acteur: Acteur) -> HttpResponse:
    lots = Paginator(lots_de(acteur), PAR_PAGE).get_page(request.GET.get("page"))
    for lot in lots:
        lot.bilan = registre.dans_l_ordre(lot.bilan)
    contexte = {"page": lots, "parametres": "", "tables": registre.tables()}
    return render(request, "imports/liste.html", contexte)


@page("import.faire")
def nouveau(request: HttpRequest, acteur: Acteur) -> HttpResponse:
    formulaire = FormulaireDepot(request.POST or None, request.FILES or None)
    if request.method == "POST" and formulaire.is_valid():
        try:
            lot = actions.deposer_lot(par=acteur, **formulaire.cleaned_data)
        except RefusMetier as refus:
            formulaire.add_error("fichiers", refus.message)
        else:
            return redirect("imports:lot", acteur.territoire.code, lot.pk)
    return render(request, "imports/nouveau.html", {"formulaire": formulaire, "tables": registre.tables()})


@page("import.faire")
def lot(request: HttpRequest, acteur: Acteur, pk: int) -> HttpResponse:
    trouve = lot_ou_404(acteur, pk)
    gravite = MessageLot.AVERTISSEMENT if request.GET.get("voir") == "avertissements" else MessageLot.REJET
    lus = messages_de(trouve, gravite)
    lus_ici = Paginator(lus, PAR_PAGE).get_page(request.GET.get("page"))
    lus_ici.object_list = taire(acteur, lus_ici.object_list)
    contexte: dict[str, Any] = {
        "lot": trouve,
        "en_cours": trouve.etat in EN_COURS,
        "comptes": comptes_de(trouve),
        "page": lus_ici,
        "gravite": gravite,
        "rejets": messages_de(trouve, MessageLot.REJET).count(),
        "avertissements": messages_de(trouve, MessageLot.AVERTISSEMENT).count(),
        "corriger": trouve.etat == Lot.Etat.PRET and gravite == MessageLot.REJET,
        "appliquer": acteur.peut("import.appliquer"),
        "parametres": f"voir={request.GET.get('voir', '')}",
    }
    return render(request, "imports/lot.html", contexte)


@page("import.faire")
def lignes(request: HttpRequest, acteur: Acteur, pk: int, table: str, etat: str) -> HttpResponse:
    """The lines of a table that would be created, changed, left or refused, as they were read."""
    trouve = lot_ou_404(acteur, pk)
    if table not in trouve.bilan or etat not in ETATS:
        raise Http404
    lues = Paginator(LignesDuLot(trouve, table, etat), PAR_PAGE).get_page(request.GET.get("page"))
    vues = [dire(acteur, table, vue) for vue in lues]
    colonnes = list(dict.fromkeys(nom for vue in vues for nom, texte in vue.cellules.items() if texte))
    contexte = {
        "lot": trouve,
        "table": registre.table(table).description,
        "etat": ETATS[etat][1 if trouve.etat == Lot.Etat.PRET else 2],
        "page": lues,
        "colonnes": [registre.table(table).description.par_nom[nom].libelle for nom in colonnes],
        "rangees": [(vue, [vue.cellules.get(nom, "") for nom in colonnes]) for vue in vues],
        "parametres": "",
    }
    return render(request, "imports/lignes.html", contexte)


@page("import.faire")
def avancement(request: HttpRequest, acteur: Acteur, pk: int) -> HttpResponse:
    """The progress alone, asked again and again; once the work is over, the whole page is asked for."""
    trouve = lot_ou_404(acteur, pk)
    reponse = render(request, "imports/_avancement.html", {"lot": trouve, "acteur": acteur})
    if trouve.etat not in EN_COURS:
        reponse["HX-Refresh"] = "true"
    return reponse


@require_POST
@page("import.faire")
def corriger(request: HttpRequest, acteur: Acteur, pk: int) -> HttpResponse:
    """Cells typed again (« c|table|line|column »): their lines are checked and compared again."""
    trouve = lot_ou_404(acteur, pk)
    lignes: dict[tuple[str, int], dict[str, str]] = {}
    for nom, texte in request.POST.items():
        if nom.startswith("c|") and texte != request.POST.get(f"avant|{nom[2:]}"):
            table, ligne, colonne = nom[2:].split("|", 2)
            lignes.setdefault((table, int(ligne)), {})[colonne] = str(texte)
    try:
        actions.corriger_lot(lot=trouve, lignes=lignes, par=acteur)
    except (RefusMetier, KeyError, ValueError) as refus:
        messages.error(request, getattr(refus, "message", "La correction n'a pas été comprise."))
    else:
        messages.success(request, f"{len(lignes)} ligne{'s relues' if len(lignes) > 1 else ' relue'}.")
    return redirect("imports:lot", acteur.territoire.code, pk)


@require_POST
@page("import.appliquer")
def appliquer(request: HttpRequest, acteur: Acteur, pk: int) -> HttpResponse:
    return _decider(request, acteur, pk, actions.demander_application, "")


@require_POST
@page("import.faire")
def abandonner(request: HttpRequest, acteur: Acteur, pk: int) -> HttpResponse:
    return _decider(request, acteur, pk, actions.abandonner, "L'import est abandonné : rien n'a été écrit.")


def _decider(request: HttpRequest, acteur: Acteur, pk: int, action: Any, fait: str) -> HttpResponse:
    trouve = lot_ou_404(acteur, pk)
    try:
        action(lot=trouve, par=acteur)
    except RefusMetier as refus:
        messages.error(request, refus.message)
    else:
        if fait:
            messages.success(request, fait)
    return redirect("imports:lot", acteur.territoire.code, pk)


@page("import.faire")
def rejets(request: HttpRequest, acteur: Acteur, pk: int, table: str) -> StreamingHttpResponse:
    """The rejected lines as a file with the same columns and ``motif_rejet``, to be corrected and sent again."""
    trouve = lot_ou_404(acteur, pk)
    if table not in trouve.bilan:
        raise Http404
    journal.exporter("exporter les lignes rejetées", par=acteur, objet=trouve, table=table)
    reponse = StreamingHttpResponse(
        fichier_des_rejets(trouve, table, partial(est_reserve, acteur, table)), content_type="text/csv; charset=utf-8"
    )
    reponse["Content-Disposition"] = f'attachment; filename="rejets-{table}-{pk}.csv"'
    return reponse


@connecte
def modele(request: HttpRequest, table: str) -> HttpResponse:
    """An empty workbook of a table, ready to fill in."""
    connues = {connue.nom: connue for connue in registre.tables()}
    if table not in connues:
        raise Http404
    genre = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
    reponse = HttpResponse(modele_de(connues[table].description), content_type=genre)
    reponse["Content-Disposition"] = f'attachment; filename="{table}.xlsx"'
    return reponse
