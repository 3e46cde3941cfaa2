"""A bilan of execution: begun, told, its expenses declared with their pieces, deposited, given back or accepted."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.forms import Form
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_POST

from deplie.acteurs.queries import Acteur
from deplie.acteurs.views import page
from deplie.financements import actions
from deplie.financements.forms import bilan as formes
from deplie.financements.forms.depot import choix_de_pieces
from deplie.financements.models import BilanExecution, PieceRequise
from deplie.financements.queries import bilan as lus
from deplie.financements.queries.operation import operation_ou_404
from deplie.financements.rules.bilan import manques
from deplie.financements.rules.cycle import BILAN_DEPOSE
from deplie.financements.rules.saisie_depenses import LigneLue, lire_tableau
from deplie.socle import journal
from deplie.socle.brouillons import saisie
from deplie.socle.erreurs import RefusMetier
from deplie.socle.fichiers.depot import FichierPerdu
from deplie.socle.fichiers.service import servir
from deplie.socle.formulaires import soumettre


def vers(acteur: Acteur, bilan: BilanExecution) -> HttpResponse:
    """Back to the page of a bilan."""
    return redirect("financements:bilan", acteur.territoire.code, bilan.pk)


def formulaire_du_bilan(
    request: HttpRequest, bilan: BilanExecution, formulaire: Form, titre: str, acte: str, **contexte: Any
) -> HttpResponse:
    """The page of a form about a bilan."""
    lu = {"bilan": bilan, "operation": bilan.operation, "formulaire": formulaire, "titre": titre, "acte": acte}
    return render(request, "financements/formulaire_bilan.html", lu | contexte)


@page("depense.declarer")
def nouveau(request: HttpRequest, acteur: Acteur, pk: int) -> HttpResponse:
    """A bilan for a period; the first one expected is proposed."""
    vue = operation_ou_404(acteur, pk)
    termes = lus.termes_presents(vue, timezone.localdate())
    proposee = lus.periode_proposee(vue, termes) if termes else None
    initial = {"debut": proposee.debut, "fin": proposee.fin, "final": proposee.final} if proposee else {}
    formulaire = formes.FormulaireBilan(saisie(request), initial=initial)
    ouverts: list[BilanExecution] = []

    def decider(**valeurs: Any) -> None:
        ouverts.append(actions.ouvrir_bilan(operation=vue, par=acteur, **valeurs))

    if request.method == "POST" and soumettre(formulaire, decider):
        messages.success(request, "Le bilan est commencé.")
        return vers(acteur, ouverts[0])
    contexte = {"operation": vue, "formulaire": formulaire, "titre": "Commencer un bilan", "acte": "Commencer"}
    return render(request, "financements/formulaire.html", contexte)


@page("depense.voir")
def bilan(request: HttpRequest, acteur: Acteur, pk: int) -> HttpResponse:
    """A bilan: what it tells, its expenses line by line, what it makes, what it lacks."""
    vu = lus.bilan_ou_404(acteur, pk)
    depenses = lus.depenses_de(vu)
    ecrire = acteur.peut("depense.declarer") and vu.depose_le is None
    contexte: dict[str, Any] = {
        "bilan": vu,
        "operation": vu.operation,
        "depenses": [(une, lus.signalements(une), une.montant - lus.ecarte_de(une)) for une in depenses],
        "compte": lus.compte_de(vu, depenses),
        "ressources": lus.ressources_de(vu),
        "attendues": lus.attendues_de(vu),
        "manques": manques(lus.depot_de(vu, timezone.localdate())) if ecrire else [],
        "ecrire": ecrire,
        "controle": getattr(vu, "controle", None),
        "rendu": _dernier_retour(vu) if vu.depose_le is None else None,
    } | _suites(acteur, vu)
    return render(request, "financements/bilan.html", contexte)


def _suites(acteur: Acteur, vu: BilanExecution) -> dict[str, bool]:
    """What may be decided of a bilan that was handed in."""
    if vu.operation.statut != BILAN_DEPOSE or vu.depose_le is None or vu.valide_le is not None:
        return {}
    gerer = acteur.peut("operation.gerer")
    controle = vu.operation.appel is None or vu.operation.appel.controle_service_fait
    return {
        "rendre": gerer,
        "accepter": gerer and not controle,
        "controler": acteur.peut("controle.tenir") and controle,
    }


def _dernier_retour(vu: BilanExecution) -> Any:
    """Why it was given back, for who writes it again."""
    return vu.operation.evenements.filter(acte="rendre_bilan", inscrit_le__gte=vu.cree_le).order_by("-pk").first()


@page("depense.declarer")
def recit(request: HttpRequest, acteur: Acteur, pk: int) -> HttpResponse:
    vu = lus.bilan_ou_404(acteur, pk)
    formulaire = formes.FormulaireRecit(saisie(request), bilan=vu, ressources=lus.ressources_de(vu))

    def decider(**valeurs: Any) -> None:
        actions.raconter_bilan(bilan=vu, recit=valeurs["recit"], recus=formulaire.recus, par=acteur)

    if request.method == "POST" and soumettre(formulaire, decider):
        messages.success(request, "C'est enregistré.")
        return vers(acteur, vu)
    return formulaire_du_bilan(request, vu, formulaire, "Récit et ressources", "Enregistrer")


@page("depense.declarer")
def nouvelle_depense(request: HttpRequest, acteur: Acteur, pk: int) -> HttpResponse:
    vu = lus.bilan_ou_404(acteur, pk)
    formulaire = formes.FormulaireDepense(saisie(request), bilan=vu)

    def decider(**valeurs: Any) -> None:
        depense = actions.declarer_depense(bilan=vu, valeurs=valeurs, par=acteur)
        if signalees := lus.signalements(depense):
            messages.warning(request, f"La dépense est déclarée et signalée : {', '.join(signalees)}.")
        else:
            messages.success(request, "La dépense est déclarée.")

    if request.method == "POST" and soumettre(formulaire, decider):
        return vers(acteur, vu)
    return formulaire_du_bilan(request, vu, formulaire, "Déclarer une dépense", "Déclarer")


@page("depense.declarer")
def tableau(request: HttpRequest, acteur: Acteur, pk: int) -> HttpResponse:
    """Many expenses at once: those that stand are declared, the others come back in the form with their reason."""
    vu = lus.bilan_ou_404(acteur, pk)
    formulaire: Form = formes.FormulaireTableau(*_envoi(request))
    refusees: list[LigneLue] = []
    if request.method == "POST" and formulaire.is_valid():
        try:
            table = lire_tableau(formulaire.cleaned_data["texte"])
            gardees, refusees = actions.declarer_tableau(bilan=vu, lignes=table.lignes, par=acteur)
        except RefusMetier as refus:
            formulaire.add_error("texte", refus.message)
        else:
            if gardees:
                messages.success(request, f"{len(gardees)} dépenses déclarées." if len(gardees) > 1 else "1 dépense.")
            if not refusees:
                return vers(acteur, vu)
            reste = "\n".join([table.entete, *(ligne.ecrite for ligne in refusees)])
            formulaire = formes.FormulaireTableau(initial={"texte": reste})
    titre = "Déclarer un tableau de dépenses"
    return formulaire_du_bilan(request, vu, formulaire, titre, "Déclarer", refusees=refusees, envoi=True)


@page("depense.declarer")
def depense(request: HttpRequest, acteur: Acteur, pk: int) -> HttpResponse:
    """An expense, to correct."""
    trouvee = lus.depense_ou_404(acteur, pk)
    initial = formes.FormulaireDepense.initial_de(trouvee)
    formulaire = formes.FormulaireDepense(saisie(request), bilan=trouvee.bilan, initial=initial)

    def decider(**valeurs: Any) -> None:
        actions.modifier_depense(depense=trouvee, valeurs=valeurs, par=acteur)

    if request.method == "POST" and soumettre(formulaire, decider):
        messages.success(request, "La dépense est modifiée.")
        return vers(acteur, trouvee.bilan)
    return formulaire_du_bilan(request, trouvee.bilan, formulaire, "Modifier une dépense", "Enregistrer")


@require_POST
@page("depense.declarer")
def retirer_depense(request: HttpRequest, acteur: Acteur, pk: int) -> HttpResponse:
    trouvee = lus.depense_ou_404(acteur, pk)
    try:
        actions.retirer_depense(depense=trouvee, par=acteur)
        messages.success(request, "La dépense est retirée du bilan.")
    except RefusMetier as cause:
        messages.error(request, cause.message)
    return vers(acteur, trouvee.bilan)


@page("depense.declarer")
def joindre(request: HttpRequest, acteur: Acteur, pk: int) -> HttpResponse:
    """The file that proves an expense."""
    trouvee = lus.depense_ou_404(acteur, pk)
    formulaire = formes.FormulairePieceDepense(*_envoi(request), territoire=acteur.territoire.code, par=acteur)
    if request.method == "POST" and soumettre(formulaire, actions.joindre_a_depense, depense=trouvee, par=acteur):
        messages.success(request, "La pièce est jointe.")
        return vers(acteur, trouvee.bilan)
    titre = f"Joindre une pièce : {trouvee}"
    return formulaire_du_bilan(request, trouvee.bilan, formulaire, titre, "Joindre", envoi=True)


@page("depense.voir")
def piece(request: HttpRequest, acteur: Acteur, pk: int, fichier: int) -> HttpResponseBase:
    """Give the file. The journal first: a piece whose opening cannot be written is not given."""
    trouvee = lus.piece_ou_404(acteur, pk, fichier)
    journal.exporter("ouvrir la pièce d'une dépense", par=acteur, objet=trouvee.operation, piece=trouvee.pk)
    try:
        return servir(trouvee.fichier)
    except FichierPerdu as perdu:
        messages.error(request, perdu.message)
        assert trouvee.depense is not None
        return redirect("financements:bilan", acteur.territoire.code, trouvee.depense.bilan_id)


@page("depense.declarer")
def joindre_demandee(request: HttpRequest, acteur: Acteur, pk: int) -> HttpResponse:
    """A document that the call asks for at the bilan; without one, there is nothing to join."""
    vu = lus.bilan_ou_404(acteur, pk)
    requises = choix_de_pieces(vu.operation, PieceRequise.Moment.BILAN)
    if not requises.exists():
        raise Http404
    cadre = {"territoire": acteur.territoire.code, "par": acteur, "requises": requises}
    formulaire = formes.FormulairePieceDemandee(
        *_envoi(request), initial={"requise": request.GET.get("piece")}, **cadre
    )
    if request.method == "POST" and soumettre(formulaire, actions.joindre_au_bilan, bilan=vu, par=acteur):
        messages.success(request, "Le document est joint.")
        return vers(acteur, vu)
    return formulaire_du_bilan(request, vu, formulaire, "Joindre un document demandé", "Joindre", envoi=True)


@page("depense.voir")
def demandee(request: HttpRequest, acteur: Acteur, pk: int, piece: int) -> HttpResponseBase:
    """Give such a document. The journal first: one whose opening cannot be written is not given."""
    vu = lus.bilan_ou_404(acteur, pk)
    trouvee = lus.demandee_ou_404(vu, piece)
    journal.exporter("ouvrir un document du bilan", par=acteur, objet=trouvee.operation, piece=trouvee.pk)
    try:
        return servir(trouvee.fichier)
    except FichierPerdu as perdu:
        messages.error(request, perdu.message)
        return vers(acteur, vu)


@require_POST
@page("depense.declarer")
def retirer_demandee(request: HttpRequest, acteur: Acteur, pk: int, piece: int) -> HttpResponse:
    vu = lus.bilan_ou_404(acteur, pk)
    trouvee = lus.demandee_ou_404(vu, piece)
    try:
        actions.retirer_du_bilan(bilan=vu, piece=trouvee, par=acteur)
        messages.success(request, f"« {trouvee.intitule} » est retiré du bilan.")
    except RefusMetier as cause:
        messages.error(request, cause.message)
    return vers(acteur, vu)


@require_POST
@page("depense.declarer")
def deposer(request: HttpRequest, acteur: Acteur, pk: int) -> HttpResponse:
    vu = lus.bilan_ou_404(acteur, pk)
    try:
        actions.deposer_bilan(bilan=vu, par=acteur)
        messages.success(request, "Le bilan est déposé : ses lignes ne changent plus.")
    except RefusMetier as cause:
        messages.error(request, cause.message)
    return vers(acteur, vu)


@page("operation.gerer")
def rendre(request: HttpRequest, acteur: Acteur, pk: int) -> HttpResponse:
    """Give a bilan back to its holder."""
    vu = lus.bilan_ou_404(acteur, pk)
    formulaire = formes.FormulaireMotif(saisie(request))
    if request.method == "POST" and soumettre(formulaire, actions.rendre_bilan, bilan=vu, par=acteur):
        messages.success(request, "Le bilan est rendu au porteur, qui peut le corriger.")
        return vers(acteur, vu)
    return formulaire_du_bilan(request, vu, formulaire, "Rendre le bilan au porteur", "Rendre le bilan")


@require_POST
@page("operation.gerer")
def accepter(request: HttpRequest, acteur: Acteur, pk: int) -> HttpResponse:
    vu = lus.bilan_ou_404(acteur, pk)
    if vu.depose_le is None:
        raise Http404
    try:
        actions.accepter_bilan(bilan=vu, par=acteur)
        messages.success(request, "Le compte rendu est accepté.")
    except RefusMetier as cause:
        messages.error(request, cause.message)
    return vers(acteur, vu)


def _envoi(request: HttpRequest) -> tuple[Any, Any]:
    """What was sent, be it nothing but a file."""
    return (request.POST, request.FILES) if request.method == "POST" else (None, None)
