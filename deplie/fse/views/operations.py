"""European operations and their records: how complete they are, what is to be done."""

from __future__ import annotations

from typing import Final

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_POST

from deplie.acteurs.queries import Acteur
from deplie.acteurs.views import page
from deplie.fse import actions
from deplie.fse.queries import fiche as lues
from deplie.fse.queries.connu import sans_fiche
from deplie.fse.queries.travail import a_completer as travaux
from deplie.fse.queries.travail import lignes_de
from deplie.socle import journal

PAR_PAGE: Final = 50
ONGLETS: Final = {"toutes": "Toutes", "incompletes": "Incomplètes", "erreurs": "Refusées par le service"}


@page("fse.voir")
def operations(request: HttpRequest, acteur: Acteur) -> HttpResponse:
    """The operations with participants, those in danger first."""
    etats = lues.etats(acteur, timezone.localdate())
    contexte = {
        "etats": etats,
        "alarmes": [etat for etat in etats if etat.alarme],
        "seuil": lues.seuils_de(acteur).le(timezone.localdate()),
        "compter": acteur.peut("fse.compter"),
        "exporter": acteur.peut("fse.exporter"),
        "voir_operations": acteur.peut("operation.voir"),
    }
    return render(request, "fse/operations.html", contexte)


@page("fse.voir")
def participants(request: HttpRequest, acteur: Acteur, pk: int) -> HttpResponse:
    """The records of an operation, with what is missing and who can fill it."""
    operation, jour = lues.operation_fse_ou_404(acteur, pk), timezone.localdate()
    onglet = demande if (demande := request.GET.get("onglet", "")) in ONGLETS else "toutes"
    lignes = lignes_de(acteur, operation, jour)
    cuts = {
        "toutes": lignes,
        "incompletes": [ligne for ligne in lignes if not ligne.complete],
        "erreurs": [ligne for ligne in lignes if ligne.erreurs],
    }
    vue = Paginator(cuts[onglet], PAR_PAGE).get_page(request.GET.get("page"))
    journal.consulter(operation, par=acteur, verbe="lire les participants d'une opération", lignes=len(vue))
    fiches = [lue.fiche for lue in lues.lire(lues.toutes(acteur).filter(operation=operation))]
    contexte = {
        "operation": operation,
        "etat": lues.etat_de(operation, fiches, jour, lues.seuils_de(acteur)),
        "onglets": [(nom, libelle, len(cuts[nom])) for nom, libelle in ONGLETS.items()],
        "onglet": onglet,
        "parametres": f"onglet={onglet}",
        "page": vue,
        "sans_fiche": sans_fiche(acteur, operation, jour),
        "identite": acteur.peut("participation.modifier"),
        "saisir": acteur.peut("fse.saisir"),
    }
    return render(request, "fse/participants.html", contexte)


@page("fse.voir")
def a_completer(request: HttpRequest, acteur: Acteur) -> HttpResponse:
    """The work list, in order of effect."""
    lignes = travaux(acteur, timezone.localdate())
    vue = Paginator(lignes, PAR_PAGE).get_page(request.GET.get("page"))
    journal.consulter(acteur.territoire, par=acteur, verbe="lire les fiches à compléter", lignes=len(vue))
    contexte = {"page": vue, "saisir": acteur.peut("fse.saisir"), "identite": acteur.peut("participation.modifier")}
    return render(request, "fse/a_completer.html", contexte)


@require_POST
@page("fse.saisir")
def ouvrir_toutes(request: HttpRequest, acteur: Acteur, pk: int) -> HttpResponse:
    """A record for each person whom the étapes of an operation receive."""
    operation = lues.operation_fse_ou_404(acteur, pk)
    ouvertes, ecartees = actions.ouvrir_fiches(operation=operation, par=acteur)
    phrase = f"{ouvertes} fiche{'s' if ouvertes > 1 else ''} ouverte{'s' if ouvertes > 1 else ''}."
    if ecartees:
        phrase += f" {ecartees} laissée{'s' if ecartees > 1 else ''} de côté : un jour ou moins, ou hors des dates."
    messages.success(request, phrase)
    return redirect("fse:participants", acteur.territoire.code, operation.pk)


@require_POST
@page("fse.saisir")
def completer(request: HttpRequest, acteur: Acteur, pk: int) -> HttpResponse:
    """What the parcours knows by now fills what is empty."""
    operation = lues.operation_fse_ou_404(acteur, pk)
    changees = actions.completer_du_parcours(operation=operation, par=acteur)
    if changees:
        messages.success(
            request, f"{changees} fiche{'s' if changees > 1 else ''} complétée{'s' if changees > 1 else ''}."
        )
    else:
        messages.info(request, "Le parcours ne sait rien de plus que ces fiches.")
    return redirect("fse:participants", acteur.territoire.code, operation.pk)
