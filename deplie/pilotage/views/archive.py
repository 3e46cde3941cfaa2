"""The whole pack in one archive: asked for, followed, taken."""

from __future__ import annotations

from django.contrib import messages
from django.http import FileResponse, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.cache import patch_cache_control
from django.views.decorators.http import require_POST

from deplie.acteurs.queries import Acteur
from deplie.acteurs.views import page
from deplie.pilotage import actions
from deplie.pilotage.exports.pack import rangs_de
from deplie.pilotage.queries.pack import pack_de
from deplie.pilotage.queries.pack.archives import archive_ou_404, interrompue, se_prepare
from deplie.pilotage.queries.publication import publication_ou_404, visibles_par
from deplie.socle import journal
from deplie.socle.erreurs import RefusMetier
from deplie.socle.fabrications import GARDE, archive_de
from deplie.socle.models import Fabrication


@require_POST
@page("bilan.exporter")
def preparer(request: HttpRequest, acteur: Acteur, pk: int) -> HttpResponse:
    """Ask for the pack; the page that follows it."""
    lue, code = publication_ou_404(acteur, pk), acteur.territoire.code
    adresse = request.build_absolute_uri(reverse("pilotage:publication", args=[code, lue.pk]))
    try:
        rangs = rangs_de(pack_de(lue))
        demandee = actions.demander_dossier(publication=lue, documents=rangs, adresse=adresse, par=acteur)
    except RefusMetier as refus:
        messages.error(request, refus.message)
        return redirect("pilotage:dossier", code, lue.pk)
    return redirect("pilotage:archive_dossier", code, demandee.cle)


@page("bilan.exporter")
def archive(request: HttpRequest, acteur: Acteur, cle: str) -> HttpResponse:
    """How far it is; what to do with it once it is over, or cut off."""
    trouvee = archive_ou_404(acteur, cle)
    contexte = {
        "archive": trouvee,
        "publication": visibles_par(acteur).filter(pk=trouvee.detail["publication"]).first(),
        "en_cours": se_prepare(trouvee),
        "interrompue": interrompue(trouvee),
        "efface_le": trouvee.fini_le + GARDE if trouvee.fini_le else None,
    }
    return render(request, "pilotage/archive.html", contexte)


@page("bilan.exporter")
def avancement(request: HttpRequest, acteur: Acteur, cle: str) -> HttpResponse:
    """The progress alone, asked again and again; once the work is over or cut off, the whole page is asked for."""
    trouvee = archive_ou_404(acteur, cle)
    reponse = render(request, "pilotage/_avancement_dossier.html", {"archive": trouvee, "acteur": acteur})
    if not se_prepare(trouvee):
        reponse["HX-Refresh"] = "true"
    return reponse


@page("bilan.exporter")
def telecharger(request: HttpRequest, acteur: Acteur, cle: str) -> HttpResponseBase:
    """The archive, for its author alone; the journal first: what cannot be written there is not given."""
    trouvee = archive_ou_404(acteur, cle)
    chemin = archive_de(trouvee)
    if trouvee.etat != Fabrication.Etat.FAITE or not chemin.exists():
        messages.error(request, "Ce dossier n'est pas là : il se prépare, ou il a été effacé.")
        return redirect("pilotage:archive_dossier", acteur.territoire.code, trouvee.cle)
    publication = trouvee.detail["publication"]
    journal.exporter("exporter le dossier du comité", par=acteur, publication=publication, document="dossier.zip")
    nom = f"{acteur.territoire.code}-dossier-{trouvee.cree_le:%Y-%m-%d}.zip"
    reponse = FileResponse(chemin.open("rb"), as_attachment=True, filename=nom, content_type="application/zip")
    reponse["X-Content-Type-Options"] = "nosniff"
    patch_cache_control(reponse, private=True, no_store=True)
    return reponse
