"""Calls of a territory: the list, one of them with its applications, what it asks, its publication and its end."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, Final

from django.contrib import messages
from django.forms import Form
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_POST

from deplie.acteurs.queries import Acteur
from deplie.acteurs.views import page
from deplie.financements import actions
from deplie.financements.forms import appel as formes
from deplie.financements.models import Appel
from deplie.financements.queries import appel as lus
from deplie.financements.rules.appel import refus_de_modifier
from deplie.financements.rules.nomenclature import FSE
from deplie.socle.brouillons import saisie
from deplie.socle.editions import version_de
from deplie.socle.formulaires import soumettre

LISTES: Final = {
    "enveloppes": (
        "Sous-enveloppes",
        "Une part de l'enveloppe gardée pour une sorte de projet. Aucune : un seul tout.",
    ),
    "questions": ("Questions d'éligibilité", "Le porteur répond par oui ou par non ; une autre réponse est signalée."),
    "pieces": ("Pièces demandées", "Ce que le porteur joint, et à quel moment."),
    "grille": ("Grille de notation", "Chaque lecteur note chaque critère ; le poids dit ce qu'il compte dans la note."),
}


@page("appel.voir")
def appels(request: HttpRequest, acteur: Acteur) -> HttpResponse:
    """Every call: what it received and chose, and where it stands."""
    moment = timezone.now()
    lignes = [(un, lus.etape_de(un, moment)) for un in lus.avec_comptes(lus.visibles_par(acteur))]
    publique = reverse("appels_publics", args=[acteur.territoire.code])
    contexte = {
        "lignes": [(un, etape, lus.ETAPES[etape]) for un, etape in lignes],
        "gerer": acteur.peut("appel.gerer"),
        "publique": publique if any(etape not in ("preparation", "retire") for _, etape in lignes) else "",
    }
    return render(request, "financements/appels.html", contexte)


@page("appel.gerer")
def nouveau(request: HttpRequest, acteur: Acteur) -> HttpResponse:
    formulaire = formes.FormulaireAppel(saisie(request), acteur=acteur)
    crees: list[Appel] = []

    def preparer(version: str = "", vu: str = "", **valeurs: Any) -> None:
        crees.append(actions.preparer_appel(par=acteur, **valeurs))

    if request.method == "POST" and soumettre(formulaire, preparer):
        messages.success(request, "L'appel est enregistré. Dites maintenant ce qu'il demande, puis publiez-le.")
        return redirect("financements:reglement", acteur.territoire.code, crees[0].pk)
    return _formulaire(request, formulaire, "Nouvel appel à projets", "Enregistrer")


@page("appel.voir")
def reglement(request: HttpRequest, acteur: Acteur, pk: int) -> HttpResponse:
    """What a call asks: calendar, money, questions, pieces, grid; each is changed while it is prepared."""
    vu = lus.appel_ou_404(acteur, pk)
    gerer = acteur.peut("appel.gerer")
    etape = lus.etape_de(vu, timezone.now())
    contexte = {
        "appel": vu,
        "etape": etape,
        "etat": lus.ETAPES[etape],
        "gerer": gerer,
        "rattacher": gerer and vu.financeur == FSE,
        "ouvert": gerer and not refus_de_modifier(vu.statut),
        "listes": [(nom, titre, phrase, _lignes(vu, nom)) for nom, (titre, phrase) in LISTES.items()],
        "publique": request.build_absolute_uri(reverse("appel_public", args=[acteur.territoire.code, vu.pk])),
    }
    return render(request, "financements/reglement.html", contexte)


@page("appel.gerer")
def modifier(request: HttpRequest, acteur: Acteur, pk: int) -> HttpResponse:
    vu = lus.appel_ou_404(acteur, pk)
    initial = formes.FormulaireAppel.initial_de(vu) | {"version": version_de(vu)}
    formulaire = formes.FormulaireAppel(saisie(request), acteur=acteur, initial=initial)

    def changer(valeurs: dict[str, Any], edition: Any) -> None:
        actions.modifier_appel(appel=vu, valeurs=valeurs, par=acteur, edition=edition)

    if request.method == "POST" and formulaire.soumettre(changer):
        return _retour(request, acteur, vu, "L'appel est enregistré.")
    return _formulaire(request, formulaire, "Modifier l'appel", "Enregistrer", vu)


@page("appel.gerer")
def liste(request: HttpRequest, acteur: Acteur, pk: int, quoi: str) -> HttpResponse:
    """One of the four lists of a call, line by line."""
    vu = lus.appel_ou_404(acteur, pk)
    if quoi not in LISTES:
        raise Http404
    formulaire = formes.FormulaireListe(saisie(request), liste=quoi, lignes=_lignes(vu, quoi))

    def remplacer(lignes: list[dict[str, Any]], **_: Any) -> None:
        actions.remplacer_liste(appel=vu, liste=quoi, lignes=lignes, par=acteur)

    if request.method == "POST" and soumettre(formulaire, remplacer):
        return _retour(request, acteur, vu, f"{LISTES[quoi][0]} : enregistré.")
    contexte = {"formulaire": formulaire, "appel": vu, "titre": LISTES[quoi][0], "phrase": LISTES[quoi][1]}
    return render(request, "financements/liste_appel.html", contexte)


@require_POST
@page("appel.gerer")
def publier(request: HttpRequest, acteur: Acteur, pk: int) -> HttpResponse:
    vu = lus.appel_ou_404(acteur, pk)
    formulaire = Form({})
    if soumettre(formulaire, actions.publier_appel, appel=vu, par=acteur):
        return _retour(request, acteur, vu, "L'appel est publié : chacun peut le lire.")
    messages.error(request, " ".join(formulaire.non_field_errors()))
    return redirect("financements:reglement", acteur.territoire.code, vu.pk)


@page("appel.gerer")
def prolonger(request: HttpRequest, acteur: Acteur, pk: int) -> HttpResponse:
    vu = lus.appel_ou_404(acteur, pk)
    formulaire = formes.FormulaireProlongation(saisie(request))
    return _acte(request, acteur, vu, formulaire, actions.prolonger_appel, "Prolonger l'appel", "L'appel est prolongé.")


@page("appel.gerer")
def rattacher(request: HttpRequest, acteur: Acteur, pk: int) -> HttpResponse:
    """Which subvention globale pays it."""
    vu = lus.appel_ou_404(acteur, pk)
    formulaire = formes.FormulaireRattachement(saisie(request), appel=vu)
    fait = "L'appel est rattaché."
    return _acte(request, acteur, vu, formulaire, actions.rattacher_appel, "Rattacher l'appel", fait)


@page("appel.gerer")
def retirer(request: HttpRequest, acteur: Acteur, pk: int) -> HttpResponse:
    vu = lus.appel_ou_404(acteur, pk)
    formulaire = formes.FormulaireRaison(saisie(request))
    fait = "L'appel est retiré. Ce que les porteurs ont écrit est gardé, et ils en sont avertis."
    return _acte(request, acteur, vu, formulaire, actions.retirer_appel, "Retirer l'appel", fait)


@page("appel.gerer")
def copier(request: HttpRequest, acteur: Acteur, pk: int) -> HttpResponse:
    vu = lus.appel_ou_404(acteur, pk)
    formulaire = formes.FormulaireCopie(saisie(request), initial={"titre": vu.titre})
    copies: list[Appel] = []

    def copie(**valeurs: Any) -> None:
        copies.append(actions.copier_appel(appel=vu, par=acteur, **valeurs))

    if request.method == "POST" and soumettre(formulaire, copie):
        return _retour(request, acteur, copies[0], "La copie est en préparation : relisez-la, puis publiez-la.")
    return _formulaire(request, formulaire, f"Copier « {vu.titre} »", "Copier", vu)


def _lignes(appel: Appel, nom: str) -> list[Any]:
    noms = {
        "enveloppes": "sous_enveloppes",
        "questions": "questions",
        "pieces": "pieces_requises",
        "grille": "criteres",
    }
    return list(getattr(appel, noms.get(nom, nom)).order_by("rang"))


def _acte(
    request: HttpRequest, acteur: Acteur, vu: Appel, formulaire: Form, action: Callable[..., Any], titre: str, fait: str
) -> HttpResponse:
    if request.method == "POST" and soumettre(formulaire, action, appel=vu, par=acteur):
        return _retour(request, acteur, vu, fait)
    return _formulaire(request, formulaire, titre, titre, vu)


def _retour(request: HttpRequest, acteur: Acteur, vu: Appel, phrase: str) -> HttpResponse:
    messages.success(request, phrase)
    return redirect("financements:reglement", acteur.territoire.code, vu.pk)


def _formulaire(request: HttpRequest, formulaire: Form, titre: str, acte: str, vu: Appel | None = None) -> HttpResponse:
    contexte = {"formulaire": formulaire, "titre": titre, "acte": acte, "appel": vu}
    return render(request, "financements/formulaire_appel.html", contexte)
