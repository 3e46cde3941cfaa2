"""Orienting somebody, and what becomes of it: the list, the page of one, its decisions."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.db import transaction
from django.forms import Form
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone

from deplie.acteurs.queries import Acteur
from deplie.acteurs.views import page
from deplie.parcours import actions
from deplie.parcours.forms import prescription as formes
from deplie.parcours.forms.personne import IDENTITE, FormulaireRecherche
from deplie.parcours.models import Prescription
from deplie.parcours.queries.doublons import Ressemblance, meme_identite, ressemblances_vues
from deplie.parcours.queries.lien import orientations_recues
from deplie.parcours.queries.perimetre import personne_ou_404
from deplie.parcours.queries.pieces import avec_pieces
from deplie.parcours.queries.prescription import (
    ONGLETS,
    CritereLu,
    compter,
    criteres_de,
    prescription_ou_404,
)
from deplie.parcours.queries.prescription import liste as lister
from deplie.parcours.rules.cycle import EN_COMMISSION, ETATS, TRANSITIONS, permis
from deplie.personnes.actions import creer_personne
from deplie.personnes.rules import telephone_lisible
from deplie.socle import journal
from deplie.socle.brouillons import saisie
from deplie.socle.erreurs import RefusMetier
from deplie.socle.formulaires import soumettre
from deplie.territoires.queries.reglages import reglage
from deplie.territoires.rules import FREIN

PAR_PAGE = 50
# (right, form, what it does), by act of the table.
ACTES: dict[str, tuple[str, type[Form], Callable[..., Any]]] = {
    "declarer_recevable": ("prescription.instruire", formes.FormulaireRecevable, actions.declarer_recevable),
    "presenter": ("prescription.instruire", formes.FormulairePresenter, actions.presenter),
    "retirer": ("prescription.instruire", formes.FormulaireDate, actions.retirer),
    "classer": ("prescription.instruire", formes.FormulaireClassement, actions.classer),
}


@page("prescription.voir")
def liste(request: HttpRequest, acteur: Acteur) -> HttpResponse:
    onglet = request.GET.get("onglet", "a_recevoir")
    if onglet not in ONGLETS:
        raise Http404
    comptes = compter(acteur)
    contexte = {
        "onglet": onglet,
        "onglets": [(nom, libelle, comptes[nom]) for nom, (libelle, _) in ONGLETS.items()],
        "page": Paginator(lister(acteur, onglet), PAR_PAGE).get_page(request.GET.get("page")),
        "parametres": f"onglet={onglet}",
        "etats": ETATS,
        "jour": timezone.localdate(),
        "orienter": acteur.peut("prescription.faire"),
        "tenir": acteur.peut("seance.tenir"),
        "instruire": acteur.peut("prescription.instruire"),
        "recues": orientations_recues(acteur).count(),
    }
    return render(request, "parcours/prescriptions.html", contexte)


@page("prescription.faire")
def orienter(request: HttpRequest, acteur: Acteur) -> HttpResponse:
    """Orient somebody: those known of who writes are shown first; the record of who has the same name and birth is
    joined, never doubled.
    """
    formulaire = formes.FormulaireOrientation(saisie(request), acteur=acteur)
    if request.method == "POST" and (trouvees := _connues(request, acteur, formulaire)) is not None:
        return _page(request, acteur, formulaire, "Orienter une personne", ressemblances=trouvees, cherchee=True)

    def decider(**valeurs: Any) -> Prescription:
        identite = {champ: valeurs.pop(champ) for champ in IDENTITE}
        valeurs.pop("confirme")
        with transaction.atomic():
            personne = meme_identite(acteur.territoire, identite) or creer_personne(par=acteur, identite=identite)
            return actions.prescrire(personne=personne, par=acteur, **formes.ChampsPrescription.prescription(valeurs))

    return _orienter(request, acteur, formulaire, decider, "Orienter une personne")


@page("prescription.faire")
def orienter_connue(request: HttpRequest, acteur: Acteur, pk: int) -> HttpResponse:
    """Orient somebody whose page the actor may open."""
    personne = personne_ou_404(acteur, pk)
    journal.consulter(personne, par=acteur, page="prescription")
    formulaire = formes.FormulairePrescription(saisie(request), acteur=acteur)

    def decider(**valeurs: Any) -> Prescription:
        return actions.prescrire(personne=personne, par=acteur, **formes.ChampsPrescription.prescription(valeurs))

    return _orienter(request, acteur, formulaire, decider, f"Orienter {personne}")


def _orienter(
    request: HttpRequest, acteur: Acteur, formulaire: Form, decider: Callable[..., Prescription], titre: str
) -> HttpResponse:
    if request.method == "POST" and formulaire.is_valid():
        try:
            faite = decider(**formulaire.cleaned_data)
        except RefusMetier as refus:
            formulaire.add_error(None, refus.message)
        else:
            messages.success(request, f"{faite.personne} est orientée vers {faite.dispositif.nom}.")
            return redirect("parcours:prescription", acteur.territoire.code, faite.pk)
    return _page(request, acteur, formulaire, titre)


def _page(request: HttpRequest, acteur: Acteur, formulaire: Form, titre: str, **autres: Any) -> HttpResponse:
    notice = reglage(acteur.territoire, "notice_information")
    contexte = {"formulaire": formulaire, "titre": titre, "notice": notice, "recherche": "nom" in formulaire.fields}
    return render(request, "parcours/orienter.html", contexte | autres)


def _connues(request: HttpRequest, acteur: Acteur, formulaire: Form) -> list[Ressemblance] | None:
    """Those whom the actor may see and who look like the person told: when they ask, or before a record is opened that
    may be a second one. None when there is nothing to show. What was typed stays in the form.
    """
    demande = "chercher" in request.POST
    identite = FormulaireRecherche(request.POST)
    if not identite.is_valid():
        if demande:
            formulaire.errors.clear()
            formulaire.errors.update(identite.errors)
        return None
    if not demande and (request.POST.get("confirme") or not formulaire.is_valid()):
        return None
    dite = identite.cleaned_data
    if not demande and meme_identite(acteur.territoire, dite):
        return None
    proches = ressemblances_vues(acteur, dite)
    journal.consulter(acteur.territoire, par=acteur, verbe="chercher avant d'orienter", trouvees=len(proches))
    if not demande and not proches:
        return None
    formulaire.data = request.POST.copy()
    formulaire.data["confirme"] = "on" if proches else ""
    formulaire.errors.clear()
    return proches


@page("prescription.voir")
def prescription(request: HttpRequest, acteur: Acteur, pk: int) -> HttpResponse:
    """What was told, what was decided and why, and what may be done."""
    vue = prescription_ou_404(acteur, pk)
    journal.consulter(vue.personne, par=acteur, page="prescription")
    jour = timezone.localdate()
    contexte = {
        "joindre": acteur.peut("piece.joindre"),
        "dossier": acteur.peut("personne.dossier"),
        "prescription": vue,
        "personne": vue.personne,
        "etat": ETATS[vue.statut],
        "criteres": _criteres(acteur, vue),
        "freins": [FREIN.libelle(frein.theme) for frein in vue.freins.all()],
        "telephone": telephone_lisible(vue.personne.telephone, acteur.territoire.region_telephone),
        "versions": vue.historique.select_related("history_user").order_by("history_id"),
        "etats": ETATS,
        "actes": [(acte, TRANSITIONS[acte].libelle) for acte in _possibles(vue, acteur)],
        "jour": jour,
        "seance_ouverte": vue.seance if vue.seance and vue.seance.decide_encore(jour) else None,
        "en_commission": vue.statut == EN_COMMISSION and acteur.peut("seance.tenir"),
    }
    return render(request, "parcours/prescription.html", contexte)


@page("prescription.voir")
def decider(request: HttpRequest, acteur: Acteur, pk: int, acte: str) -> HttpResponse:
    """One act of the table on a prescription; a commission decides in its séance."""
    if acte not in ACTES:
        raise Http404
    droit, forme, action = ACTES[acte]
    vue = prescription_ou_404(acteur, pk)
    if not acteur.peut(droit):
        raise PermissionDenied("Cette décision demande un droit que vous n'avez pas.")
    journal.consulter(vue.personne, par=acteur, page="prescription")
    formulaire = forme(saisie(request), **_options(forme, acteur, vue))
    if request.method == "POST" and soumettre(formulaire, action, prescription=vue, par=acteur):
        messages.success(request, f"C'est enregistré : {vue.personne}, « {ETATS[vue.statut]} ».")
        return redirect("parcours:prescription", acteur.territoire.code, vue.pk)
    contexte = {
        "formulaire": formulaire,
        "prescription": vue,
        "personne": vue.personne,
        "titre": TRANSITIONS[acte].libelle,
    }
    return render(request, "parcours/decision.html", contexte)


def _criteres(acteur: Acteur, vue: Prescription) -> list[CritereLu]:
    """The criteria that the actor may read, with their pieces."""
    lus = criteres_de(vue, acteur, timezone.localdate())
    avec_pieces(acteur, [lu.critere for lu in lus])
    return lus


def _options(forme: type[Form], acteur: Acteur, vue: Prescription) -> dict[str, Any]:
    """What a form must know to offer its choices."""
    if issubclass(forme, formes.FormulairePresenter):
        return {"acteur": acteur, "dispositif": vue.dispositif}
    return {"acteur": acteur} if issubclass(forme, formes.FormulaireRecevable) else {}


def _possibles(vue: Prescription, acteur: Acteur) -> list[str]:
    """The acts that the state allows and the actor may do."""
    return [acte for acte in permis(vue.statut) if acte in ACTES and acteur.peut(ACTES[acte][0])]
