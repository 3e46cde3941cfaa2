"""The audit trail of an operation, of one of its expenses, of one of its payments; printed, and taken away."""

from __future__ import annotations

from typing import Any, Final

from django.contrib import messages
from django.http import FileResponse, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.cache import patch_cache_control
from django.views.decorators.http import require_POST

from deplie.acteurs.queries import Acteur
from deplie.acteurs.views import page
from deplie.financements import actions
from deplie.financements.exports.piste import piste_en_pdf
from deplie.financements.queries import piste as lues
from deplie.financements.queries.dossier_audit import archive_ou_404, archives_de, dossier_audit
from deplie.financements.queries.operation import operation_ou_404
from deplie.financements.queries.piste import Piste
from deplie.socle import emplacements, journal
from deplie.socle.documents import TYPE_PDF
from deplie.socle.erreurs import RefusMetier
from deplie.socle.fabrications import GARDE, archive_de
from deplie.socle.models import Fabrication

EN_COURS: Final = frozenset({Fabrication.Etat.DEMANDEE, Fabrication.Etat.EN_COURS})


def commun(acteur: Acteur, lue: Piste) -> dict[str, Any]:
    """What every page of a trail shows: the operation, and which of its other pages the reader may open."""
    return {
        "piste": lue,
        "operation": lue.operation,
        "situation": lue.situation,
        "lire_appel": acteur.peut("dossier.tous"),
        "lire_seance": acteur.peut("seance.voir"),
        "lire_cadre": acteur.peut("cadre.voir"),
        "emporter": acteur.peut("piste.exporter"),
    }


@page("depense.voir")
def piste(request: HttpRequest, acteur: Acteur, pk: int) -> HttpResponse:
    """The whole tree of an operation, its gaps first."""
    vue = operation_ou_404(acteur, pk)
    lue = lues.piste_de(vue)
    contexte = commun(acteur, lue) | {"panneaux": emplacements.lire("piste", acteur, vue)}
    return render(request, "financements/piste.html", contexte)


@page("depense.voir")
def depense(request: HttpRequest, acteur: Acteur, pk: int) -> HttpResponse:
    """From the euros of an expense to its pieces, its control, its payments, its convention and its decision."""
    lue, bilan, ligne = lues.piste_de_la_depense(acteur, pk)
    suite = {
        "bilan": bilan,
        "ligne": ligne,
        "part": lue.part_d_aide(ligne),
        "versements": lues.versements_depuis(lue, bilan),
    }
    return render(request, "financements/piste_depense.html", commun(acteur, lue) | suite)


@page("depense.voir")
def versement(request: HttpRequest, acteur: Acteur, pk: int) -> HttpResponse:
    """From a payment to the bilans that it rests on, their expenses, the convention and the decision."""
    lue, paiement = lues.piste_du_versement(acteur, pk)
    return render(request, "financements/piste_versement.html", commun(acteur, lue) | {"paiement": paiement})


@page("piste.exporter")
def imprimer(request: HttpRequest, acteur: Acteur, pk: int) -> HttpResponse:
    """The whole trail in one PDF; with its participants only when they are asked for."""
    vue = operation_ou_404(acteur, pk)
    nommer = request.GET.get("participants") == "oui"
    lu = dossier_audit(acteur, vue, nommer=nommer)
    journal.exporter("imprimer une piste d'audit", par=acteur, objet=vue, pieces=len(lu.preuves), nommer=nommer)
    reponse = HttpResponse(piste_en_pdf(lu, timezone.localtime()), content_type=TYPE_PDF)
    reponse["Content-Disposition"] = f'attachment; filename="piste-{vue.pk}.pdf"'
    patch_cache_control(reponse, private=True, no_store=True)
    return reponse


@page("piste.exporter")
def archives(request: HttpRequest, acteur: Acteur, pk: int) -> HttpResponse:
    """Ask for the trail with all its files; the archives that the reader asked for, of this operation."""
    vue = operation_ou_404(acteur, pk)
    if request.method == "POST":
        try:
            actions.demander_piste(operation=vue, nommer=request.POST.get("participants") == "oui", par=acteur)
            messages.success(request, "L'archive se prépare : elle apparaît ici dès qu'elle est prête.")
        except RefusMetier as refus:
            messages.error(request, refus.message)
        return redirect("financements:archives_piste", acteur.territoire.code, vue.pk)
    siennes = [une for une in archives_de(acteur) if une.detail.get("operation") == vue.pk]
    contexte = {
        "operation": vue,
        "archives": [(une, une.fini_le + GARDE if une.fini_le else None) for une in siennes[:20]],
        "en_cours": any(une.etat in EN_COURS for une in siennes),
        "nommer": acteur.peut("participation.voir"),
    }
    return render(request, "financements/archives_piste.html", contexte)


@page("piste.exporter")
def telecharger(request: HttpRequest, acteur: Acteur, cle: str) -> HttpResponseBase:
    """The archive, for its author alone; the journal first: what cannot be written there is not given."""
    trouvee = archive_ou_404(acteur, cle)
    chemin = archive_de(trouvee)
    if trouvee.etat != Fabrication.Etat.FAITE or not chemin.exists():
        messages.error(request, "Cette archive n'est pas là : elle se prépare, ou elle a été effacée.")
        return redirect("financements:operations", acteur.territoire.code)
    journal.exporter(
        "télécharger une piste d'audit", par=acteur, objet=trouvee, lignes=trouvee.attendus - trouvee.ecartes
    )
    nom = f"piste-{trouvee.detail['operation']}-{trouvee.cree_le:%Y-%m-%d}.zip"
    reponse = FileResponse(chemin.open("rb"), as_attachment=True, filename=nom, content_type="application/zip")
    reponse["X-Content-Type-Options"] = "nosniff"
    patch_cache_control(reponse, private=True, no_store=True)
    return reponse


@require_POST
@page("piste.exporter")
def effacer(request: HttpRequest, acteur: Acteur, cle: str) -> HttpResponse:
    trouvee = archive_ou_404(acteur, cle)
    operation = trouvee.detail["operation"]
    try:
        actions.effacer_piste(fabrication=trouvee, par=acteur)
        messages.success(request, "L'archive est effacée.")
    except RefusMetier as refus:
        messages.error(request, refus.message)
    return redirect("financements:archives_piste", acteur.territoire.code, operation)
