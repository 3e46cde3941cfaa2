"""Calls for projects: those of a territory, those that anybody may read, and where each one stands."""

from __future__ import annotations

from collections import defaultdict
from datetime import datetime
from decimal import Decimal
from typing import Final

from django.db.models import Count, Q
from django.http import Http404

from deplie.acteurs.models import Organisation
from deplie.acteurs.queries import Acteur
from deplie.financements.models import Appel, Operation
from deplie.financements.rules.appel import PREPARE, PUBLIE, RETIRE
from deplie.financements.rules.cycle import PRIVES, RETENUS
from deplie.socle.argent import somme
from deplie.territoires.models import Dispositif, Territoire

# Where a call stands today, and how the page says it.
ETAPES: Final = {
    "preparation": "en préparation",
    "a_venir": "ouvre bientôt",
    "ouvert": "ouvert",
    "clos": "clos",
    "retire": "retiré",
}


def visibles_par(acteur: Acteur):
    """The calls of the territory; those in preparation, for whoever manages them."""
    tous = Appel.objects.filter(territoire=acteur.territoire)
    if not acteur.peut("appel.voir"):
        return tous.none()
    vus = tous if acteur.peut("appel.gerer") else tous.exclude(statut=PREPARE)
    return vus.select_related("organisation", "dispositif", "territoire")


def avec_comptes(appels) -> list[Appel]:
    """Calls with how many applications each received, how many were chosen, and for how much. Two queries: sums are
    made here, to the cent."""
    deposes = Count("operations", filter=~Q(operations__statut__in=sorted(PRIVES)))
    retenus = Count("operations", filter=Q(operations__statut__in=sorted(RETENUS)))
    lus = list(appels.annotate(deposes=deposes, retenus=retenus).order_by("-ferme_le", "code"))
    montants: dict[int, list[Decimal | None]] = defaultdict(list)
    choisies = Operation.objects.filter(appel__in=[un.pk for un in lus], statut__in=sorted(RETENUS))
    for appel, montant in choisies.values_list("appel", "montant_programme"):
        montants[appel].append(montant)
    for un in lus:
        un.engage = somme(montants[un.pk])
    return lus


def derniers(acteur: Acteur, moment: datetime, au_plus: int) -> list[tuple[Appel, str]]:
    """The calls of the territory with where each stands: those open or to come first, then the last closed."""
    lus = [(appel, etape_de(appel, moment)) for appel in avec_comptes(visibles_par(acteur))]
    return sorted(lus, key=lambda lu: lu[1] not in ("ouvert", "a_venir"))[:au_plus]


def appel_ou_404(acteur: Acteur, pk: int) -> Appel:
    """A call of the actor's territory that they may read."""
    return _ou_404(visibles_par(acteur).filter(pk=pk).first())


def etape_de(appel: Appel, moment: datetime) -> str:
    """Where a call stands: a code of ``ETAPES``."""
    if appel.statut != PUBLIE:
        return "retire" if appel.statut == RETIRE else "preparation"
    if moment < appel.ouvre_le:
        return "a_venir"
    return "clos" if moment > appel.ferme_le else "ouvert"


def territoire_public_ou_404(code: str) -> Territoire:
    """A territory that published a call once; the others are not told to exist."""
    trouve = Territoire.objects.filter(code=code, appels__statut__in=(PUBLIE, RETIRE)).distinct().first()
    if trouve is None:
        raise Http404
    return trouve


def publics(territoire: Territoire):
    """The calls that anybody may read, those that close last first."""
    lus = Appel.objects.filter(territoire=territoire).publies().select_related("organisation", "territoire")
    return lus.order_by("-ferme_le", "code")


def public_ou_404(code: str, pk: int) -> Appel:
    """A call that anybody may read; one withdrawn since still says so to who followed its address."""
    lus = Appel.objects.filter(territoire__code=code, pk=pk, statut__in=(PUBLIE, RETIRE))
    return _ou_404(lus.select_related("organisation", "territoire").first())


def organisations_de(acteur: Acteur):
    """Bodies that may launch a call."""
    return Organisation.objects.filter(territoire=acteur.territoire).order_by("cle")


def dispositifs_de(acteur: Acteur):
    """Schemes that a call may serve."""
    return Dispositif.objects.filter(territoire=acteur.territoire).order_by("rang")


def _ou_404(appel: Appel | None) -> Appel:
    if appel is None:
        raise Http404
    return appel
