"""The frame of a territory, read on a day: its dated line, commitments, money, charges."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone

from deplie.acteurs.queries import Acteur
from deplie.acteurs.views import page
from deplie.cadre.queries.competence import accords_de, competences_de
from deplie.cadre.queries.indicateurs import libelles
from deplie.cadre.queries.ligne import ligne_de
from deplie.cadre.queries.page import cadre_de
from deplie.cadre.queries.proposition import propositions
from deplie.cadre.queries.subvention import organismes_de
from deplie.cadre.rules.programmation import programmations_du
from deplie.cadre.views._commun import jour_lu
from deplie.socle import emplacements


@page("cadre.voir")
def cadre(request: HttpRequest, acteur: Acteur) -> HttpResponse:
    jour, illisible = jour_lu(request)
    dispositifs = cadre_de(acteur.territoire, jour)
    organismes = organismes_de(acteur.territoire, jour)
    competences = competences_de(acteur.territoire, jour)
    engagements = [lu for dispositif in dispositifs for lu in dispositif.engagements]
    contexte = {
        "jour": jour,
        "illisible": illisible,
        "aujourdhui": timezone.localdate(),
        "dispositifs": dispositifs,
        "engagements": engagements,
        "en_cours": [lu for lu in engagements if lu.en_cours],
        "ligne": ligne_de(acteur, jour, dispositifs, organismes, competences),
        "programmations": programmations_du(jour),
        "organismes": organismes,
        "competences": competences,
        "accords": [accord for accord in accords_de(acteur.territoire) if accord.competence_id is None],
        "propositions": propositions(acteur),
        "modifier": acteur.peut("cadre.modifier"),
        "indicateurs": libelles(),
        "panneaux": emplacements.lire("cadre", acteur, acteur.territoire),
    }
    return render(request, "cadre/cadre.html", contexte)
