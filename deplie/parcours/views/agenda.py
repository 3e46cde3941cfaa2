"""The agenda: a week of somebody's appointments, on the page and as a file for their calendar."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone

from deplie.acteurs.queries import Acteur
from deplie.acteurs.views import page
from deplie.offre.queries import ouverts
from deplie.parcours.exports import calendrier_des_entretiens
from deplie.parcours.queries import entretien as lus
from deplie.parcours.queries.agenda import JourDeLieu, lieu_choisi, semaine_du_lieu
from deplie.parcours.rules.entretien import lundi_de
from deplie.socle import journal

SEMAINE = timedelta(days=lus.JOURS_D_UNE_SEMAINE)
# The days a week is shown with; a Saturday or a Sunday comes when something happens there.
JOURS_OUVRES = 5
ANNEES = range(2000, 2100)


@page("entretien.voir")
def agenda(request: HttpRequest, acteur: Acteur) -> HttpResponse:
    agent, lundi = lus.agent_ou_404(acteur, lus.numero(request.GET.get("de"))), _lundi(request)
    jours = lus.semaine(acteur, agent, lundi) if agent else []
    if any(jour.entretiens for jour in jours):
        journal.consulter(acteur.territoire, par=acteur, verbe="consulter un agenda", semaine=lundi.isoformat())
    contexte = {
        "agent": agent,
        "agents": lus.agendas(acteur),
        "colonnes": _colonnes([jour for jour in jours if jour.entretiens or _ouvre(jour)]),
        "nombre": sum(len(jour.entretiens) for jour in jours),
        "lundi": lundi,
        "avant": lundi - SEMAINE,
        "apres": lundi + SEMAINE,
        "aujourd_hui": timezone.localdate(),
        "tenir": acteur.peut("entretien.tenir"),
        "inviter": acteur.peut("equipe.gerer"),
    }
    return render(request, "parcours/agenda.html", contexte)


def _ouvre(jour: lus.Jour | JourDeLieu) -> bool:
    """Whether a day is shown even when nothing happens."""
    return jour.le.weekday() < JOURS_OUVRES or jour.le == timezone.localdate()


def _colonnes(jours: Sequence[lus.Jour | JourDeLieu]) -> list[tuple[int, list[lus.Jour | JourDeLieu]]]:
    """(place on a wide page, days): the end of a week shares the sixth place.

    Today and what follows come first, so that on a telephone one begins where one is; places keep the week in order
    on a wide page.
    """
    passes = [jour for jour in jours if jour.le < timezone.localdate()]
    suivants = [jour for jour in jours if jour.le >= timezone.localdate()]
    places: dict[int, list[lus.Jour | JourDeLieu]] = {}
    for jour in [*suivants, *passes]:
        places.setdefault(min(jour.le.weekday(), JOURS_OUVRES) + 1, []).append(jour)
    return list(places.items())


@page("entretien.voir")
def fichier(request: HttpRequest, acteur: Acteur) -> HttpResponse:
    """The week as a calendar file. It leaves the house: it names nobody."""
    agent, lundi = lus.agent_ou_404(acteur, lus.numero(request.GET.get("de"))), _lundi(request)
    trouves = lus.entre(acteur, agent, lundi, lundi + SEMAINE) if agent else []
    journal.exporter("exporter un agenda", par=acteur, lignes=len(trouves), semaine=lundi.isoformat())
    contenu = calendrier_des_entretiens(acteur, trouves, request.build_absolute_uri)
    reponse = HttpResponse(contenu, content_type="text/calendar; charset=utf-8")
    reponse["Content-Disposition"] = f'attachment; filename="agenda-{lundi:%Y-%m-%d}.ics"'
    return reponse


def _lundi(request: HttpRequest) -> date:
    """The Monday of the week asked for; of this one when the address gives none that can be read."""
    try:
        demande = date.fromisoformat(request.GET.get("semaine", ""))
    except ValueError:
        demande = timezone.localdate()
    return lundi_de(demande if demande.year in ANNEES else timezone.localdate())


@page("entretien.voir")
def par_lieu(request: HttpRequest, acteur: Acteur) -> HttpResponse:
    """A week at a place: who receives there, the appointments, the workshops."""
    lieu, lundi = lieu_choisi(acteur, lus.numero(request.GET.get("lieu"))), _lundi(request)
    jours = semaine_du_lieu(acteur, lieu, lundi) if lieu else []
    if any(jour.entretiens for jour in jours):
        journal.consulter(acteur.territoire, par=acteur, verbe="consulter un agenda", semaine=lundi.isoformat())
    contexte = {
        "lieu": lieu,
        "lieux": list(ouverts(acteur)),
        "colonnes": _colonnes([jour for jour in jours if jour.occupe or _ouvre(jour)]),
        "lundi": lundi,
        "avant": lundi - SEMAINE,
        "apres": lundi + SEMAINE,
        "aujourd_hui": timezone.localdate(),
        "tenir": acteur.peut("entretien.tenir"),
        "gerer": acteur.peut("lieu.gerer"),
    }
    return render(request, "parcours/agenda_lieu.html", contexte)
