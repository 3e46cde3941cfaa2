"""The list of participations, and the same as a file."""

from __future__ import annotations

from collections.abc import Iterator
from io import BytesIO
from typing import Any

from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase, StreamingHttpResponse
from django.shortcuts import render
from django.utils import timezone

from deplie.acteurs.queries import Acteur
from deplie.acteurs.views import page
from deplie.parcours.exports import COLONNES_D_OFFICE, tableau_des_participations
from deplie.parcours.forms.liste import ETATS, FormulaireListe
from deplie.parcours.queries.liste import ANNULES, TRIS, Liste, proches
from deplie.parcours.queries.rangs import Rang, rangs
from deplie.socle import journal
from deplie.socle.tableaux import Tableau

PAR_PAGE = 50
TEMOIN = "colonnes_participants"  # the cookie that keeps the columns somebody chose
UN_AN = 365 * 24 * 3600
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


@page("participation.voir")
def participants(request: HttpRequest, acteur: Acteur) -> HttpResponse:
    formulaire = FormulaireListe(request.GET, acteur=acteur)
    liste = Liste(acteur, formulaire.filtre, formulaire.bornes)
    tableau = _tableau(request, acteur)
    choisie = Paginator(liste, PAR_PAGE).get_page(request.GET.get("page"))
    contexte = {
        "formulaire": formulaire,
        "filtre": liste.filtre,
        "liste": liste,
        "page": choisie,
        "tableau": tableau,
        "rangees": rangs(acteur, choisie.object_list, liste.filtre.au, tableau),
        "etats": _etats(request, liste),
        "proches": proches(acteur, liste.filtre.q) if liste.filtre.q and not liste.nombre else [],
        "exporter": acteur.peut("participation.nominatif"),
        "ecrire": acteur.peut("courrier.ecrire"),
        "ajouter": acteur.peut("participation.modifier"),
        "comparer": acteur.peut("doublon.traiter"),
    }
    reponse = render(request, "parcours/participants.html", contexte | _reglages(request, formulaire, tableau))
    if request.GET.getlist("colonnes"):
        noms = ",".join(colonne.nom for colonne in tableau.colonnes)
        reponse.set_cookie(TEMOIN, noms, max_age=UN_AN, httponly=True, samesite="Lax", secure=request.is_secure())
    return reponse


def _reglages(request: HttpRequest, formulaire: FormulaireListe, tableau: Tableau) -> dict[str, Any]:
    """What the list may be changed to: filters to take off, columns to sort by or to show."""
    tri, toutes = formulaire.filtre.tri, tableau_des_participations(formulaire.acteur).colonnes
    return {
        "retenus": [(dit, parametres(request, **{nom: None})) for nom, dit in formulaire.retenus],
        "entetes": [(colonne, *_tri(request, colonne.nom, tri)) for colonne in tableau.colonnes],
        "colonnes": [(colonne, colonne.nom in {c.nom for c in tableau.colonnes}) for colonne in toutes],
        "cachees": _cachees(request, {"colonnes"}),
        "gardees": _cachees(request, set(formulaire.fields)),
        "parametres": parametres(request),
    }


@page("participation.nominatif")
def exporter(request: HttpRequest, acteur: Acteur, genre: str) -> HttpResponseBase:
    """Exactly the rows and the columns of the list, all pages; journaled before it leaves."""
    if genre not in ("csv", "xlsx"):
        raise Http404
    formulaire = FormulaireListe(request.GET, acteur=acteur)
    liste = Liste(acteur, formulaire.filtre, formulaire.bornes)
    tableau = _tableau(request, acteur)
    journal.exporter(
        "exporter les participants",
        par=acteur,
        lignes=liste.nombre,
        format=genre,
        colonnes=[colonne.nom for colonne in tableau.colonnes],
        # Names of the filters only: what was typed in the search may be somebody's.
        filtres=sorted({nom for nom in formulaire.fields if formulaire.cleaned_data.get(nom)}),
    )
    lignes = (rangee.rang for lot in liste.toutes() for rangee in rangs(acteur, lot, liste.filtre.au, tableau))
    reponse = _fichier(tableau, lignes, genre)
    nom = f"participants-{acteur.territoire.code}-{timezone.localdate():%Y-%m-%d}.{genre}"
    reponse["Content-Disposition"] = f'attachment; filename="{nom}"'
    return reponse


def _fichier(tableau: Tableau, lignes: Iterator[Rang], genre: str) -> HttpResponseBase:
    if genre == "csv":
        return StreamingHttpResponse(tableau.en_csv(lignes), content_type="text/csv; charset=utf-8")
    tampon = BytesIO()
    tableau.en_xlsx(tampon, lignes)
    return HttpResponse(tampon.getvalue(), content_type=XLSX)


def parametres(request: HttpRequest, **changes: str | None) -> str:
    """The query string without the page, with some parameters changed or (None) taken off."""
    lu = request.GET.copy()
    lu.pop("page", None)
    for nom, valeur in changes.items():
        lu.pop(nom, None)
        if valeur is not None:
            lu[nom] = valeur
    for nom in [nom for nom, valeurs in lu.lists() if not any(valeurs)]:
        del lu[nom]
    return lu.urlencode()


def _tableau(request: HttpRequest, acteur: Acteur) -> Tableau:
    """The columns asked for in the URL, else those chosen last time, else those shown to everybody at first."""
    tous = tableau_des_participations(acteur)
    gardees = request.COOKIES.get(TEMOIN, "")
    noms = request.GET.getlist("colonnes") or (gardees.split(",") if gardees else list(COLONNES_D_OFFICE))
    # A row is a link: it keeps a name to click on.
    return tous.garder(noms if "nom" in noms else ["nom", *noms])


def _etats(request: HttpRequest, liste: Liste) -> list[dict[str, Any]]:
    """The states one may look at, with their numbers where they are counted."""
    montres = [(code, nom) for code, nom in ETATS if code != ANNULES or liste.filtre.etat == ANNULES]
    return [
        {
            "nom": nom,
            "nombre": liste.compteurs.get(code),
            "adresse": parametres(request, etat=code),
            "courant": code == liste.filtre.etat,
        }
        for code, nom in montres
    ]


def _tri(request: HttpRequest, colonne: str, tri: str) -> tuple[str, str]:
    """(address that sorts by the column, aria-sort): nothing for a column that does not sort."""
    if colonne not in TRIS:
        return "", ""
    sens = {colonne: "ascending", f"-{colonne}": "descending"}.get(tri, "")
    return parametres(request, tri=f"-{colonne}" if tri == colonne else colonne), sens


def _cachees(request: HttpRequest, sauf: set[str]) -> list[tuple[str, str]]:
    """The other parameters that a GET form must carry along."""
    autres = ((nom, valeur) for nom, valeurs in request.GET.lists() for valeur in valeurs if valeur)
    return [(nom, valeur) for nom, valeur in autres if nom not in sauf | {"page"}]
