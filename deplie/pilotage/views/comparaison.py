"""Two groups compared: schemes, years, territories, parts of a public."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from deplie.acteurs.queries import Acteur, acteur_de, territoires_de
from deplie.acteurs.views import page
from deplie.cadre.rules.definition import PAR_DEFAUT
from deplie.pilotage.forms import FormulaireComparaison
from deplie.pilotage.queries.comparaison import confronter, definition_de
from deplie.territoires.models import Territoire


@page("bilan.voir")
def comparer(request: HttpRequest, acteur: Acteur) -> HttpResponse:
    formulaire = FormulaireComparaison(request.GET, lieux=_lieux(acteur))
    contexte: dict[str, Any] = {"formulaire": formulaire}
    if formulaire.offerts and formulaire.is_valid():
        groupes = formulaire.groupe("a"), formulaire.groupe("b")
        voulue = formulaire.cleaned_data["definition"]
        sienne = definition_de(groupes["ab".index(voulue)]) if voulue else None
        contexte["face"] = confronter(*groupes, sienne or PAR_DEFAUT)
        contexte["sans_protocole"] = bool(voulue) and sienne is None
    return render(request, "pilotage/comparer.html", contexte)


def _lieux(acteur: Acteur) -> list[Territoire]:
    """The territories whose bilan the reader may see, the present one first."""
    if acteur.compte is None:
        return [acteur.territoire]
    autres = [lieu for lieu in territoires_de(acteur.compte) if lieu != acteur.territoire]
    lus = [(lieu, acteur_de(acteur.compte, lieu.code)) for lieu in autres]
    return [acteur.territoire, *(lieu for lieu, la in lus if la is not None and la.peut("bilan.voir"))]
