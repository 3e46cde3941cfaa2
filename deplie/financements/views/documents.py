"""Letters, conventions and avenants on paper, and the templates that they follow."""

from __future__ import annotations

from typing import Any, Final

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_POST

from deplie.acteurs.queries import Acteur
from deplie.acteurs.views import page
from deplie.financements import actions, exports
from deplie.financements.forms.modele import FormulaireModele
from deplie.financements.models import Operation
from deplie.financements.queries import document as lus
from deplie.financements.queries.appel import appel_ou_404
from deplie.financements.queries.operation import operation_ou_404
from deplie.financements.rules.cycle import CONVENTIONNES, PROGRAMMEE
from deplie.financements.rules.document import AVENANT, CONVENTION, USAGES, champs_de
from deplie.financements.rules.lettre import LETTRES
from deplie.socle import journal
from deplie.socle.documents import TYPE_PDF, TYPE_WORD
from deplie.socle.erreurs import RefusMetier
from deplie.socle.formulaires import soumettre

TYPES: Final = {"docx": TYPE_WORD, "pdf": TYPE_PDF}
# Letters written in one answer; beyond, one takes them by state.
LETTRES_MAX: Final = 200
_TABLES: Final = (
    ("lettre", "Lettres", "PROGRAMMEE"),
    ("convention", "Convention", CONVENTION),
    ("avenant", "Avenant", AVENANT),
)


def _fichier(octets: bytes, nom: str, forme: str) -> HttpResponse:
    attache = {"Content-Disposition": f'attachment; filename="{nom}.{forme}"'}
    return HttpResponse(octets, content_type=TYPES.get(forme, "application/zip"), headers=attache)


@page("appel.gerer")
def modeles(request: HttpRequest, acteur: Acteur) -> HttpResponse:
    """The templates of the territory, ours to start from, and what each may say."""
    envoi: tuple[Any, Any] = (request.POST, request.FILES) if request.method == "POST" else (None, None)
    formulaire = FormulaireModele(*envoi, acteur=acteur)
    if request.method == "POST" and soumettre(formulaire, actions.deposer_modele, par=acteur):
        messages.success(request, "Le modèle est déposé : les documents suivants en sont écrits.")
        return redirect("financements:modeles", acteur.territoire.code)
    siens = lus.modeles_de(acteur.territoire)
    contexte = {
        "formulaire": formulaire,
        "usages": [(code, nom, siens.get(code)) for code, nom in USAGES.items()],
        "tables": [
            (nom, titre, [(champ, sens, _dire(exemple)) for champ, (sens, exemple) in champs_de(usage).items()])
            for nom, titre, usage in _TABLES
        ],
    }
    return render(request, "financements/modeles.html", contexte)


def _dire(exemple: Any) -> str:
    """An example in one line; of a table, its first line."""
    if isinstance(exemple, str):
        return exemple
    return " ; ".join(un if isinstance(un, str) else ", ".join(un.values()) for un in exemple)


@page("appel.gerer")
def fourni(request: HttpRequest, acteur: Acteur, usage: str) -> HttpResponse:
    """Our own template of a document, to edit it."""
    code = usage.upper()
    if code not in USAGES:
        raise Http404
    return _fichier(lus.gabarit_fourni(code), f"modele-{usage.lower()}", "docx")


@page("appel.gerer")
def modele(request: HttpRequest, acteur: Acteur, pk: int) -> HttpResponse:
    """The territory's own Word file, to edit it again."""
    trouve = lus.modele_ou_404(acteur, pk)
    try:
        octets = lus.lire(trouve.fichier).read()
    except RefusMetier as cause:
        messages.error(request, cause.message)
        return redirect("financements:modeles", acteur.territoire.code)
    return _fichier(octets, f"modele-{trouve.usage.lower()}-{trouve.pk}", "docx")


@require_POST
@page("appel.gerer")
def retirer_modele(request: HttpRequest, acteur: Acteur, pk: int) -> HttpResponse:
    try:
        actions.retirer_modele(modele=lus.modele_ou_404(acteur, pk), par=acteur)
        messages.success(request, "Le modèle est retiré : le modèle fourni sert de nouveau.")
    except RefusMetier as cause:
        messages.error(request, cause.message)
    return redirect("financements:modeles", acteur.territoire.code)


@page("dossier.instruire")
def lettres(request: HttpRequest, acteur: Acteur, pk: int) -> HttpResponse:
    """Every letter of a call's decisions, in one archive; of one state when the address tells it."""
    vu = appel_ou_404(acteur, pk)
    statut = request.GET.get("etat", "")
    operations = lus.a_ecrire(acteur, vu, statut if statut in LETTRES else "")
    try:
        if not operations:
            raise RefusMetier("Aucune décision n'appelle de lettre pour cet appel.")
        if len(operations) > LETTRES_MAX:
            raise RefusMetier(f"{len(operations)} lettres d'un coup : prenez-les par décision, {LETTRES_MAX} au plus.")
        octets = exports.lettres_de_decision(acteur, operations, timezone.localdate())
    except RefusMetier as cause:
        messages.info(request, cause.message)
        return redirect("financements:appel", acteur.territoire.code, vu.pk)
    journal.exporter("écrire les lettres d'un appel", par=acteur, objet=vu, lignes=len(operations))
    return _fichier(octets, f"lettres-{vu.pk}", "zip")


@page("operation.gerer")
def convention(request: HttpRequest, acteur: Acteur, pk: int, forme: str) -> HttpResponse:
    """The convention, to sign or as it was signed."""
    vue = operation_ou_404(acteur, pk)
    if forme not in TYPES or vue.statut not in CONVENTIONNES | {PROGRAMMEE}:
        raise Http404
    journal.exporter("écrire une convention", par=acteur, objet=vue, forme=forme)
    try:
        octets = exports.convention_ecrite(vue, timezone.localdate())
        return _rendre(octets, vue, "Convention", f"convention-{vue.pk}", forme)
    except RefusMetier as cause:
        return _refuser(request, acteur, vue, cause)


@page("operation.gerer")
def avenant(request: HttpRequest, acteur: Acteur, pk: int, numero: int, forme: str) -> HttpResponse:
    """An avenant, as it is signed."""
    vue = operation_ou_404(acteur, pk)
    trouve = lus.avenant_ou_404(vue, numero)
    if forme not in TYPES:
        raise Http404
    journal.exporter("écrire un avenant", par=acteur, objet=vue, forme=forme, numero=numero)
    try:
        octets = exports.avenant_ecrit(vue, trouve, timezone.localdate())
        return _rendre(octets, vue, f"Avenant n° {numero}", f"avenant-{vue.pk}-{numero}", forme)
    except RefusMetier as cause:
        return _refuser(request, acteur, vue, cause)


def _rendre(octets: bytes, vue: Operation, titre: str, nom: str, forme: str) -> HttpResponse:
    return _fichier(exports.en_pdf(octets, vue, titre) if forme == "pdf" else octets, nom, forme)


def _refuser(request: HttpRequest, acteur: Acteur, vue: Operation, cause: RefusMetier) -> HttpResponse:
    messages.error(request, cause.message)
    return redirect("financements:operation", acteur.territoire.code, vue.pk)
