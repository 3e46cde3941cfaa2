"""Which periods a territory has something to say about."""

from __future__ import annotations

from datetime import date

from django.db.models import Max, Min
from django.utils import timezone

from deplie.cadre.models import Protocole
from deplie.parcours.models import Participation, Passage
from deplie.pilotage.models import Releve
from deplie.socle.memoire import retenir
from deplie.territoires.models import Territoire


def annees(territoire: Territoire) -> list[int]:
    """Years with an entry, an exit, a visit or a declared figure, the latest first; this year when there is nothing."""
    bornes = retenir(territoire.code, "annees", lambda: _bornes(territoire), faits=("sejour", "passage", "releve"))
    if not bornes:
        return [timezone.localdate().year]
    premiere, derniere = bornes
    return list(range(derniere, max(premiere, derniere - 15) - 1, -1))


def _bornes(territoire: Territoire) -> tuple[int, int] | tuple[()]:
    """First and last years with something; nothing when there is nothing."""
    dispositifs = territoire.dispositifs.values("pk")
    bornes = Participation.objects.filter(dispositif__in=dispositifs).aggregate(
        premiere=Min("date_entree"), entree=Max("date_entree"), sortie=Max("date_sortie")
    )
    venues = Passage.objects.filter(lieu__territoire=territoire).aggregate(premiere=Min("le"), derniere=Max("le"))
    declarees = Releve.objects.filter(territoire=territoire).aggregate(premiere=Min("debut"), derniere=Max("fin"))
    debuts = [jour for jour in (bornes["premiere"], venues["premiere"], declarees["premiere"]) if jour]
    fins = [jour for jour in (bornes["entree"], bornes["sortie"], venues["derniere"], declarees["derniere"]) if jour]
    if not debuts:
        return ()
    return min(jour.year for jour in debuts), max(jour.year for jour in fins)


def protocole_du(territoire: Territoire, dispositif: str, jour: date) -> Protocole | None:
    """The latest protocole of a scheme begun by that day."""
    connus = Protocole.objects.filter(dispositif__territoire=territoire, debut__lte=jour)
    if dispositif != "TOUS":
        connus = connus.filter(dispositif__code=dispositif)
    return connus.order_by("-debut", "dispositif__rang").first()
