"""Letters, conventions and avenants on paper, and the templates that they follow."""

from __future__ import annotations

from typing import Final

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
from deplie.socle import gabarits, journal
from deplie.socle.documents.modele import envoi_de, joindre, repondre
from deplie.socle.erreurs import RefusMetier
from deplie.socle.formulaires import soumettre

FORMES: Final = ("docx", "pdf")
# Letters written in one answer; beyond, one takes them by state.
LETTRES_MAX: Final = 200
_TABLES: Final = (
    ("lettre", "Lettres", "PROGRAMMEE"),
    ("convention", "Convention", CONVENTION),
    ("avenant", "Avenant", AVENANT),
)


def _page(acteur: Acteur) -> tuple[str, str]:
    return "financements:modeles", acteur.territoire.code


@page("appel.gerer")
def modeles(request: HttpRequest, acteur: Acteur) -> HttpResponse:
    """The templates of the territory, ours to start from, and what each may say."""
    formulaire = FormulaireModele(*envoi_de(request), acteur=acteur)
    if request.method == "POST" and soumettre(formulaire, actions.deposer_modele, par=acteur):
        messages.success(request, "Le modèle est déposé : les documents suivants en sont écrits.")
        return redirect(*_page(acteur))
    siens = lus.modeles_de(acteur.territoire)
    contexte = {
        "formulaire": formulaire,
        "usages": [(code, nom, siens.get(code)) for code, nom in USAGES.items()],
        "tables": [(nom, titre, gabarits.lignes(champs_de(usage))) for nom, titre, usage in _TABLES],
    }
    return render(request, "financements/modeles.html", contexte)


@page("appel.gerer")
def fourni(request: HttpRequest, acteur: Acteur, usage: str) -> HttpResponse:
    """Our own template of a document, to edit it."""
    code = usage.upper()
    if code not in USAGES:
        raise Http404
    return joindre(lus.gabarit_fourni(code), f"modele-{usage.lower()}")


@page("appel.gerer")
def modele(request: HttpRequest, acteur: Acteur, pk: int) -> HttpResponse:
    """The territory's own Word file, to edit it again."""
    trouve = lus.modele_ou_404(acteur, pk)
    return repondre(
        request,
        lambda: joindre(lus.gabarit(trouve, ""), f"modele-{trouve.usage.lower()}-{trouve.pk}"),
        *_page(acteur),
    )


@require_POST
@page("appel.gerer")
def retirer_modele(request: HttpRequest, acteur: Acteur, pk: int) -> HttpResponse:
    trouve = lus.modele_ou_404(acteur, pk)
    dit = "Le modèle est retiré : le modèle fourni sert de nouveau."
    return repondre(request, lambda: actions.retirer_modele(modele=trouve, par=acteur), *_page(acteur), dit=dit)


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
    return joindre(octets, f"lettres-{vu.pk}", "zip")


@page("operation.gerer")
def convention(request: HttpRequest, acteur: Acteur, pk: int, forme: str) -> HttpResponse:
    """The convention, to sign or as it was signed."""
    vue = operation_ou_404(acteur, pk)
    if forme not in FORMES or vue.statut not in CONVENTIONNES | {PROGRAMMEE}:
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
    if forme not in FORMES:
        raise Http404
    journal.exporter("écrire un avenant", par=acteur, objet=vue, forme=forme, numero=numero)
    try:
        octets = exports.avenant_ecrit(vue, trouve, timezone.localdate())
        return _rendre(octets, vue, f"Avenant n° {numero}", f"avenant-{vue.pk}-{numero}", forme)
    except RefusMetier as cause:
        return _refuser(request, acteur, vue, cause)


def _rendre(octets: bytes, vue: Operation, titre: str, nom: str, forme: str) -> HttpResponse:
    return joindre(exports.en_pdf(octets, vue, titre) if forme == "pdf" else octets, nom, forme)


def _refuser(request: HttpRequest, acteur: Acteur, vue: Operation, cause: RefusMetier) -> HttpResponse:
    messages.error(request, cause.message)
    return redirect("financements:operation", acteur.territoire.code, vue.pk)
