"""Common indicators, without a name: a page, and the same as a file."""

from __future__ import annotations

from io import BytesIO
from urllib.parse import urlencode

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone

from deplie.acteurs.queries import Acteur
from deplie.acteurs.views import page
from deplie.financements.rules.forfait import FSE_PLUS_2021_2027, PROGRAMMATIONS
from deplie.fse.queries.indicateurs import ENTETES, Choix, page_de, tableau
from deplie.socle import journal
from deplie.socle.tableaux.ecriture import ecrire_csv, ecrire_xlsx

ANNEES = range(2014, 2101)
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


def _choix(request: HttpRequest) -> Choix:
    """What the address asks for; what is unknown is left out."""
    programmation, an = request.GET.get("programmation", ""), request.GET.get("annee", "")
    return Choix(
        programmation if programmation in PROGRAMMATIONS else FSE_PLUS_2021_2027,
        int(an) if an.isascii() and an.isdigit() and int(an) in ANNEES else None,
        request.GET.get("objectif", "")[:200],
        request.GET.get("operation", "")[:60],
    )


@page("fse.compter")
def indicateurs(request: HttpRequest, acteur: Acteur) -> HttpResponse:
    """The series of a programmation, by women, men, non-binary people."""
    choix = _choix(request)
    valeurs = {
        "programmation": choix.programmation,
        "annee": choix.annee or "",
        "objectif": choix.objectif,
        "operation": choix.operation,
    }
    contexte = {
        "choix": choix,
        "lue": page_de(acteur, choix, timezone.localdate()),
        "programmations": PROGRAMMATIONS,
        "parametres": urlencode({nom: valeur for nom, valeur in valeurs.items() if valeur}),
    }
    return render(request, "fse/indicateurs.html", contexte)


@page("fse.compter")
def exporter(request: HttpRequest, acteur: Acteur, genre: str) -> HttpResponse:
    """The same as a file: the whole, each objective, each operation."""
    if genre not in ("csv", "xlsx"):
        raise Http404
    choix = _choix(request)
    lignes = list(tableau(acteur, choix, timezone.localdate()))
    journal.exporter("exporter les indicateurs communs", par=acteur, lignes=len(lignes), annee=choix.annee)
    if genre == "csv":
        reponse = HttpResponse(ecrire_csv(ENTETES, lignes), content_type="text/csv; charset=utf-8")
    else:
        sortie = BytesIO()
        ecrire_xlsx(sortie, "Indicateurs communs", ENTETES, lignes)
        reponse = HttpResponse(sortie.getvalue(), content_type=XLSX)
    reponse["Content-Disposition"] = f'attachment; filename="indicateurs-communs.{genre}"'
    return reponse
