"""The list behind a figure: its length is the figure."""

from __future__ import annotations

from collections.abc import Iterable
from io import BytesIO
from typing import Any

from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render

from deplie.acteurs.queries import Acteur
from deplie.acteurs.views import page
from deplie.pilotage.catalogue import CATALOGUE
from deplie.pilotage.catalogue.dimensions import DIMENSIONS
from deplie.pilotage.forms import FiltreBilan
from deplie.pilotage.queries.bilan import Lignes, lignes
from deplie.pilotage.queries.listes import adresse_de, objets, tableau_de
from deplie.socle import journal
from deplie.socle.erreurs import RefusMetier
from deplie.socle.tableaux import Tableau

PAR_PAGE = 50


@page("bilan.ouvrir")
def liste(request: HttpRequest, acteur: Acteur, indicateur: str) -> HttpResponse:
    filtre, ventilation, cote = _lire(request, acteur, indicateur)
    lues = _lignes(acteur, filtre, indicateur, ventilation, cote)
    tableau = tableau_de(lues.objet, sensible=acteur.peut("sensible.lire"))
    trouves = objets(lues.objet, lues.ids)
    choisie = Paginator(trouves, PAR_PAGE).get_page(request.GET.get("page"))
    contexte = {
        "indicateur": CATALOGUE[indicateur],
        "lignes": lues,
        "page": choisie,
        "rangees": rangees(tableau, choisie, acteur),
        "tableau": tableau,
        "periode": filtre.demande.periode,
        "adresse": filtre.adresse(),
        "parametres": _sans_page(request),
        "part": [f"{DIMENSIONS[code].libelle} : {valeur or 'inconnu'}" for code, valeur in ventilation.items()],
        "exporter": acteur.peut("bilan.exporter"),
    }
    return render(request, "pilotage/liste.html", contexte)


def rangees(tableau: Tableau, objets: Iterable[Any], acteur: Acteur) -> list[tuple[str, list[tuple[str, Any]]]]:
    """Each row of a list: where it opens, then its cells under their headings."""
    code = acteur.territoire.code
    return [(adresse_de(o, code), list(zip(tableau.entetes, tableau.ligne(o), strict=True))) for o in objets]


@page("bilan.ouvrir")
def exporter_liste(request: HttpRequest, acteur: Acteur, indicateur: str) -> HttpResponse:
    """The same list as a workbook; journaled before it leaves."""
    filtre, ventilation, cote = _lire(request, acteur, indicateur)
    lues = _lignes(acteur, filtre, indicateur, ventilation, cote)
    journal.exporter(
        "exporter la liste derrière un chiffre", par=acteur, indicateur=indicateur, lignes=len(lues), cote=cote
    )
    tampon = BytesIO()
    tableau_de(lues.objet, sensible=acteur.peut("sensible.lire")).en_xlsx(tampon, objets(lues.objet, lues.ids))
    genre = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
    reponse = HttpResponse(tampon.getvalue(), content_type=genre)
    reponse["Content-Disposition"] = f'attachment; filename="{indicateur}-{acteur.territoire.code}.xlsx"'
    return reponse


def _lire(request: HttpRequest, acteur: Acteur, indicateur: str) -> tuple[FiltreBilan, dict[str, str | None], str]:
    """The filter, the part (« part=sexe:F », nothing after the colon for the unknown) and the side asked for."""
    filtre = FiltreBilan(request.GET, territoire=acteur.territoire)
    if indicateur not in CATALOGUE or not filtre.is_valid():
        raise Http404
    return filtre, parts_de(request), request.GET.get("cote", "numerateur")


def parts_de(request: HttpRequest) -> dict[str, str | None]:
    """The part that an address asks for; 404 for a breakdown that does not exist."""
    parts: dict[str, str | None] = {}
    for part in request.GET.getlist("part"):
        code, _, valeur = part.partition(":")
        if code not in DIMENSIONS:
            raise Http404
        parts[code] = valeur or None
    return parts


def _lignes(
    acteur: Acteur, filtre: FiltreBilan, indicateur: str, ventilation: dict[str, str | None], cote: str
) -> Lignes:
    demande = filtre.demande
    try:
        return lignes(
            acteur.territoire,
            demande.periode.debut,
            demande.periode.fin,
            indicateur,
            acteur=acteur,
            dispositif=demande.dispositif,
            ventilation=ventilation,
            cote=cote,
        )
    except RefusMetier as refus:
        raise Http404(refus.message) from refus


def _sans_page(request: HttpRequest) -> str:
    lu = request.GET.copy()
    lu.pop("page", None)
    return lu.urlencode()
