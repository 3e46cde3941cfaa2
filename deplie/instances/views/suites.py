"""Pages of what séances asked to be done: the list, and each of them."""

from __future__ import annotations

from typing import Any
from urllib.parse import urlencode

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_POST

from deplie.acteurs.queries import Acteur
from deplie.acteurs.views import page
from deplie.instances import actions
from deplie.instances.forms import suite as formes
from deplie.instances.queries import suites as lues
from deplie.instances.queries.seance import decisions_de, instances_de, seance_ou_404
from deplie.socle.brouillons import saisie
from deplie.socle.erreurs import RefusMetier
from deplie.socle.formulaires import soumettre

PAR_PAGE = 50


@page("seance.voir")
def suites(request: HttpRequest, acteur: Acteur) -> HttpResponse:
    """What séances asked: open, late or done, of a body or of an owner."""
    filtre, jour = _filtre(request), timezone.localdate()
    trouvees = Paginator(lues.liste(acteur, filtre, jour), PAR_PAGE).get_page(request.GET.get("page"))
    autres = {"instance": filtre.instance or "", "responsable": filtre.responsable}
    onglets = [
        (nom, libelle, lues.liste(acteur, lues.Filtre(nom, filtre.instance, filtre.responsable), jour).count())
        for nom, libelle in lues.ONGLETS.items()
    ]
    contexte = {
        "filtre": filtre,
        "onglets": onglets,
        "retards": {nom: nombre for nom, _, nombre in onglets}["retard"],
        "rien": not lues.visibles_par(acteur).exists(),
        "page": trouvees,
        "lignes": lues.lire(acteur, trouvees, jour),
        "instances": instances_de(acteur),
        "responsables": lues.responsables(acteur),
        "parametres": urlencode({"onglet": filtre.onglet} | autres),
        "autres": urlencode(autres),
        "tenir": acteur.peut("seance.tenir"),
    }
    return render(request, "instances/suites.html", contexte)


def _filtre(request: HttpRequest) -> lues.Filtre:
    onglet, instance = request.GET.get("onglet", "ouvertes"), request.GET.get("instance", "")
    if onglet not in lues.ONGLETS:
        raise Http404
    numero = int(instance) if instance.isdecimal() and len(instance) < 10 else None
    responsable = request.GET.get("responsable", "")
    return lues.Filtre(onglet, numero, responsable if len(responsable) < 20 else "")


@page("seance.tenir")
def nouvelle(request: HttpRequest, acteur: Acteur, pk: int) -> HttpResponse:
    """What a séance asks, of one of its decisions or of a point of its agenda."""
    vue = seance_ou_404(acteur, pk)
    formulaire = formes.FormulaireNouvelleSuite(
        saisie(request), candidats=lues.candidats(acteur, vue), groupes=decisions_de(acteur, vue)
    )
    if request.method == "POST" and soumettre(formulaire, actions.demander_suite, seance=vue, par=acteur):
        messages.success(request, "La suite est inscrite : la séance suivante la retrouvera.")
        return redirect("instances:seance", acteur.territoire.code, vue.pk)
    contexte = {"formulaire": formulaire, "seance": vue, "titre": "Demander une suite", "acte": "Inscrire la suite"}
    return render(request, "instances/formulaire.html", contexte)


@page("seance.tenir")
def suite(request: HttpRequest, acteur: Acteur, pk: int) -> HttpResponse:
    """Say that it is done, or change it: two forms, one at a time."""
    vue = lues.suite_ou_404(acteur, pk)
    changee = "objet" in request.POST
    soldee = formes.FormulaireSolde(
        None if changee else saisie(request), initial={"faite_le": vue.faite_le, "note": vue.note}
    )
    reglee = formes.FormulaireSuite(
        request.POST if changee else None,
        candidats=lues.candidats(acteur, vue.seance),
        initial=formes.FormulaireSuite.initial_de(vue),
        auto_id="suite_%s",
    )

    def solder(**valeurs: Any) -> None:
        actions.solder_suite(suite=vue, par=acteur, **valeurs)

    if request.method == "POST" and (
        soumettre(reglee, actions.modifier_suite, suite=vue, par=acteur) if changee else soumettre(soldee, solder)
    ):
        messages.success(request, "La suite est enregistrée.")
        return redirect("instances:seance", acteur.territoire.code, vue.seance_id)
    lue = lues.lire(acteur, [vue], timezone.localdate())[0]
    contexte = {"lue": lue, "suite": vue, "seance": vue.seance, "soldee": soldee, "reglee": reglee}
    return render(request, "instances/suite.html", contexte)


@require_POST
@page("seance.tenir")
def retirer(request: HttpRequest, acteur: Acteur, pk: int) -> HttpResponse:
    """Take away what was written by mistake."""
    vue = lues.suite_ou_404(acteur, pk)
    try:
        actions.retirer_suite(suite=vue, par=acteur)
        messages.success(request, "La suite est retirée.")
    except RefusMetier as refus:
        messages.error(request, refus.message)
    return redirect("instances:seance", acteur.territoire.code, vue.seance_id)
