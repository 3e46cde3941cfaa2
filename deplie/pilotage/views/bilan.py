"""The bilan page, its definitions, its files."""

from __future__ import annotations

import json
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass
from typing import Any, Final

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone

from deplie.acteurs.queries import Acteur
from deplie.acteurs.views import page
from deplie.pilotage import exports
from deplie.pilotage.catalogue import CATALOGUE
from deplie.pilotage.catalogue.dimensions import DIMENSIONS
from deplie.pilotage.catalogue.rubriques import RUBRIQUES
from deplie.pilotage.forms import FiltreBilan
from deplie.pilotage.queries.bilan import Bilan, Chiffre, etablir
from deplie.pilotage.queries.projections import Ligne, projeter
from deplie.pilotage.queries.releves import declare_quelque_chose, par_document
from deplie.pilotage.views import dessins
from deplie.pilotage.views.dessins import Volet
from deplie.socle import journal

TETE: Final = ("personnes_suivies", "entrees", "sorties", "taux_sorties_positives", "etapes")
_AUCUNE: Final[Mapping[tuple[str, ...], Collection[str]]] = {}


@dataclass(frozen=True)
class Tuile:
    """A headline figure and its gauge; while the period runs, where its target will be reached or not."""

    chiffre: Chiffre
    jauge: str
    projection: Ligne | None = None


@page("bilan.voir")
def bilan(request: HttpRequest, acteur: Acteur) -> HttpResponse:
    filtre = FiltreBilan(request.GET, territoire=acteur.territoire)
    contexte: dict[str, Any] = {"filtre": filtre, "ouvrir": acteur.peut("bilan.ouvrir")}
    if filtre.is_valid():
        lu = _etablir(acteur, filtre, dessins.COUPES)
        contexte |= _page(lu, _projetees(acteur, lu)) | {
            "adresse": filtre.adresse(),
            "exporter": acteur.peut("bilan.exporter"),
        }
        contexte |= {"voisines": filtre.voisines(), "lectures": _lectures(filtre, lu)}
        contexte |= {"declares_ailleurs": declare_quelque_chose(acteur.territoire)}
    projete = request.GET.get("vue") == "projection" and contexte.get("flux")
    return render(request, "pilotage/projection.html" if projete else "pilotage/bilan.html", contexte)


@page("bilan.voir")
def definition(request: HttpRequest, acteur: Acteur, indicateur: str) -> HttpResponse:
    if indicateur not in CATALOGUE:
        raise Http404
    filtre = _filtre_ou_404(request, acteur)
    lu = _etablir(acteur, filtre)
    contexte = {
        "chiffre": lu.chiffre(indicateur),
        "bilan": lu,
        "adresse": filtre.adresse(),
        "ouvrir": acteur.peut("bilan.ouvrir"),
    }
    return render(request, "pilotage/definition.html", contexte)


@page("bilan.exporter")
def exporter(request: HttpRequest, acteur: Acteur, forme: str) -> HttpResponse:
    """The bilan of the address as a file; the export is journaled before it leaves."""
    filtre = _filtre_ou_404(request, acteur)
    lu = _etablir(acteur, filtre)
    journal.exporter(
        "exporter un bilan",
        par=acteur,
        periode=lu.periode.libelle,
        format=forme,
        dispositif=lu.dispositif,
        par_=list(lu.par),
    )
    return fichier(lu, forme, f"bilan-{acteur.territoire.code}-{lu.periode.debut}-{lu.periode.fin}")


def fichier(lu: Bilan, forme: str, nom: str) -> HttpResponse:
    """The figures as a file to keep: « json », « csv » or « xlsx »."""
    contenu, genre = FORMES[forme](lu)
    reponse = HttpResponse(contenu, content_type=genre)
    reponse["Content-Disposition"] = f'attachment; filename="{nom}.{forme}"'
    return reponse


def _lectures(filtre: FiltreBilan, lu: Bilan) -> list[tuple[str, str]]:
    """The same bilan over each period that holds under one definition, where this one holds several."""
    parts = dict.fromkeys(part for alerte in lu.alertes for part in alerte.lire)
    bornes = sorted(parts, key=lambda part: (part.debut, part.fin))
    return [
        (part.libelle, filtre.adresse(du=f"{part.debut:%d/%m/%Y}", au=f"{part.fin:%d/%m/%Y}", partie=""))
        for part in bornes
    ]


def _filtre_ou_404(request: HttpRequest, acteur: Acteur) -> FiltreBilan:
    filtre = FiltreBilan(request.GET, territoire=acteur.territoire)
    if not filtre.is_valid():
        raise Http404
    return filtre


def _etablir(acteur: Acteur, filtre: FiltreBilan, coupes: Mapping[tuple[str, ...], Collection[str]] = _AUCUNE) -> Bilan:
    demande = filtre.demande
    periode = demande.periode
    return etablir(
        acteur.territoire,
        periode.debut,
        periode.fin,
        acteur=acteur,
        dispositif=demande.dispositif,
        par=demande.par,
        aussi=coupes,
        seuls=coupes,
    )


def _projetees(acteur: Acteur, lu: Bilan) -> dict[str, Ligne]:
    """Where each figure that has a target will end, at the pace of today; none once the period is over."""
    jour = timezone.localdate()
    cibles = {chiffre.code for chiffre in lu.chiffres if chiffre.objectif and chiffre.objectif.comparable}
    if not cibles.intersection(TETE) or not lu.periode.debut <= jour < lu.periode.fin:
        return {}
    lignes = projeter(acteur, lu.dispositif, lu.periode, jour).lignes
    return {ligne.indicateur.code: ligne for ligne in lignes if ligne.indicateur.code in cibles}


def _page(lu: Bilan, projetees: Mapping[str, Ligne]) -> dict[str, Any]:
    """What the template shows, in its order."""
    return {
        "bilan": lu,
        "generales": [alerte for alerte in lu.alertes if alerte.generale],
        "documents": par_document(lu.declares),
        "tuiles": [Tuile(lu.chiffre(code), dessins.jauge(lu.chiffre(code)), projetees.get(code)) for code in TETE],
        "rubriques": rubriques(lu),
        "flux": dessins.flux(lu),
        "etapes": list(_etapes(lu)),
        "public": list(_public(lu)),
        "partenaires": list(_partenaires(lu)),
        "accueil": list(_accueil(lu)),
        "sorties": list(_sorties(lu)),
        "croise": _croise(lu),
        "ecrans": _ecrans(lu),
        "manquants": [m for m in lu.manquants if m.inconnus],
    }


def rubriques(lu: Bilan) -> list[tuple[str, list[Chiffre]]]:
    """Every figure by subject; where nobody was ever followed, those of the whole territory alone.

    A subject of the whole territory of which nothing was ever recorded is left out: a plan without a call has no table
    of calls. Figures frozen under another catalogue are under the subjects of today, else at the end.
    """
    totaux = lu.totaux
    classees = {code for codes in RUBRIQUES.values() for code in codes}
    sujets = [*RUBRIQUES.items(), ("Autres chiffres", tuple(code for code in totaux if code not in classees))]
    lues = [(titre, [totaux[code] for code in codes if code in totaux]) for titre, codes in sujets]
    gardees = [
        (titre, siens)
        for titre, siens in lues
        if siens and (not siens[0].indicateur.du_territoire or any(chiffre.valeur is not None for chiffre in siens))
    ]
    return gardees if lu.flux else [(titre, siens) for titre, siens in gardees if siens[0].indicateur.du_territoire]


def _etapes(lu: Bilan) -> Iterator[Volet]:
    return dessins.volets(
        dessins.en_groupes(lu, "etapes", "groupe_categorie", "categorie", "Par nature"),
        dessins.en_parts(lu, "etapes", "finance_plie", "Financées par le plan"),
    )


def _public(lu: Bilan) -> Iterator[Volet]:
    return dessins.volets(
        *(dessins.en_parts(lu, "personnes_suivies", code, DIMENSIONS[code].libelle) for code in dessins.PUBLIC),
        dessins.en_barres(lu, "personnes_suivies", "critere", "Critères (une personne peut en avoir plusieurs)"),
    )


def _partenaires(lu: Bilan) -> Iterator[Volet]:
    return dessins.volets(
        dessins.en_barres(lu, "personnes_suivies", "commune", "Communes des personnes suivies", parts_dites=True),
        dessins.en_barres(lu, "entrees", "prescripteur", "Prescripteurs des entrées", parts_dites=True),
        dessins.en_barres(lu, "etapes", "operateur", "Opérateurs des étapes"),
    )


def _accueil(lu: Bilan) -> Iterator[Volet]:
    return dessins.volets(
        dessins.en_barres(lu, "personnes_recues", "lieu", "Par lieu", parts_dites=True),
        dessins.en_barres(lu, "personnes_recues", "motif_passage", "Par motif"),
        dessins.en_barres(lu, "personnes_recues", "mois", "Par mois"),
    )


def _sorties(lu: Bilan) -> Iterator[Volet]:
    return dessins.volets(dessins.en_groupes(lu, "sorties", "famille", "motif", "Par famille et par motif"))


def _ecrans(lu: Bilan) -> list[tuple[str, list[Volet]]]:
    """The screens of the projection: few bars each, to be read from the back of a room."""
    groupes = dessins.en_barres(lu, "etapes", "groupe_categorie", "Par nature")
    familles = dessins.en_barres(lu, "sorties", "famille", "Par famille")
    ages = dessins.en_parts(lu, "personnes_suivies", "tranche_age", DIMENSIONS["tranche_age"].libelle)
    publics = (dessins.en_parts(lu, "personnes_suivies", code, DIMENSIONS[code].libelle) for code in ("sexe", "qpv"))
    ecrans = {
        f"Étapes de parcours : {lu.totaux['etapes'].texte}": [groupes],
        f"Sorties : {lu.totaux['sorties'].texte}": [familles],
        f"Personnes suivies : {lu.totaux['personnes_suivies'].texte}": [ages, *publics],
    }
    return [(titre, list(dessins.volets(*volets))) for titre, volets in ecrans.items() if any(volets)]


def _croise(lu: Bilan) -> list[dict[str, Any]]:
    """The breakdown asked for, one table per figure that it cuts; a dimension that a figure lacks is left out."""
    if not lu.par:
        return []
    tables: dict[str, list[Chiffre]] = {}
    for part in lu.tableaux.get(lu.par, ()):
        tables.setdefault(part.code, []).append(part)
    return [
        {
            "chiffre": lu.chiffre(code),
            "dimensions": [DIMENSIONS[d].libelle for d in parts[0].ventilation],
            "parts": parts,
            "panneaux": dessins.en_panneaux(lu, parts, lu.chiffre(code).libelle),
        }
        for code, parts in tables.items()
    ]


def _en_json(lu: Bilan) -> tuple[bytes, str]:
    return json.dumps(lu.en_json(), ensure_ascii=False, indent=1).encode(), "application/json; charset=utf-8"


def _en_csv(lu: Bilan) -> tuple[bytes, str]:
    return "".join(exports.en_csv(lu)).encode("utf-8"), "text/csv; charset=utf-8"


def _en_xlsx(lu: Bilan) -> tuple[bytes, str]:
    return exports.en_xlsx(lu), "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


FORMES: Final = {"json": _en_json, "csv": _en_csv, "xlsx": _en_xlsx}
