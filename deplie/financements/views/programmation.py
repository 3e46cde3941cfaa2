"""What a subvention globale has become: one page, the operations behind each figure, and the files of both."""

from __future__ import annotations

from datetime import date
from typing import Any, Final
from urllib.parse import urlencode

from django.core.exceptions import ValidationError
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone

from deplie.acteurs.queries import Acteur
from deplie.acteurs.views import page
from deplie.financements import exports
from deplie.financements.queries import programmation as lues
from deplie.financements.rules.programmation import MESURES, Case, nom_de
from deplie.socle import journal
from deplie.socle.formulaires import ChampJour
from deplie.socle.graphiques import Barre, Dessin, Panneau, multiples

XLSX: Final = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


def _jour(request: HttpRequest) -> tuple[date, str]:
    """The day a page is read at; today, with what was typed, where it is not a date."""
    ecrit = request.GET.get("le", "").strip()[:20]
    try:
        return ChampJour(required=False).clean(ecrit) or timezone.localdate(), ""
    except ValidationError:
        return timezone.localdate(), ecrit


@page("programmation.voir")
def programmation(request: HttpRequest, acteur: Acteur) -> HttpResponse:
    """The envelope beside what became of it, by year, axis and objective."""
    jour, illisible = _jour(request)
    subventions = lues.subventions_lisibles(acteur)
    voulue = request.GET.get("subvention", "")
    choisie = next((une for une in subventions if str(une.pk) == voulue), None)
    if choisie is None:
        choisie = next((une for une in subventions if une.debut <= jour), subventions[0] if subventions else None)
    contexte: dict[str, Any] = {
        "subventions": subventions,
        "sans_subvention": lues.appels_sans_subvention(acteur),
        "rattacher": acteur.peut("appel.gerer"),
        "cadre": acteur.peut("cadre.voir"),
        "jour": jour,
        "illisible": illisible,
        "mesures": MESURES,
    }
    if choisie:
        vue = lues.programmation(acteur, choisie.pk, jour)
        contexte |= _lignes(vue) | {"subvention": choisie, "vue": vue, "dessin": _dessin(vue)}
    return render(request, "financements/programmation.html", contexte)


def _lignes(vue: lues.Programmation) -> dict[str, Any]:
    """Each row with its name and the address that opens what is behind it."""
    return {
        "cases": [
            (annee, nom_de(axe, objectif), case, _vers(vue, annee=annee, axe=axe, objectif=objectif))
            for (annee, axe, objectif), case in vue.cases.items()
        ],
        "annees": [(annee, case, _vers(vue, annee=annee)) for annee, case in vue.par_annee.items()],
        "axes": [
            (nom_de(axe, objectif), case, _vers(vue, axe=axe, objectif=objectif))
            for (axe, objectif), case in vue.par_axe.items()
        ],
        "tout": (vue.tout, _vers(vue)),
    }


def _vers(vue: lues.Programmation, **cle: Any) -> str:
    return urlencode(cle | {"le": f"{vue.jour:%d/%m/%Y}"})


def _dessin(vue: lues.Programmation) -> Dessin | None:
    """The bars of each axis and objective, in whole euros, all on one scale; the table gives the cents."""
    if not vue.cases:
        return None
    panneaux = [
        Panneau(nom_de(axe, objectif), round(case.enveloppe or 0), _barres(case))
        for (axe, objectif), case in vue.par_axe.items()
    ]
    phrase = "Pour chaque axe et objectif : l'enveloppe, ce qui est programmé, conventionné, déclaré, retenu et payé."
    return multiples(panneaux, phrase=phrase, titre="En euros d'aide, par axe et objectif", periode="Euros")


def _barres(case: Case) -> list[Barre]:
    enveloppe = Barre("Enveloppe", round(case.enveloppe or 0), couleur="avant")
    return [enveloppe, *(Barre(MESURES[code], max(0, round(montant))) for code, montant in case.mesures)]


@page("programmation.voir")
def operations(request: HttpRequest, acteur: Acteur, pk: int) -> HttpResponse:
    """The operations behind a figure; those of other plans by their sums alone."""
    jour, _ = _jour(request)
    vue = lues.programmation(acteur, pk, jour)
    choix = lues.choix_de(request.GET.dict())
    lignes, ailleurs = vue.lignes(choix), vue.ailleurs(choix)
    contexte = {
        "subvention": vue.lue.subvention,
        "jour": jour,
        "choix": choix,
        "cellule": _nom_du_choix(choix),
        "mesure": MESURES.get(choix.mesure, ""),
        "mesures": MESURES,
        "lignes": lignes,
        "ailleurs": ailleurs,
        "tout": lues.total([*(ligne.case for ligne in lignes), *ailleurs.values()]),
        "ouvrir": acteur.peut("operation.voir"),
        "suivre": acteur.peut("depense.voir"),
    }
    return render(request, "financements/programmation_operations.html", contexte)


def _nom_du_choix(choix: lues.Choix) -> str:
    morceaux = [str(choix.annee)] if choix.annee else []
    if choix.axe is not None:
        morceaux.append(nom_de(choix.axe, choix.objectif or ""))
    return ", ".join(morceaux) or "toutes les années, tous les axes"


@page("programmation.voir")
def exporter(request: HttpRequest, acteur: Acteur, pk: int, forme: str) -> HttpResponse:
    """The table of the page as a file; no person is in it."""
    if forme not in ("csv", "xlsx"):
        raise Http404
    vue = lues.programmation(acteur, pk, _jour(request)[0])
    lignes, tableau = list(vue.cases.items()), exports.tableau_de_programmation()
    journal.exporter("exporter la programmation", par=acteur, objet=vue.lue.subvention, lignes=len(lignes))
    if forme == "xlsx":
        reponse = HttpResponse(content_type=XLSX)
        tableau.en_xlsx(reponse, lignes)  # type: ignore[arg-type]  # a response is written like a file
    else:
        reponse = HttpResponse(tableau.en_csv(lignes), content_type="text/csv; charset=utf-8")
    reponse["Content-Disposition"] = f'attachment; filename="programmation.{forme}"'
    return reponse
