"""The calendar of a territory's bodies: a year on a page, and the séances to come as a file."""

from __future__ import annotations

from datetime import date

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone

from deplie.acteurs.queries import Acteur
from deplie.acteurs.views import page
from deplie.instances.exports import calendrier_des_seances
from deplie.instances.queries import calendrier as lus
from deplie.instances.queries.seance import instances_de
from deplie.socle import journal


@page("seance.voir")
def calendrier(request: HttpRequest, acteur: Acteur) -> HttpResponse:
    """A year of séances: the one asked for, this one when the address gives none that can be read."""
    jour = timezone.localdate()
    annee = _entier(request.GET.get("annee", ""), 1990, 2100) or jour.year
    instances = list(instances_de(acteur))
    choisie = _entier(request.GET.get("instance", ""), 1, 10**18)
    instance = next((une for une in instances if une.pk == choisie), None)
    mois = lus.annee(acteur, annee, jour, instance.pk if instance else None)
    contexte = {
        "annee": annee,
        "annees": lus.annees(acteur, jour),
        "mois": mois,
        "nombre": sum(len(un.seances) for un in mois),
        "instances": instances,
        "instance": instance,
        "mois_courant": date(jour.year, jour.month, 1),
        "tenir": acteur.peut("seance.tenir"),
    }
    return render(request, "instances/calendrier.html", contexte)


@page("seance.voir")
def fichier(request: HttpRequest, acteur: Acteur) -> HttpResponse:
    """The séances to come, to put in one's own calendar."""
    seances = lus.a_emporter(acteur, timezone.localdate())
    journal.exporter("exporter le calendrier des séances", par=acteur, lignes=len(seances))
    contenu = calendrier_des_seances(acteur, seances, request.build_absolute_uri)
    reponse = HttpResponse(contenu, content_type="text/calendar; charset=utf-8")
    reponse["Content-Disposition"] = 'attachment; filename="seances.ics"'
    return reponse


def _entier(brut: str, bas: int, haut: int) -> int | None:
    lu = int(brut) if brut.isascii() and brut.isdigit() and len(brut) < 19 else None
    return lu if lu is not None and bas <= lu <= haut else None
