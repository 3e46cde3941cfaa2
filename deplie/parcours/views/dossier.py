"""The person's own file, given to them: all of it, once the reason is in the journal."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from deplie.acteurs.queries import Acteur
from deplie.acteurs.views import page
from deplie.parcours.exports.dossier import archive_du_dossier, pdf_du_dossier
from deplie.parcours.forms.dossier import FormulaireDossier
from deplie.parcours.queries.dossier import dossier_de, dossier_ou_404
from deplie.socle import journal
from deplie.socle.documents import TYPE_PDF
from deplie.territoires.queries.reglages import reglage


@page("personne.dossier")
def dossier(request: HttpRequest, acteur: Acteur, pk: int) -> HttpResponse:
    personne = dossier_ou_404(acteur, pk)
    formulaire = FormulaireDossier(request.POST if request.method == "POST" else None)
    if not formulaire.is_valid():
        journal.consulter(personne, par=acteur, page="dossier")
        return render(request, "parcours/dossier.html", {"formulaire": formulaire, "personne": personne})
    forme = formulaire.cleaned_data["forme"]
    motif = formulaire.cleaned_data["motif"]
    journal.exporter("donner le dossier d'une personne", par=acteur, objet=personne, motif=motif, format=forme)
    lu = dossier_de(personne)
    contenu = archive_du_dossier(lu) if forme == "zip" else pdf_du_dossier(lu, reglage(acteur.territoire, "couleur"))
    reponse = HttpResponse(contenu, content_type="application/zip" if forme == "zip" else TYPE_PDF)
    reponse["Content-Disposition"] = f'attachment; filename="dossier-{personne.pk}.{forme}"'
    return reponse
