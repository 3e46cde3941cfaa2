"""Workshops: the calendar, the page of one, its sessions made, moved and called off."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_POST

from deplie.acteurs.queries import Acteur
from deplie.acteurs.views import page
from deplie.offre import actions as offre
from deplie.offre.forms import FormulaireAtelier, FormulaireSeance
from deplie.offre.models import Atelier, SeanceAtelier
from deplie.offre.queries import atelier_ou_404
from deplie.parcours import actions
from deplie.parcours.models import InscriptionAtelier
from deplie.parcours.queries import atelier as lus
from deplie.parcours.queries.entretien import numero
from deplie.socle import journal
from deplie.socle.brouillons import saisie
from deplie.socle.editions import Edition
from deplie.socle.erreurs import RefusMetier

PAR_PAGE = 40


@page("atelier.voir")
def ateliers(request: HttpRequest, acteur: Acteur) -> HttpResponse:
    onglet = lus.PASSES if request.GET.get("onglet") == lus.PASSES else lus.A_VENIR
    contexte = {
        "page": Paginator(lus.calendrier(acteur, onglet), PAR_PAGE).get_page(request.GET.get("page")),
        "onglet": onglet,
        "onglets": [(lus.A_VENIR, "À venir"), (lus.PASSES, "Passés")],
        "parametres": f"onglet={onglet}",
        "gerer": acteur.peut("atelier.gerer"),
    }
    return render(request, "parcours/ateliers.html", contexte)


@page("atelier.voir")
def atelier(request: HttpRequest, acteur: Acteur, pk: int) -> HttpResponse:
    """A workshop, and one of its sessions: the one asked for, else the next one, else the last."""
    trouve = atelier_ou_404(acteur, pk)
    seances = lus.seances_de(acteur, trouve)
    seance = _choisie(seances, numero(request.GET.get("seance")))
    groupe = lus.groupe(acteur, seance) if seance else None
    if groupe and groupe.lues:
        journal.consulter(trouve, par=acteur, verbe="consulter les inscrits", seance=groupe.seance.pk)
    contexte = {
        "atelier": trouve,
        "seances": seances,
        "groupe": groupe,
        "du_jour": bool(seance and timezone.localtime(seance.debut).date() <= timezone.localdate()),
        "gerer": acteur.peut("atelier.gerer"),
        "inscrire": acteur.peut("atelier.inscrire"),
        "relever": bool(seance and acteur.peut("atelier.presence") and lus.relevables_par(acteur, seance).exists()),
        "voir_personnes": acteur.peut("participation.voir"),
    }
    return render(request, "parcours/atelier.html", contexte)


def _choisie(seances: list[SeanceAtelier], pk: int | None) -> SeanceAtelier | None:
    demandee = next((s for s in seances if s.pk == pk), None)
    minuit = timezone.localtime().replace(hour=0, minute=0, second=0, microsecond=0)
    a_venir = (s for s in seances if s.debut >= minuit and s.statut == "PREVUE")
    return demandee or next(a_venir, None) or (seances[-1] if seances else None)


@page("atelier.gerer")
def creer_atelier(request: HttpRequest, acteur: Acteur) -> HttpResponse:
    formulaire = FormulaireAtelier(saisie(request), acteur=acteur)
    faits: list[Atelier] = []

    def decider(valeurs: dict[str, Any], edition: Edition) -> None:
        faits.append(actions.creer_atelier_et_seance(par=acteur, **valeurs))

    if request.method == "POST" and formulaire.soumettre(decider):
        messages.success(request, "L'atelier est créé. Inscrivez des personnes, ou ajoutez une autre séance.")
        return redirect("parcours:atelier", acteur.territoire.code, faits[0].pk)
    return _formulaire(request, formulaire, "Créer un atelier")


@page("atelier.gerer")
def modifier_atelier(request: HttpRequest, acteur: Acteur, pk: int) -> HttpResponse:
    trouve = atelier_ou_404(acteur, pk)
    initial = FormulaireAtelier.initial_de(trouve)
    formulaire = FormulaireAtelier(saisie(request), acteur=acteur, avec_seance=False, initial=initial)
    promues: list[InscriptionAtelier] = []

    def decider(valeurs: dict[str, Any], edition: Edition) -> None:
        promues.extend(actions.modifier_atelier(atelier=trouve, edition=edition, par=acteur, **valeurs))

    if request.method == "POST" and formulaire.soumettre(decider):
        messages.success(request, "L'atelier est enregistré.")
        dire_les_places(request, promues)
        return redirect("parcours:atelier", acteur.territoire.code, pk)
    return _formulaire(request, formulaire, f"Modifier « {trouve} »", trouve)


@page("atelier.gerer")
def ajouter_seance(request: HttpRequest, acteur: Acteur, pk: int) -> HttpResponse:
    trouve = atelier_ou_404(acteur, pk)
    formulaire = FormulaireSeance(saisie(request))

    def decider(valeurs: dict[str, Any], edition: Edition) -> None:
        offre.ajouter_seance(atelier=trouve, par=acteur, **valeurs)

    if request.method == "POST" and formulaire.soumettre(decider):
        messages.success(request, "La séance est ajoutée.")
        return redirect("parcours:atelier", acteur.territoire.code, pk)
    return _formulaire(request, formulaire, f"Ajouter une séance à «\u00a0{trouve}\u00a0»", trouve)


@page("atelier.gerer")
def deplacer_seance(request: HttpRequest, acteur: Acteur, pk: int) -> HttpResponse:
    seance = lus.seance_ou_404(acteur, pk)
    formulaire = FormulaireSeance(saisie(request), initial=FormulaireSeance.initial_de(seance))

    def decider(valeurs: dict[str, Any], edition: Edition) -> None:
        actions.deplacer_seance(seance=seance, edition=edition, par=acteur, **valeurs)

    if request.method == "POST" and formulaire.soumettre(decider):
        messages.success(request, "La séance est déplacée.")
        return redirect("parcours:atelier", acteur.territoire.code, seance.atelier.pk)
    return _formulaire(request, formulaire, f"Déplacer une séance de «\u00a0{seance.atelier}\u00a0»", seance.atelier)


@require_POST
@page("atelier.gerer")
def annuler_seance(request: HttpRequest, acteur: Acteur, pk: int) -> HttpResponse:
    seance = lus.seance_ou_404(acteur, pk)
    try:
        attendues = actions.annuler_seance(seance=seance, par=acteur)
    except RefusMetier as refus:
        messages.error(request, refus.message)
    else:
        suite = f" {len(attendues)} personnes y étaient attendues." if len(attendues) > 1 else ""
        messages.success(request, f"La séance est annulée.{suite}")
    return redirect("parcours:atelier", acteur.territoire.code, seance.atelier.pk)


def dire_les_places(request: HttpRequest, promues: list[InscriptionAtelier]) -> None:
    """Say who takes a place that frees itself: the reader tells them, unless a message does."""
    for inscription in promues:
        messages.info(request, f"{inscription.personne}, en tête de la liste d'attente, a désormais une place.")


def _formulaire(request: HttpRequest, formulaire: Any, titre: str, atelier: Atelier | None = None) -> HttpResponse:
    contexte = {"formulaire": formulaire, "titre": titre, "atelier": atelier}
    return render(request, "parcours/atelier_formulaire.html", contexte)
