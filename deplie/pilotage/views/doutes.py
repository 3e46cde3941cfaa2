"""What is doubtful before a committee: the page of controls, and the records behind each doubt."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render

from deplie.acteurs.queries import Acteur
from deplie.acteurs.views import page
from deplie.pilotage.forms import FiltreControle
from deplie.pilotage.queries.bilan import etablir
from deplie.pilotage.queries.bilan.alertes import CHAMPS
from deplie.pilotage.queries.doutes import douter
from deplie.pilotage.queries.doutes.fiches import FicheEnDoute, en_doute
from deplie.pilotage.queries.doutes.manques import incompletes as lire_incompletes
from deplie.pilotage.rules.doutes import DOUTES

PAR_PAGE = 50


@page("bilan.ouvrir")
def controles(request: HttpRequest, acteur: Acteur) -> HttpResponse:
    filtre = FiltreControle(request.GET, territoire=acteur.territoire)
    contexte: dict[str, Any] = {"filtre": filtre}
    if filtre.is_valid():
        demande, adresse = filtre.demande, filtre.adresse()
        bilan = etablir(
            acteur.territoire, demande.periode.debut, demande.periode.fin,
            acteur=acteur, dispositif=demande.dispositif,
        )  # fmt: skip
        doutes = douter(acteur, bilan, adresse)
        contexte |= {"bilan": bilan, "doutes": doutes, "adresse": adresse, "voisines": filtre.voisines()}
        contexte["rubriques"] = (
            ("faux", "À corriger avant de publier", doutes.faux),
            ("a-preciser", "À préciser dans le texte", doutes.a_preciser),
            ("a-ne-pas-comparer", "À ne pas comparer sans le dire", doutes.a_ne_pas_comparer),
        )
    return render(request, "pilotage/controles.html", contexte)


@page("bilan.ouvrir")
def fiches(request: HttpRequest, acteur: Acteur, nature: str) -> HttpResponse:
    """The records that raise one doubt; each opens the person's page, where it is mended."""
    filtre = _filtre_ou_404(request, acteur)
    if nature not in DOUTES:
        raise Http404
    doute = DOUTES[nature]
    lues = en_doute(acteur, filtre.demande.dispositif, filtre.demande.periode, nature)
    return _liste(request, filtre, doute.libelle, doute.geste, lues)


@page("bilan.ouvrir")
def incompletes(request: HttpRequest, acteur: Acteur, champ: str) -> HttpResponse:
    """The records that lack a field, of one référent (« referent », a number; nothing for nobody's)."""
    filtre = _filtre_ou_404(request, acteur)
    numero = request.GET.get("referent", "")
    if champ not in CHAMPS or not (numero == "" or numero.isdecimal()):
        raise Http404
    referent = int(numero) if numero else None
    demande = filtre.demande
    trouvees = lire_incompletes(acteur, demande.dispositif, demande.periode, champ, referent)
    mots = f"Il manque : {CHAMPS[champ]}."
    lues = [FicheEnDoute(participation, (mots,)) for participation in trouvees]
    titre = f"Dossiers à compléter : {CHAMPS[champ]}"
    return _liste(request, filtre, titre, "Compléter la fiche de chaque personne.", lues)


def _liste(
    request: HttpRequest, filtre: FiltreControle, titre: str, geste: str, lues: Sequence[FicheEnDoute]
) -> HttpResponse:
    sans_page = request.GET.copy()
    sans_page.pop("page", None)
    contexte = {
        "titre": titre,
        "geste": geste,
        "page": Paginator(lues, PAR_PAGE).get_page(request.GET.get("page")),
        "parametres": sans_page.urlencode(),
        "periode": filtre.demande.periode,
        "adresse": filtre.adresse(),
    }
    return render(request, "pilotage/fiches_en_doute.html", contexte)


def _filtre_ou_404(request: HttpRequest, acteur: Acteur) -> FiltreControle:
    filtre = FiltreControle(request.GET, territoire=acteur.territoire)
    if not filtre.is_valid():
        raise Http404
    return filtre
