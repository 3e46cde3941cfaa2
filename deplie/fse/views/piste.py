"""The participants of an operation and what proves their part, for an auditor; étapes whose operation is unknown."""

from __future__ import annotations

from typing import Final

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from deplie.acteurs.queries import Acteur
from deplie.acteurs.views import page
from deplie.financements.queries.operation import operation_ou_404
from deplie.fse.queries import piste as lues
from deplie.fse.queries.fiche import programmation_de
from deplie.parcours.queries.preuves import codes_inconnus, etapes_sans_operation
from deplie.socle import journal
from deplie.territoires.rules import CRITERE

PAR_PAGE: Final = 50


@page("participation.voir")
def participants(request: HttpRequest, acteur: Acteur, pk: int) -> HttpResponse:
    """Everybody whom the reader may see, with what lacks; the others are counted."""
    operation = operation_ou_404(acteur, pk)
    tous = lues.participants_de(operation)
    vus = lues.nommes(acteur, tous)
    lit = _lit(acteur)
    manquants = [un for un in vus if un.manques_lisibles(**lit)]
    onglet = "tous" if request.GET.get("onglet") == "tous" else "manques"
    choisis = Paginator(vus if onglet == "tous" else manquants, PAR_PAGE).get_page(request.GET.get("page"))
    journal.consulter(operation, par=acteur, verbe="lire les participants d'une piste d'audit", lignes=len(choisis))
    contexte = {
        "operation": operation,
        "page": choisis,
        "onglet": onglet,
        "onglets": [("manques", "À compléter", len(manquants)), ("tous", "Tous", len(vus))],
        "decompte": lues.decompter(tous, bool(programmation_de(operation))),
        "ailleurs": len(tous) - len(vus),
        "prescriptions": acteur.peut("prescription.voir"),
        "fiches": acteur.peut("fse.voir"),
        "piste": acteur.peut("depense.voir"),
    }
    return render(request, "fse/piste_participants.html", contexte)


@page("participation.voir")
def participant(request: HttpRequest, acteur: Acteur, pk: int, personne: int) -> HttpResponse:
    """From somebody to the proof of their eligibility, of their presence, their record and the operation."""
    lue = lues.piste_du_participant(acteur, pk, personne)
    journal.consulter(lue.participant.personne, par=acteur, page="piste d'audit", operation=lue.operation.code)
    contexte = {
        "lue": lue,
        "operation": lue.operation,
        "participant": lue.participant,
        "manques": lue.participant.manques_lisibles(**_lit(acteur)),
        "criteres": [(lu, CRITERE.libelle(lu.critere.code)) for lu in lue.criteres],
        "prescriptions": acteur.peut("prescription.voir"),
        "fiches": acteur.peut("fse.voir"),
        "piste": acteur.peut("depense.voir"),
    }
    return render(request, "fse/piste_participant.html", contexte)


def _lit(acteur: Acteur) -> dict[str, bool]:
    """Which proofs the reader may read of."""
    return {"eligibilite": acteur.peut("prescription.voir"), "fiche": acteur.peut("fse.voir")}


@page("participation.voir")
def codes(request: HttpRequest, acteur: Acteur) -> HttpResponse:
    """Étapes that name an operation that nobody knows, and the operation that each code may stand for."""
    trouvees = etapes_sans_operation(acteur).select_related("participation__personne", "operateur")
    choisies = Paginator(trouvees.order_by("operation", "-date_debut", "-pk"), PAR_PAGE)
    lue = choisies.get_page(request.GET.get("page"))
    if lue:
        verbe = "lire les étapes sans opération"
        journal.consulter(acteur.territoire, par=acteur, verbe=verbe, lignes=len(lue))
    contexte = {"codes": codes_inconnus(acteur), "page": lue, "operations": acteur.peut("operation.voir")}
    return render(request, "fse/codes_inconnus.html", contexte)
