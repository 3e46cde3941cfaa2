"""An application by its secret link: its parts, its files, its deposit, what became of it."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import Any

from allauth.core.internal.ratelimit import consume
from allauth.core.ratelimit import respond_429
from django.contrib import messages
from django.forms.utils import ErrorDict
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase, QueryDict
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_POST

from deplie.acteurs.queries import Acteur
from deplie.acteurs.views import publique
from deplie.financements import actions, exports
from deplie.financements.forms import depot as formes
from deplie.financements.models import Operation, PieceRequise
from deplie.financements.queries import depot as lus
from deplie.financements.queries import porteur as porteurs
from deplie.financements.queries.bilan import attendues_de
from deplie.financements.rules.cycle import ETATS
from deplie.financements.rules.depot import (
    ELIGIBILITE,
    PARTIES,
    PIECES,
    PLAN,
    PROJET,
    SAISIES_DU_BILAN,
    SAISIES_DU_CONTROLE,
    STRUCTURE,
)
from deplie.financements.views._public import sans_trace
from deplie.socle import journal
from deplie.socle.brouillons import champs_a_garder
from deplie.socle.editions import version_de
from deplie.socle.erreurs import RefusMetier
from deplie.socle.fichiers.depot import FichierPerdu
from deplie.socle.fichiers.service import servir
from deplie.socle.formulaires import soumettre

# Tries by address: a link is opened often, never guessed; files are received, never poured.
LIMITES = {"dossier": "120/m/ip,2000/h/ip", "fichiers": "20/m/ip,150/h/ip"}
Vue = Callable[..., HttpResponseBase]


def par_lien(vue: Vue) -> Vue:
    """A page of who holds the secret: ``view(request, jeton, operation, acteur, …)``; a dead link says nothing more."""

    @wraps(vue)
    def porte(request: HttpRequest, jeton: str, **kwargs: Any) -> HttpResponseBase:
        if not consume(request, app="deplie", action="dossier", config=LIMITES, limit_get=True):
            return respond_429(request)
        lien = lus.lien_ouvert(jeton, timezone.localdate())
        if lien is None:
            return sans_trace(render(request, "financements/public/lien_perime.html", status=410))
        return sans_trace(vue(request, jeton, lien.operation, lus.acteur_du_lien(lien), **kwargs))

    return publique(porte)


@par_lien
def dossier(request: HttpRequest, jeton: str, operation: Operation, acteur: Acteur) -> HttpResponse:
    """Where the application stands: its parts while it is written, its receipt and its outcome afterwards."""
    if not lus.est_brouillon(operation):
        return _suivi(request, jeton, operation, acteur)
    absents = lus.manques_de(operation)
    ecrites = {saisie.partie for saisie in operation.saisies.all()}
    contexte = commun(jeton, operation) | {
        "parties": [
            (code, titre, [m.phrase for m in absents if m.partie == code], code in ecrites)
            for code, titre in PARTIES.items()
            if code != ELIGIBILITE or lus.reponses_de(operation)
        ],
        "complet": not absents,
        "refus": lus.refus_de_depot(operation, timezone.now()),
    }
    return render(request, "financements/public/dossier.html", contexte)


def _suivi(request: HttpRequest, jeton: str, operation: Operation, acteur: Acteur) -> HttpResponse:
    journal.consulter(operation, par=acteur, verbe="lire son dossier par le lien")
    contexte = (
        commun(jeton, operation)
        | _lu(operation)
        | {
            "etat": ETATS[operation.statut],
            "issue": lus.issue_de(operation),
            "complement_ouvert": lus.complement_ouvert(operation),
        }
        | _apres(jeton, operation)
    )
    return render(request, "financements/public/suivi.html", contexte)


def _apres(jeton: str, operation: Operation) -> dict[str, Any]:
    """What follows the decision, and whether the link is near its end."""
    jour = timezone.localdate()
    decision, lien = porteurs.decision_de(operation), lus.lien_ouvert(jeton, jour)
    return {
        "decision": decision,
        "decision_dite": ETATS[decision.vers] if decision else "",
        "espace": porteurs.espace_de(operation, jour),
        "jour": jour,
        "lien": lien,
        "perime": lien is not None and porteurs.bientot_perime(lien.expire_le, jour),
    }


@par_lien
def partie(request: HttpRequest, jeton: str, operation: Operation, acteur: Acteur, partie: str) -> HttpResponse:
    """One part of the draft: saved by itself; refused, what was typed is kept as it is."""
    if partie not in PARTIES or partie == PIECES:
        raise Http404
    if not lus.est_brouillon(operation):
        messages.info(request, "Ce dossier est déposé : il ne change plus.")
        return redirect("dossier_porteur", jeton)
    gardee = lus.saisie_de(operation, partie) if request.method == "GET" else None
    donnees = request.POST if request.method == "POST" else QueryDict(gardee.champs) if gardee else None
    formulaire = _formulaire(partie, operation, donnees)
    if request.method == "POST" and _soumise(request, partie, formulaire, operation, acteur):
        return redirect("dossier_porteur", jeton)
    if gardee:
        # Opened again on what waited: nobody has sent it yet, no error is said.
        vars(formulaire)["_errors"] = ErrorDict()
    contexte = commun(jeton, operation) | {
        "formulaire": formulaire,
        "partie": partie,
        "titre": PARTIES[partie],
        "gardee": gardee,
        "plan": lus.plan_de(operation) if partie == PLAN else None,
    }
    return render(request, f"financements/public/partie{'_plan' if partie == PLAN else ''}.html", contexte)


def _soumise(request: HttpRequest, partie: str, formulaire: Any, operation: Operation, acteur: Acteur) -> bool:
    """Save a part; refused, it is kept as it was typed."""
    if formulaire.soumettre(_ecrire(partie, operation, acteur)):
        messages.success(request, f"{PARTIES[partie]} : c'est enregistré.")
        return True
    actions.garder_saisie(operation=operation, partie=partie, champs=champs_a_garder(request.POST), par=acteur)
    return False


def _formulaire(partie: str, operation: Operation, donnees: Any) -> Any:
    if partie == STRUCTURE:
        initial = formes.initial_de(operation, formes.FormulaireStructure.CHAMPS)
        return formes.FormulaireStructure(donnees, initial=initial | {"version": version_de(operation)})
    if partie == PROJET:
        initial = formes.initial_de(operation, formes.FormulaireProjet.CHAMPS)
        initial["version"] = version_de(operation)
        return formes.FormulaireProjet(donnees, appel=operation.appel, initial=initial)
    if partie == ELIGIBILITE:
        return formes.FormulaireEligibilite(donnees, lues=lus.reponses_de(operation))
    appel = operation.appel
    debut = operation.debut or (appel.debut_operations if appel else None) or timezone.localdate()
    return formes.FormulairePlan(donnees, plan=lus.plan_de(operation), annee=debut.year)


def _ecrire(partie: str, operation: Operation, acteur: Acteur) -> Callable[[dict[str, Any], Any], None]:
    def ecrire(valeurs: dict[str, Any], edition: Any) -> None:
        communs: dict[str, Any] = {"operation": operation, "edition": edition, "par": acteur}
        if partie == ELIGIBILITE:
            actions.repondre_questions(reponses=valeurs["reponses"], **communs)
        elif partie == PLAN:
            actions.ecrire_plan(**{n: valeurs[n] for n in ("lignes", "autres", "montant_demande")}, **communs)
        else:
            actions.ecrire_partie(partie=partie, valeurs=valeurs, **communs)

    return ecrire


@require_POST
@par_lien
def saisie(request: HttpRequest, jeton: str, operation: Operation, acteur: Acteur, partie: str) -> HttpResponse:
    """Keep what is being typed: the page's script sends it as one goes."""
    if partie not in {*PARTIES, "complement", *SAISIES_DU_BILAN, *SAISIES_DU_CONTROLE}:
        raise Http404
    champs = champs_a_garder(request.POST)
    gardee = actions.garder_saisie(operation=operation, partie=partie, champs=champs, par=acteur)
    return HttpResponse(status=204 if gardee else 413)


@par_lien
def pieces(request: HttpRequest, jeton: str, operation: Operation, acteur: Acteur) -> HttpResponse:
    """The files: what the call asks for, what is attached."""
    bilan = porteurs.bilan_en_cours(operation)
    au_bilan = bilan is not None
    if not (lus.est_brouillon(operation) or lus.complement_ouvert(operation) or au_bilan):
        return redirect("dossier_porteur", jeton)
    if request.method == "POST" and not consume(request, app="deplie", action="fichiers", config=LIMITES):
        return respond_429(request)
    moment = PieceRequise.Moment.BILAN if au_bilan else ""
    formulaire = _piece(request, operation, acteur, moment)
    if request.method == "POST" and soumettre(formulaire, actions.joindre_au_dossier, operation=operation, par=acteur):
        messages.success(request, "La pièce est jointe.")
        return redirect("pieces_dossier", jeton)
    jointes = lus.pieces_de(operation)
    au_dossier = [(une, any(p.requise_id == une.pk for p in jointes)) for une in lus.requises_de(operation)]
    contexte = commun(jeton, operation) | {
        "formulaire": formulaire,
        "jointes": jointes,
        "attendues": [(une.requise, bool(une.pieces)) for une in attendues_de(bilan)] if bilan else au_dossier,
        "brouillon": lus.est_brouillon(operation),
        "au_bilan": au_bilan,
    }
    return render(request, "financements/public/pieces.html", contexte)


def _piece(request: HttpRequest, operation: Operation, acteur: Acteur, moment: str) -> formes.FormulairePieceDossier:
    """The form of a file; ``moment``: the step whose documents it may answer to, else any."""
    envoi = (request.POST, request.FILES) if request.method == "POST" else (None, None)
    return formes.FormulairePieceDossier(
        *envoi,
        territoire=operation.territoire.code,
        par=acteur,
        requises=formes.choix_de_pieces(operation, moment),
        initial={"requise": request.GET.get("piece")},
    )


@par_lien
def piece(request: HttpRequest, jeton: str, operation: Operation, acteur: Acteur, pk: int) -> HttpResponseBase:
    """Give the holder its own file back."""
    trouvee = lus.piece_du_porteur_ou_404(operation, pk)
    journal.exporter("ouvrir une pièce par le lien", par=acteur, objet=operation, piece=trouvee.pk)
    try:
        return servir(trouvee.fichier)
    except FichierPerdu as perdu:
        messages.error(request, perdu.message)
        return redirect("dossier_porteur", jeton)


@require_POST
@par_lien
def retirer_piece(request: HttpRequest, jeton: str, operation: Operation, acteur: Acteur, pk: int) -> HttpResponse:
    trouvee = lus.piece_du_porteur_ou_404(operation, pk)
    try:
        actions.retirer_du_dossier(piece=trouvee, par=acteur)
    except RefusMetier as refus:
        messages.error(request, refus.message)
    else:
        messages.success(request, f"« {trouvee.intitule} » est retirée.")
    return redirect("pieces_dossier", jeton)


@par_lien
def relire(request: HttpRequest, jeton: str, operation: Operation, acteur: Acteur) -> HttpResponse:
    """All that is written, then the deposit. Refused, the draft stays, and the sentence says why."""
    if not lus.est_brouillon(operation):
        return redirect("dossier_porteur", jeton)
    refus = lus.refus_de_depot(operation, timezone.now())
    if request.method == "POST":
        try:
            actions.deposer_dossier(operation=operation, par=acteur)
        except RefusMetier as cause:
            refus = cause.message
        else:
            messages.success(request, f"Votre dossier est déposé, sous le numéro {operation.code}.")
            return redirect("dossier_porteur", jeton)
    contexte = commun(jeton, operation) | _lu(operation) | {"refus": refus, "absents": lus.manques_de(operation)}
    return render(request, "financements/public/relire.html", contexte)


@par_lien
def recu(request: HttpRequest, jeton: str, operation: Operation, acteur: Acteur) -> HttpResponse:
    """The receipt, in PDF: number, time, what was handed in."""
    if operation.deposee_le is None:
        raise Http404
    contenu = exports.recu_de_depot(operation, lus.plan_de(operation), lus.pieces_de(operation))
    reponse = HttpResponse(contenu, content_type="application/pdf")
    reponse["Content-Disposition"] = 'attachment; filename="recu-de-depot.pdf"'
    return reponse


@par_lien
def complement(request: HttpRequest, jeton: str, operation: Operation, acteur: Acteur) -> HttpResponse:
    """What the service asks more, and the answer."""
    if not lus.complement_ouvert(operation):
        return redirect("dossier_porteur", jeton)
    initial = {"reponse": operation.complement_reponse}
    formulaire = formes.FormulaireComplement(request.POST or None, initial=initial)
    if request.method == "POST" and soumettre(formulaire, actions.repondre_complement, operation=operation, par=acteur):
        messages.success(request, "Votre réponse est arrivée.")
        return redirect("dossier_porteur", jeton)
    contexte = commun(jeton, operation) | {"formulaire": formulaire, "jointes": lus.pieces_de(operation)}
    return render(request, "financements/public/complement.html", contexte)


def commun(jeton: str, operation: Operation) -> dict[str, Any]:
    return {"jeton": jeton, "operation": operation, "appel": operation.appel, "territoire": operation.territoire}


def _lu(operation: Operation) -> dict[str, Any]:
    """What was written, to read again."""
    return {"plan": lus.plan_de(operation), "reponses": lus.reponses_de(operation), "pieces": lus.pieces_de(operation)}
