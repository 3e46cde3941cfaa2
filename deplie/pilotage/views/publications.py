"""Published figures: freezing a period, its life, its figures as they were, what changed since."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render

from deplie.acteurs.queries import Acteur
from deplie.acteurs.views import page
from deplie.pilotage import actions
from deplie.pilotage.catalogue.dimensions import DIMENSIONS
from deplie.pilotage.forms import FormulaireActe, FormulaireFiger, FormulaireRectification
from deplie.pilotage.models import Publication
from deplie.pilotage.queries import publication as lues
from deplie.pilotage.queries.bilan import Bilan, Chiffre
from deplie.pilotage.queries.diffusion import diffusion_de
from deplie.pilotage.queries.listes import objets, tableau_de
from deplie.pilotage.rules.publication import ACTES, EN_VIGUEUR, SUITES, actes_possibles, fait
from deplie.pilotage.views.bilan import FORMES, fichier, rubriques
from deplie.pilotage.views.lignes import PAR_PAGE, parts_de, rangees
from deplie.socle import journal
from deplie.socle.brouillons import saisie
from deplie.socle.erreurs import RefusMetier
from deplie.socle.formulaires import soumettre


@page("publication.voir")
def publications(request: HttpRequest, acteur: Acteur) -> HttpResponse:
    contexte = {
        "publications": lues.visibles_par(acteur).select_related("precedente"),
        "preparer": acteur.peut("publication.preparer"),
    }
    return render(request, "pilotage/publications.html", contexte)


@page("publication.preparer")
def figer(request: HttpRequest, acteur: Acteur) -> HttpResponse:
    recu = request.POST if request.method == "POST" else request.GET
    formulaire = FormulaireFiger(recu, territoire=acteur.territoire)
    if request.method == "POST" and formulaire.is_valid():
        demande = formulaire.demande
        try:
            figee = actions.figer(
                territoire=acteur.territoire,
                debut=demande.periode.debut,
                fin=demande.periode.fin,
                dispositif=demande.dispositif,
                par=acteur,
            )
        except RefusMetier as refus:
            formulaire.add_error(None, refus.message)
        else:
            messages.success(request, "Les chiffres sont figés : vérifiez-les, puis mettez-les au contrôle.")
            return redirect("pilotage:publication", acteur.territoire.code, figee.pk)
    return render(request, "pilotage/figer.html", {"formulaire": formulaire})


@page("publication.voir")
def publication(request: HttpRequest, acteur: Acteur, pk: int) -> HttpResponse:
    lue = lues.publication_ou_404(acteur, pk)
    bilan = lues.bilan_publie(lue)
    contexte = {
        "publication": lue,
        "bilan": bilan,
        "generales": [alerte for alerte in bilan.alertes if alerte.generale],
        "adresse": f"dispositif={lue.dispositif}&du={lue.debut}&au={lue.fin}",
        "rubriques": [(titre, dits) for titre, siens in rubriques(bilan) if (dits := [c for c in siens if _dit(c)])],
        "sans_donnee": [chiffre for _, siens in rubriques(bilan) for chiffre in siens if not _dit(chiffre)],
        "tableaux": _tableaux(bilan),
        "evenements": [
            (fait(e.acte), e) for e in lue.evenements.select_related("par", "seance__instance").order_by("pk")
        ],
        "actes": [(acte, ACTES[acte].libelle) for acte in _actes(acteur, lue)],
        "rectifiable": lue.statut in EN_VIGUEUR and acteur.peut("publication.preparer"),
        "refiger": not lue.arretee and acteur.peut("publication.preparer"),
        "suivante": lues.visibles_par(acteur).filter(precedente=lue).first(),
        "diffusion": diffusion_de(lue),
        "diffuser": acteur.peut("publication.valider"),
        "ouvrir": acteur.peut("bilan.ouvrir"),
        "exporter": acteur.peut("bilan.exporter"),
    }
    return render(request, "pilotage/publication.html", contexte)


def _dit(chiffre: Chiffre) -> bool:
    """Whether a figure says something, this year or the one before."""
    return chiffre.valeur is not None or (chiffre.precedent is not None and chiffre.precedent.valeur is not None)


def _actes(acteur: Acteur, lue: Publication) -> list[str]:
    """The next steps that this person may take."""
    siens = {"valider", "arreter"} if acteur.peut("publication.valider") else set()
    siens |= {"controler", "reprendre"} if acteur.peut("publication.preparer") else set()
    return [acte for acte in actes_possibles(lue.statut) if acte in siens]


def _tableaux(bilan: Bilan) -> list[tuple[str, list[tuple[str, list[Chiffre]]]]]:
    """Each breakdown under its name: its figures, each with its parts."""
    trouves = []
    for par, parts in bilan.tableaux.items():
        par_chiffre: dict[str, list[Chiffre]] = {}
        for part in parts:
            if tuple(part.ventilation) == par:
                par_chiffre.setdefault(part.libelle, []).append(part)
        if par_chiffre:
            trouves.append((" et ".join(DIMENSIONS[code].libelle for code in par), list(par_chiffre.items())))
    return trouves


@page("publication.voir")
def depuis(request: HttpRequest, acteur: Acteur, pk: int) -> HttpResponse:
    """What changed since the figures were frozen."""
    lue = lues.publication_ou_404(acteur, pk)
    actuel, ecarts = lues.ecarts(lue)
    contexte = {
        "publication": lue,
        "bilan": lues.bilan_publie(lue),
        "actuel": actuel,
        "totaux": [ecart for ecart in ecarts if not ecart.chiffre.ventilation],
        "parts": [ecart for ecart in ecarts if ecart.chiffre.ventilation],
    }
    return render(request, "pilotage/depuis.html", contexte)


@page("publication.voir")
def recompte(request: HttpRequest, acteur: Acteur, pk: int) -> HttpResponse:
    """Every published figure counted again from the frozen rows."""
    lue = lues.publication_ou_404(acteur, pk)
    verification = lues.verifier(lue)
    contexte = {
        "publication": lue,
        "bilan": verification.bilan,
        "verification": verification,
        "nombre": lues.nombre_de_chiffres(verification.bilan),
        "faits": list(lue.faits.order_by("fait")),
    }
    return render(request, "pilotage/recompte.html", contexte)


@page("bilan.ouvrir")
def liste(request: HttpRequest, acteur: Acteur, pk: int, indicateur: str) -> HttpResponse:
    """Who stood behind a published count, as far as their records are still there."""
    lue = lues.publication_ou_404(acteur, pk)
    parts = parts_de(request)
    try:
        lignes = lues.lignes_publiees(lue, indicateur, parts, request.GET.get("cote", "numerateur"))
    except RefusMetier as refus:
        raise Http404(refus.message) from refus
    tableau = tableau_de(lignes.objet, sensible=acteur.peut("sensible.lire"))
    choisie = Paginator(objets(lignes.objet, lignes.numeros), PAR_PAGE).get_page(request.GET.get("page"))
    bilan = lues.bilan_publie(lue)
    contexte = {
        "publication": lue,
        "bilan": bilan,
        "chiffre": bilan.chiffre(indicateur),
        "lignes": lignes,
        "page": choisie,
        "tableau": tableau,
        "rangees": rangees(tableau, choisie, acteur),
        "part": [f"{DIMENSIONS[code].libelle} : {valeur or 'inconnu'}" for code, valeur in parts.items()],
    }
    return render(request, "pilotage/liste_publiee.html", contexte)


@page("publication.preparer")
def avancer(request: HttpRequest, acteur: Acteur, pk: int, acte: str) -> HttpResponse:
    lue = lues.publication_ou_404(acteur, pk)
    if acte not in SUITES or acte not in _actes(acteur, lue):
        raise Http404
    formulaire = FormulaireActe(saisie(request), territoire=acteur.territoire, acte=acte)
    if request.method == "POST" and soumettre(formulaire, actions.avancer, publication=lue, acte=acte, par=acteur):
        messages.success(request, "C'est inscrit.")
        return redirect("pilotage:publication", acteur.territoire.code, lue.pk)
    return _formulaire(request, lue, formulaire, ACTES[acte].libelle)


@page("publication.preparer")
def rectifier(request: HttpRequest, acteur: Acteur, pk: int) -> HttpResponse:
    lue = lues.publication_ou_404(acteur, pk)
    if lue.statut not in EN_VIGUEUR:
        raise Http404
    formulaire = FormulaireRectification(saisie(request))
    if request.method == "POST" and soumettre(formulaire, actions.rectifier, publication=lue, par=acteur):
        messages.success(request, "La rectification est préparée : elle prendra la place une fois validée.")
        return redirect("pilotage:publications", acteur.territoire.code)
    phrase = (
        "Les chiffres du jour sont figés à côté de ceux-ci, qui restent en vigueur jusqu'à ce qu'un comité valide les "
        "nouveaux."
    )
    return _formulaire(request, lue, formulaire, "Préparer la rectification", phrase)


def _formulaire(request: HttpRequest, lue: Publication, formulaire: Any, acte: str, phrase: str = "") -> HttpResponse:
    contexte = {
        "publication": lue,
        "bilan": lues.bilan_publie(lue),
        "formulaire": formulaire,
        "titre": acte[0].upper() + acte[1:],
        "phrase": phrase,
    }
    return render(request, "pilotage/acte_publication.html", contexte)


@page("bilan.exporter")
def exporter(request: HttpRequest, acteur: Acteur, pk: int, forme: str) -> HttpResponse:
    """The published figures as a file; journaled before it leaves."""
    lue = lues.publication_ou_404(acteur, pk)
    if forme not in FORMES:
        raise Http404
    journal.exporter("exporter des chiffres publiés", par=acteur, publication=lue.pk, format=forme)
    nom = f"chiffres-publies-{acteur.territoire.code}-{lue.debut}-{lue.fin}-v{lue.version}"
    return fichier(lues.bilan_publie(lue), forme, nom)
