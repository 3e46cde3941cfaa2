"""A plan that comes in as a workbook: looked at, then written whole or not at all."""

from __future__ import annotations

from io import BytesIO
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from deplie.acteurs.queries import Acteur
from deplie.acteurs.views import page
from deplie.gouvernance import actions, exports, queries
from deplie.gouvernance.forms.classeur import FormulaireApercu, FormulaireClasseur
from deplie.gouvernance.imports.classeur import ClasseurLu, lire_classeur
from deplie.gouvernance.models import Plan
from deplie.gouvernance.rules.classeur import PAREIL, Rapport
from deplie.gouvernance.views._commun import vers_plan
from deplie.socle.documents.modele import envoi_de, joindre
from deplie.socle.erreurs import RefusMetier
from deplie.socle.lecture import FichierRefuse


@page("pacte.tenir")
def classeur_vierge(request: HttpRequest, acteur: Acteur) -> HttpResponse:
    """The workbook to fill."""
    sortie = BytesIO()
    exports.ecrire_classeur_vierge(sortie)
    return joindre(sortie.getvalue(), "plan-d-actions-vierge", "xlsx")


@page("pacte.tenir")
def importer_plan(request: HttpRequest, acteur: Acteur) -> HttpResponse:
    """A new plan from its workbook."""
    return _importer(request, acteur, None)


@page("pacte.tenir")
def importer(request: HttpRequest, acteur: Acteur, pk: int) -> HttpResponse:
    """A plan corrected by its workbook."""
    return _importer(request, acteur, queries.plan_ou_404(acteur, pk))


def _importer(request: HttpRequest, acteur: Acteur, plan: Plan | None) -> HttpResponse:
    if request.method == "POST" and "contenu" in request.POST:
        return _ecrire(request, acteur, plan)
    envoye = FormulaireClasseur(*envoi_de(request))
    if not envoye.is_bound or not envoye.is_valid():
        return _demander(request, plan, envoye)
    fichier = envoye.cleaned_data["fichier"]
    try:
        return _montrer(request, acteur, plan, fichier.name, fichier.read())
    except RefusMetier as refus:
        envoye.add_error("fichier", refus.message)
        return _demander(request, plan, envoye)


def _demander(request: HttpRequest, plan: Plan | None, saisi: FormulaireClasseur) -> HttpResponse:
    return render(request, "gouvernance/importer.html", {"plan": plan, "formulaire": saisi})


def _redemander(request: HttpRequest, plan: Plan | None, *phrases: str) -> HttpResponse:
    """The form again, for a workbook that did not come back as it left."""
    saisi = FormulaireClasseur({}, {})
    saisi.errors["fichier"] = saisi.error_class(phrases)
    return _demander(request, plan, saisi)


def _montrer(request: HttpRequest, acteur: Acteur, plan: Plan | None, nom: str, octets: bytes) -> HttpResponse:
    """What importing would do. Raises RefusMetier for a file that is no workbook."""
    lu = lire_classeur(nom, octets)
    rapport = actions.essayer_classeur(lignes=lu.lignes, plan=plan, par=acteur)
    vu = exports.empreinte(plan) if plan else ""
    contexte = _apercu(lu, rapport) | {"plan": plan, "nom": nom, "confirmer": FormulaireApercu.de(nom, octets, vu)}
    return render(request, "gouvernance/apercu.html", contexte)


def _apercu(lu: ClasseurLu, rapport: Rapport) -> dict[str, Any]:
    """What the page of a workbook shows."""
    return {
        "rapport": rapport,
        "refus": sorted([*lu.refus, *rapport.refus], key=lambda r: (r.feuille, r.ligne)),
        "ecrits": [changement for changement in rapport.changements if changement.sorte != PAREIL],
        "remarques": lu.remarques,
    }


def _ecrire(request: HttpRequest, acteur: Acteur, plan: Plan | None) -> HttpResponse:
    confirme = FormulaireApercu(request.POST)
    if not confirme.is_valid():
        return _redemander(request, plan, *confirme.errors.get("contenu", ["Déposez le classeur de nouveau."]))
    nom, octets, vu = confirme.rendu()
    try:
        lu = lire_classeur(nom, octets)
        ecrit, rapport = actions.importer_classeur(
            lignes=lu.lignes, plan=plan, par=acteur, fichier=nom, refus=lu.refus,
            inchange=lambda present: exports.empreinte(present) == vu,
        )  # fmt: skip
    except FichierRefuse as refus:
        return _redemander(request, plan, refus.message)
    except RefusMetier as refus:
        messages.error(request, refus.message)
        return _montrer(request, acteur, plan, nom, octets)
    return vers_plan(request, ecrit, f"Le classeur est importé : {_dit(rapport)}.")


def _dit(rapport: Rapport) -> str:
    return f"{rapport.ecrits} ligne{'s' if rapport.ecrits > 1 else ''} écrite{'s' if rapport.ecrits > 1 else ''}"
