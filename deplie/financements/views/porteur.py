"""By its secret link, what a holder reads and does once its application is decided: money, bilans, controls."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import Any, Final

from allauth.core.internal.ratelimit import consume
from allauth.core.ratelimit import respond_429
from django.contrib import messages
from django.forms import Form
from django.forms.utils import ErrorDict
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase, QueryDict
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_POST

from deplie.acteurs.queries import Acteur
from deplie.financements import actions, exports
from deplie.financements.forms import bilan as formes
from deplie.financements.forms.controle import FormulaireReponse
from deplie.financements.models import BilanExecution, Operation
from deplie.financements.queries import bilan as bilans
from deplie.financements.queries import porteur as lus
from deplie.financements.queries.depot import saisie_de
from deplie.financements.queries.document import gabarit_de
from deplie.financements.rules.bilan import manques
from deplie.financements.rules.saisie_depenses import LigneLue, lire_tableau
from deplie.financements.views.depot import LIMITES, Vue, commun, par_lien
from deplie.socle import journal
from deplie.socle.brouillons import champs_a_garder
from deplie.socle.documents import TYPE_PDF, TYPE_WORD
from deplie.socle.erreurs import RefusMetier
from deplie.socle.fichiers.depot import FichierPerdu
from deplie.socle.fichiers.service import servir
from deplie.socle.formulaires import soumettre

FIGE: Final = "Ce bilan est déposé : il ne change plus, sauf si le service vous le rend."


def sur_bilan(vue: Vue) -> Vue:
    """A page of the bilan that is being written: ``view(request, jeton, bilan, acteur, …)``; deposited, it is read."""

    @wraps(vue)
    def porte(
        request: HttpRequest, jeton: str, operation: Operation, acteur: Acteur, **kwargs: Any
    ) -> HttpResponseBase:
        if not lus.est_signee(operation):
            raise Http404
        bilan = lus.bilan_en_cours(operation)
        if bilan is None:
            messages.info(request, FIGE)
            return redirect("dossier_porteur", jeton)
        return vue(request, jeton, bilan, acteur, **kwargs)

    return par_lien(porte)


def _fichier(contenu: bytes, nom: str, genre: str) -> HttpResponse:
    reponse = HttpResponse(contenu, content_type=genre)
    reponse["Content-Disposition"] = f'attachment; filename="{nom}"'
    return reponse


def _servir(request: HttpRequest, jeton: str, fichier: Any) -> HttpResponseBase:
    try:
        return servir(fichier)
    except FichierPerdu as perdu:
        messages.error(request, perdu.message)
        return redirect("dossier_porteur", jeton)


@par_lien
def lettre(request: HttpRequest, jeton: str, operation: Operation, acteur: Acteur) -> HttpResponseBase:
    """The letter of the decision, in Word."""
    decidee, decision = lus.decidee(operation), lus.decision_de(operation)
    if decidee is None or decision is None:
        raise Http404
    journal.exporter("ouvrir la lettre de décision par le lien", par=acteur, objet=operation)
    try:
        gabarit = gabarit_de(operation.territoire, decidee.statut)
        contenu = exports.lettre_de_decision(gabarit, decidee, decision, decision.le)
    except RefusMetier as cause:
        messages.error(request, cause.message)
        return redirect("dossier_porteur", jeton)
    return _fichier(contenu, "lettre.docx", TYPE_WORD)


@par_lien
def convention(request: HttpRequest, jeton: str, operation: Operation, acteur: Acteur) -> HttpResponseBase:
    """The convention that was signed."""
    if not lus.est_signee(operation) or operation.convention.fichier is None:
        raise Http404
    journal.exporter("ouvrir la convention par le lien", par=acteur, objet=operation)
    return _servir(request, jeton, operation.convention.fichier)


@par_lien
def avenant(request: HttpRequest, jeton: str, operation: Operation, acteur: Acteur, numero: int) -> HttpResponseBase:
    """An avenant that was signed."""
    trouve = lus.avenant_ou_404(operation, numero)
    journal.exporter("ouvrir un avenant par le lien", par=acteur, objet=operation, avenant=trouve.numero)
    return _servir(request, jeton, trouve.fichier)


@require_POST
@par_lien
def commencer(request: HttpRequest, jeton: str, operation: Operation, acteur: Acteur) -> HttpResponse:
    """Begin the bilan that is expected."""
    espace = lus.espace_de(operation, timezone.localdate())
    if espace is None:
        raise Http404
    if espace.ouvert is None:
        attendue = espace.proposee
        if attendue is None:
            messages.info(request, "Aucun bilan n'est attendu pour l'instant.")
            return redirect("dossier_porteur", jeton)
        periode = {"debut": attendue.debut, "fin": attendue.fin, "final": attendue.final}
        try:
            actions.ouvrir_bilan(operation=operation, par=acteur, **periode)
        except RefusMetier as refus:
            messages.error(request, refus.message)
            return redirect("dossier_porteur", jeton)
    return redirect("bilan_porteur", jeton)


@sur_bilan
def bilan(request: HttpRequest, jeton: str, bilan: BilanExecution, acteur: Acteur) -> HttpResponse:
    """The bilan that is being written: its story, its expenses, what the call asks, what is missing."""
    depenses = bilans.depenses_de(bilan)
    contexte = commun(jeton, bilan.operation) | {
        "bilan": bilan,
        "depenses": [(une, bilans.signalements(une)) for une in depenses],
        "compte": bilans.compte_de(bilan, depenses),
        "ressources": bilans.ressources_de(bilan),
        "manques": manques(bilans.depot_de(bilan, timezone.localdate())),
        "attendues": bilans.attendues_de(bilan),
        "rendu": _dernier_retour(bilan),
        "gardees": {saisie.partie for saisie in bilan.operation.saisies.all()},
    }
    return render(request, "financements/public/bilan.html", contexte)


def _dernier_retour(bilan: BilanExecution) -> Any:
    """Why it was given back."""
    retours = bilan.operation.evenements.filter(acte="rendre_bilan", inscrit_le__gte=bilan.cree_le)
    return retours.order_by("-pk").first()


def _ecrire(
    request: HttpRequest,
    jeton: str,
    bilan: BilanExecution,
    acteur: Acteur,
    partie: str,
    creer: Callable[[Any], Form],
    decider: Callable[..., None],
    **contexte: Any,
) -> HttpResponse:
    """A form of the bilan: what is refused is kept as it was typed, and offered when one comes back."""
    operation = bilan.operation
    gardee = saisie_de(operation, partie) if request.method == "GET" and partie else None
    formulaire = creer(request.POST if request.method == "POST" else QueryDict(gardee.champs) if gardee else None)
    if request.method == "POST":
        if soumettre(formulaire, decider):
            return redirect("bilan_porteur", jeton)
        if partie:
            champs = champs_a_garder(request.POST)
            actions.garder_saisie(operation=operation, partie=partie, champs=champs, par=acteur)
    if gardee:
        # Opened again on what waited: nobody has sent it yet, no error is said.
        vars(formulaire)["_errors"] = ErrorDict()
    return _montrer(request, jeton, bilan, formulaire, partie=partie, gardee=gardee, **contexte)


def _montrer(request: HttpRequest, jeton: str, bilan: BilanExecution, formulaire: Form, **lu: Any) -> HttpResponse:
    """The page of a form of the bilan."""
    contexte = commun(jeton, bilan.operation) | {"bilan": bilan, "formulaire": formulaire} | lu
    return render(request, "financements/public/formulaire_bilan.html", contexte)


@sur_bilan
def recit(request: HttpRequest, jeton: str, bilan: BilanExecution, acteur: Acteur) -> HttpResponse:
    """What was done, and what the other funders brought."""
    ressources = bilans.ressources_de(bilan)

    def decider(recit: str, **recus: Any) -> None:
        dits = {une.ressource.pk: recus[f"recu_{une.ressource.pk}"] for une in ressources}
        actions.raconter_bilan(bilan=bilan, recit=recit, recus=dits, par=acteur)
        actions.oublier_saisie(operation=bilan.operation, partie="recit", par=acteur)
        messages.success(request, "C'est enregistré.")

    def creer(donnees: Any) -> Form:
        return formes.FormulaireRecit(donnees, bilan=bilan, ressources=ressources)

    titre = "Ce qui a été fait"
    return _ecrire(request, jeton, bilan, acteur, "recit", creer, decider, titre=titre, acte="Enregistrer")


@sur_bilan
def nouvelle_depense(request: HttpRequest, jeton: str, bilan: BilanExecution, acteur: Acteur) -> HttpResponse:
    """One more expense."""

    def decider(**valeurs: Any) -> None:
        depense = actions.declarer_depense(bilan=bilan, valeurs=valeurs, par=acteur)
        actions.oublier_saisie(operation=bilan.operation, partie="depense", par=acteur)
        if signalees := bilans.signalements(depense):
            messages.warning(request, f"La dépense est déclarée et signalée : {', '.join(signalees)}.")
        else:
            messages.success(request, "La dépense est déclarée. Joignez-y sa pièce.")

    def creer(donnees: Any) -> Form:
        return formes.FormulaireDepense(donnees, bilan=bilan)

    titre = "Déclarer une dépense"
    return _ecrire(request, jeton, bilan, acteur, "depense", creer, decider, titre=titre, acte="Déclarer")


@sur_bilan
def depense(request: HttpRequest, jeton: str, bilan: BilanExecution, acteur: Acteur, pk: int) -> HttpResponse:
    """An expense, to correct."""
    trouvee = lus.depense_ou_404(bilan, pk)
    initial = formes.FormulaireDepense.initial_de(trouvee)

    def decider(**valeurs: Any) -> None:
        actions.modifier_depense(depense=trouvee, valeurs=valeurs, par=acteur)
        messages.success(request, "La dépense est modifiée.")

    def creer(donnees: Any) -> Form:
        return formes.FormulaireDepense(donnees, bilan=bilan, initial=initial)

    titre = "Modifier une dépense"
    return _ecrire(request, jeton, bilan, acteur, "", creer, decider, titre=titre, acte="Enregistrer")


@sur_bilan
def tableau(request: HttpRequest, jeton: str, bilan: BilanExecution, acteur: Acteur) -> HttpResponse:
    """Many expenses at once: those that stand are declared, the others come back in the form with their reason."""
    envoi = (request.POST, request.FILES) if request.method == "POST" else (None, None)
    formulaire: Form = formes.FormulaireTableau(*envoi)
    refusees: list[LigneLue] = []
    if request.method == "POST" and formulaire.is_valid():
        try:
            table = lire_tableau(formulaire.cleaned_data["texte"])
            gardees, refusees = actions.declarer_tableau(bilan=bilan, lignes=table.lignes, par=acteur)
        except RefusMetier as refus:
            formulaire.add_error("texte", refus.message)
        else:
            if gardees:
                messages.success(request, f"{len(gardees)} dépenses déclarées." if len(gardees) > 1 else "1 dépense.")
            if not refusees:
                return redirect("bilan_porteur", jeton)
            reste = "\n".join([table.entete, *(ligne.ecrite for ligne in refusees)])
            formulaire = formes.FormulaireTableau(initial={"texte": reste})
    titre = {"titre": "Coller un tableau de dépenses", "acte": "Déclarer"}
    return _montrer(request, jeton, bilan, formulaire, refusees=refusees, envoi=True, **titre)


@require_POST
@sur_bilan
def retirer_depense(request: HttpRequest, jeton: str, bilan: BilanExecution, acteur: Acteur, pk: int) -> HttpResponse:
    trouvee = lus.depense_ou_404(bilan, pk)
    try:
        actions.retirer_depense(depense=trouvee, par=acteur)
        messages.success(request, "La dépense est retirée du bilan.")
    except RefusMetier as cause:
        messages.error(request, cause.message)
    return redirect("bilan_porteur", jeton)


@sur_bilan
def joindre(request: HttpRequest, jeton: str, bilan: BilanExecution, acteur: Acteur, pk: int) -> HttpResponse:
    """The file that proves an expense."""
    trouvee = lus.depense_ou_404(bilan, pk)
    if request.method == "POST" and not consume(request, app="deplie", action="fichiers", config=LIMITES):
        return respond_429(request)
    envoi = (request.POST, request.FILES) if request.method == "POST" else (None, None)
    formulaire = formes.FormulairePieceDepense(*envoi, territoire=bilan.operation.territoire.code, par=acteur)
    if request.method == "POST" and soumettre(formulaire, actions.joindre_a_depense, depense=trouvee, par=acteur):
        messages.success(request, "La pièce est jointe.")
        return redirect("bilan_porteur", jeton)
    titre = f"Joindre une pièce : {trouvee}"
    return _montrer(request, jeton, bilan, formulaire, envoi=True, titre=titre, acte="Joindre")


@par_lien
def piece(
    request: HttpRequest, jeton: str, operation: Operation, acteur: Acteur, pk: int, fichier: int
) -> HttpResponseBase:
    """Give the holder the proof of its expense back."""
    trouvee = lus.piece_ou_404(operation, pk, fichier)
    journal.exporter("ouvrir la pièce d'une dépense par le lien", par=acteur, objet=operation, piece=trouvee.pk)
    return _servir(request, jeton, trouvee.fichier)


@require_POST
@sur_bilan
def deposer(request: HttpRequest, jeton: str, bilan: BilanExecution, acteur: Acteur) -> HttpResponse:
    """Hand it in, whole."""
    try:
        actions.deposer_bilan_par_lien(bilan=bilan, par=acteur)
    except RefusMetier as cause:
        messages.error(request, cause.message)
        return redirect("bilan_porteur", jeton)
    messages.success(request, "Votre bilan est déposé : ses lignes ne changent plus.")
    return redirect("bilan_depose_porteur", jeton, bilan.numero)


@par_lien
def bilan_depose(request: HttpRequest, jeton: str, operation: Operation, acteur: Acteur, numero: int) -> HttpResponse:
    """A bilan that was handed in, and what is kept of it."""
    lu = lus.bilan_depose_ou_404(operation, numero)
    depenses = bilans.depenses_de(lu)
    contexte = commun(jeton, operation) | {
        "bilan": lu,
        "depenses": [(une, une.montant - bilans.ecarte_de(une)) for une in depenses],
        "compte": bilans.compte_de(lu, depenses),
        "ressources": bilans.ressources_de(lu),
    }
    return render(request, "financements/public/bilan_depose.html", contexte)


@par_lien
def recu(request: HttpRequest, jeton: str, operation: Operation, acteur: Acteur, numero: int) -> HttpResponse:
    """The receipt of a bilan, in PDF."""
    lu = lus.bilan_depose_ou_404(operation, numero)
    contenu = exports.recu_de_bilan(lu, bilans.depenses_de(lu), bilans.compte_de(lu))
    return _fichier(contenu, f"recu-du-bilan-{lu.numero}.pdf", TYPE_PDF)


@par_lien
def controle(request: HttpRequest, jeton: str, operation: Operation, acteur: Acteur, numero: int) -> HttpResponse:
    """The findings of a control once they are notified; the answer, within its period, once."""
    vu = lus.controle_ou_404(operation, numero)
    gardee = saisie_de(operation, "reponse") if request.method == "GET" else None
    formulaire = FormulaireReponse(request.POST or None, initial=QueryDict(gardee.champs).dict() if gardee else None)
    if request.method == "POST":
        if soumettre(formulaire, actions.repondre_par_lien, controle=vu, par=acteur):
            messages.success(request, "Votre réponse est arrivée.")
            return redirect("controle_porteur", jeton, numero)
        champs = champs_a_garder(request.POST)
        actions.garder_saisie(operation=operation, partie="reponse", champs=champs, par=acteur)
    else:
        journal.consulter(vu, par=acteur, verbe="lire les constats par le lien")
    contexte = commun(jeton, operation) | {
        "controle": vu,
        "bilan": vu.bilan,
        "constats": lus.constats_de(vu),
        "corrections": list(vu.corrections.all()),
        "compte": bilans.compte_de(vu.bilan),
        "repondre": lus.peut_repondre(vu, timezone.localdate()) or formulaire.errors,
        "formulaire": formulaire,
        "partie": "reponse",
        "gardee": gardee,
    }
    return render(request, "financements/public/controle.html", contexte)
