"""What is taken away of a plan: its workbook, its sheets of action, the bilan of a year."""

from __future__ import annotations

from collections.abc import Callable
from io import BytesIO

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone

from deplie.acteurs.queries import Acteur
from deplie.acteurs.views import page
from deplie.gouvernance import exports, queries
from deplie.gouvernance.models import IndicateurAction
from deplie.gouvernance.queries.bilan import BilanDuPlan, annees_de, dresser
from deplie.gouvernance.queries.catalogue import valeurs_lues
from deplie.gouvernance.queries.lecture import ActionLue, PlanLu, lire_action, lire_plan
from deplie.gouvernance.rules.cycle import ETATS
from deplie.socle import journal
from deplie.socle.documents.modele import joindre


@page("pacte.voir")
def classeur(request: HttpRequest, acteur: Acteur, pk: int) -> HttpResponse:
    """The whole plan as a workbook."""
    lu = lire_plan(queries.plan_ou_404(acteur, pk))
    sortie = BytesIO()
    lignes = exports.ecrire_classeur(sortie, lu)
    journal.exporter("télécharger un plan d'actions", par=acteur, objet=lu.plan, lignes=lignes)
    return joindre(sortie.getvalue(), f"plan-{pk}", "xlsx")


@page("pacte.voir")
def fiche(request: HttpRequest, acteur: Acteur, pk: int) -> HttpResponse:
    """The sheet of one action, in Word."""
    return joindre(_fiche(acteur, pk, "docx")[0], f"fiche-action-{pk}")


@page("pacte.voir")
def fiche_pdf(request: HttpRequest, acteur: Acteur, pk: int) -> HttpResponse:
    """The sheet of one action, in PDF."""
    octets, lue = _fiche(acteur, pk, "pdf")
    return joindre(exports.fiche_en_pdf(octets, lue, timezone.now()), f"fiche-action-{pk}", "pdf")


def _fiche(acteur: Acteur, pk: int, forme: str) -> tuple[bytes, ActionLue]:
    action = queries.action_ou_404(acteur, pk)
    lu, lue = lire_action(action)
    mesures = queries.indicateurs_de(action)
    journal.exporter("télécharger une fiche action", par=acteur, objet=action, lignes=1, forme=forme)
    return exports.fiches_en_word(lu, [lue], {pk: mesures}, valeurs_lues(acteur, mesures, lu.jour)), lue


@page("pacte.voir")
def fiches(request: HttpRequest, acteur: Acteur, pk: int) -> HttpResponse:
    """The sheets of every action of a plan, in one Word document."""
    lu = lire_plan(queries.plan_ou_404(acteur, pk))
    mesures: dict[int, list[IndicateurAction]] = {}
    for mesure in queries.indicateurs_du_plan(lu.plan):
        mesures.setdefault(mesure.action_id, []).append(mesure)
    toutes = [mesure for siennes in mesures.values() for mesure in siennes]
    journal.exporter("télécharger les fiches actions d'un plan", par=acteur, objet=lu.plan, lignes=len(lu.actions))
    octets = exports.fiches_en_word(lu, lu.actions, mesures, valeurs_lues(acteur, toutes, lu.jour))
    return joindre(octets, f"fiches-actions-plan-{pk}")


@page("pacte.voir")
def bilan(request: HttpRequest, acteur: Acteur, pk: int) -> HttpResponse:
    """A year of a plan."""
    lu = lire_plan(queries.plan_ou_404(acteur, pk))
    dresse = _dresser(request, lu)
    catalogue = valeurs_lues(acteur, [mesure.indicateur for mesure in dresse.mesures], dresse.jour)
    contexte = {
        "plan": lu.plan,
        "lu": lu,
        "bilan": dresse,
        "champs": exports.champs_du_bilan(dresse, catalogue),
        "annees": annees_de(lu),
        "etats": ETATS,
        "requete": "",
    }
    return render(request, "gouvernance/bilan.html", contexte)


@page("pacte.voir")
def bilan_word(request: HttpRequest, acteur: Acteur, pk: int) -> HttpResponse:
    """The bilan of a year, in Word."""
    return _emporter(request, acteur, pk, "docx", exports.bilan_en_word)


@page("pacte.voir")
def bilan_pdf(request: HttpRequest, acteur: Acteur, pk: int) -> HttpResponse:
    """The bilan of a year, in PDF."""
    return _emporter(request, acteur, pk, "pdf", lambda b, c: exports.bilan_en_pdf(b, c, timezone.now()))


def _emporter(request: HttpRequest, acteur: Acteur, pk: int, forme: str, rendre: Callable[..., bytes]) -> HttpResponse:
    lu = lire_plan(queries.plan_ou_404(acteur, pk))
    dresse = _dresser(request, lu)
    catalogue = valeurs_lues(acteur, [mesure.indicateur for mesure in dresse.mesures], dresse.jour)
    detail = {"annee": dresse.annee, "forme": forme}
    journal.exporter("télécharger le bilan d'un plan", par=acteur, objet=lu.plan, lignes=len(lu.actions), **detail)
    return joindre(rendre(dresse, catalogue), f"bilan-plan-{pk}-{dresse.annee}", forme)


def _dresser(request: HttpRequest, lu: PlanLu) -> BilanDuPlan:
    """The year asked for; the last one of which something can be told, where none or another is."""
    annees = annees_de(lu)
    demandee = request.GET.get("annee", "")
    annee = next((annee for annee in annees if str(annee) == demandee), annees[0] if annees else lu.plan.debut.year)
    return dresser(lu, annee, queries.axes_de(lu.plan))
