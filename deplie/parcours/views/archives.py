"""Letters to many people, made in the background: how far they are, the archive for who asked for it."""

from __future__ import annotations

from django.contrib import messages
from django.http import FileResponse, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.views.decorators.http import require_POST

from deplie.acteurs.queries import Acteur
from deplie.acteurs.views import page
from deplie.parcours import actions
from deplie.parcours.queries.courrier import archive_ou_404, archives_de
from deplie.socle import journal
from deplie.socle.erreurs import RefusMetier
from deplie.socle.fabrications import GARDE, archive_de
from deplie.socle.models import Fabrication

EN_COURS = frozenset({Fabrication.Etat.DEMANDEE, Fabrication.Etat.EN_COURS})


@page("courrier.ecrire")
def archives(request: HttpRequest, acteur: Acteur) -> HttpResponse:
    """What the reader asked for, and nobody else."""
    return render(request, "parcours/archives_courriers.html", {"archives": archives_de(acteur)[:50]})


@page("courrier.ecrire")
def archive(request: HttpRequest, acteur: Acteur, pk: int) -> HttpResponse:
    trouvee = archive_ou_404(acteur, pk)
    contexte = {"archive": trouvee, "en_cours": trouvee.etat in EN_COURS}
    if trouvee.fini_le:
        contexte["efface_le"] = trouvee.fini_le + GARDE
    return render(request, "parcours/archive_courriers.html", contexte)


@page("courrier.ecrire")
def avancement(request: HttpRequest, acteur: Acteur, pk: int) -> HttpResponse:
    """The progress alone, asked again and again; once the work is over, the whole page is asked for."""
    trouvee = archive_ou_404(acteur, pk)
    reponse = render(request, "parcours/_avancement_courriers.html", {"archive": trouvee, "acteur": acteur})
    if trouvee.etat not in EN_COURS:
        reponse["HX-Refresh"] = "true"
    return reponse


@page("courrier.ecrire")
def telecharger(request: HttpRequest, acteur: Acteur, pk: int) -> HttpResponseBase:
    """The archive, for its author alone; the journal first: what cannot be written there is not given."""
    trouvee = archive_ou_404(acteur, pk)
    chemin = archive_de(trouvee)
    if trouvee.etat != Fabrication.Etat.FAITE or not chemin.exists():
        messages.error(request, "Cette archive n'est pas là : elle se prépare, ou elle a été effacée.")
        return redirect("parcours:archive_courriers", acteur.territoire.code, trouvee.pk)
    lignes = trouvee.attendus - trouvee.ecartes
    journal.exporter("télécharger des courriers", par=acteur, objet=trouvee, lignes=lignes)
    nom = f"courriers-{acteur.territoire.code}-{trouvee.cree_le:%Y-%m-%d}.zip"
    reponse = FileResponse(chemin.open("rb"), as_attachment=True, filename=nom, content_type="application/zip")
    reponse["X-Content-Type-Options"] = "nosniff"
    reponse["Cache-Control"] = "private, no-store"
    return reponse


@require_POST
@page("courrier.ecrire")
def effacer(request: HttpRequest, acteur: Acteur, pk: int) -> HttpResponse:
    try:
        actions.effacer_courriers(fabrication=archive_ou_404(acteur, pk), par=acteur)
        messages.success(request, "L'archive est effacée.")
    except RefusMetier as refus:
        messages.error(request, refus.message)
    return redirect("parcours:archives_courriers", acteur.territoire.code)
