"""The export of participants: layouts kept as data, what would leave seen before it does, the file and its purpose."""

from __future__ import annotations

from io import BytesIO
from typing import Final

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_POST

from deplie.acteurs.queries import Acteur
from deplie.acteurs.views import page
from deplie.fse import actions
from deplie.fse.forms.correspondance import FormulaireAjout, FormulaireExport, FormulaireLot, intitules
from deplie.fse.models import CorrespondanceFSE
from deplie.fse.queries import export as lus
from deplie.fse.rules.correspondance import de_donnees
from deplie.fse.rules.fichier import CSV, ecrire_fichier
from deplie.fse.views.indicateurs import XLSX
from deplie.socle import journal
from deplie.socle.tableaux.ecriture import ecrire_xlsx

APERCU: Final = 10
LAISSEES: Final = 100


@page("fse.exporter")
def exports(request: HttpRequest, acteur: Acteur) -> HttpResponse:
    """The layouts of the territory."""
    return render(request, "fse/exports.html", {"correspondances": lus.correspondances(acteur)})


@page("fse.exporter")
def correspondance(request: HttpRequest, acteur: Acteur, pk: int) -> HttpResponse:
    """A layout: its columns, what would leave of some operations, its versions."""
    modele = lus.correspondance_ou_404(acteur, pk)
    contexte = _contexte(acteur, modele)
    if request.GET:
        formulaire = FormulaireLot(request.GET, permises=lus.operations_a_exporter(acteur))
        contexte |= {"formulaire": formulaire}
        if formulaire.is_valid():
            contexte |= _apercu(acteur, modele, formulaire)
    return render(request, "fse/correspondance.html", contexte)


def _contexte(acteur: Acteur, modele: CorrespondanceFSE) -> dict[str, object]:
    lue = de_donnees(modele.donnees)
    return {
        "modele": modele,
        "lue": lue,
        "colonnes": intitules(lue),
        "csv": lue.forme.genre == CSV,
        "ajout": FormulaireAjout(correspondance=lue),
        "formulaire": FormulaireLot(permises=lus.operations_a_exporter(acteur)),
        "versions": lus.versions_de(modele),
        "sensibles": lus.champs_sensibles(lue),
        "sensible": acteur.peut("sensible.lire"),
    }


def _apercu(acteur: Acteur, modele: CorrespondanceFSE, formulaire: FormulaireLot) -> dict[str, object]:
    choisies, incompletes = list(formulaire.cleaned_data["operations"]), formulaire.cleaned_data["incompletes"]
    journal.consulter(modele, par=acteur, verbe="voir l'aperçu d'un export de participants", operations=len(choisies))
    lot = lus.lot_de(acteur, modele, choisies, incompletes)
    lignes = lot.lignes[:APERCU]
    tu = bool(lus.champs_sensibles(lot.correspondance)) and not acteur.peut("sensible.lire")
    if lignes and not tu and lus.champs_sensibles(lot.correspondance):
        journal.consulter(modele, par=acteur, verbe="lire des réponses sensibles dans un aperçu", lignes=len(lignes))
    fixes = {"operations": [une.pk for une in choisies], "incompletes": incompletes}
    return {
        "lot": lot,
        "lignes": lus.masquer(lot, lignes) if tu else lignes,
        "ecartees": lot.ecartees[:LAISSEES],
        "tu": tu,
        "sortie": FormulaireExport(initial=fixes, permises=lus.operations_a_exporter(acteur)),
        "choisies": fixes["operations"],
        "incompletes": incompletes,
    }


@require_POST
@page("fse.exporter")
def exporter_participants(request: HttpRequest, acteur: Acteur, pk: int) -> HttpResponse:
    """The file, once its purpose is in the journal; 403 for who may not read the sensitive answers that it holds."""
    modele = lus.correspondance_ou_404(acteur, pk)
    formulaire = FormulaireExport(request.POST, permises=lus.operations_a_exporter(acteur))
    contexte = _contexte(acteur, modele)
    if contexte["sensibles"] and not contexte["sensible"]:
        raise PermissionDenied("Ce fichier porte des réponses sensibles : il se télécharge avec le droit de les lire.")
    if not formulaire.is_valid():
        contexte |= {"formulaire": formulaire}
        if "operations" in formulaire.cleaned_data and "incompletes" in formulaire.cleaned_data:
            contexte |= _apercu(acteur, modele, formulaire) | {"sortie": formulaire}
        return render(request, "fse/correspondance.html", contexte)
    choisies = list(formulaire.cleaned_data["operations"])
    lot = lus.lot_de(acteur, modele, choisies, formulaire.cleaned_data["incompletes"])
    if not lot.retenues:
        messages.error(request, "Aucune fiche ne peut partir : le fichier serait vide.")
        return redirect("fse:correspondance", acteur.territoire.code, modele.pk)
    actions.noter_export(
        modele=modele, lot=lot, operations=choisies, motif=formulaire.cleaned_data["motif"], par=acteur
    )
    return _fichier(lot)


def _fichier(lot: lus.Lot) -> HttpResponse:
    forme, entetes = lot.correspondance.forme, lot.correspondance.entetes
    if forme.genre == CSV:
        contenu = ecrire_fichier(forme, entetes, lot.lignes)
        reponse = HttpResponse(contenu, content_type=f"text/csv; charset={forme.encodage}")
        suffixe = "csv"
    else:
        sortie = BytesIO()
        ecrire_xlsx(sortie, "Participants", entetes, lot.lignes)
        reponse, suffixe = HttpResponse(sortie.getvalue(), content_type=XLSX), "xlsx"
    reponse["Content-Disposition"] = f'attachment; filename="participants-fse.{suffixe}"'
    return reponse
