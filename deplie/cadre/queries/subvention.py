"""European money read by a territory: its own intermediate bodies, and the one that manages its money from elsewhere.

A territory attached to the intermediate body of another reads its amounts; nobody's name stands in these tables.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from django.db.models import Prefetch, Q, QuerySet
from django.shortcuts import get_object_or_404

from deplie.cadre.models import (
    AvenantSubvention,
    Enveloppe,
    OrganismeIntermediaire,
    RattachementOI,
    SubventionGlobale,
)
from deplie.cadre.rules.enveloppe import Enveloppes, LigneEnveloppe, enveloppe_le
from deplie.cadre.rules.programmation import PROGRAMMATIONS, Programmation
from deplie.territoires.models import Territoire


@dataclass(frozen=True)
class SubventionLue:
    """A subvention globale read on a day: its envelope then, its last day with the avenants that had taken effect."""

    subvention: SubventionGlobale
    programmation: Programmation
    avenants: tuple[AvenantSubvention, ...]
    dernier_jour: date
    enveloppes: Enveloppes
    en_cours: bool


@dataclass(frozen=True)
class OrganismeLu:
    """An intermediate body as a territory reads it: ``ailleurs`` is true where another territory runs it."""

    organisme: OrganismeIntermediaire
    rattachements: tuple[RattachementOI, ...]
    subventions: tuple[SubventionLue, ...]
    ailleurs: bool


def visibles_par(territoire: Territoire) -> QuerySet[OrganismeIntermediaire]:
    """The intermediate bodies that a territory runs, or that manage its money."""
    a_lui = Q(territoire=territoire) | Q(rattachements__territoire=territoire)
    return OrganismeIntermediaire.objects.filter(a_lui).distinct()


def organismes_de(territoire: Territoire, jour: date) -> list[OrganismeLu]:
    """The intermediate bodies of a territory, with what each subvention was on a day."""
    rattachements = Prefetch("rattachements", RattachementOI.objects.select_related("organisation").order_by("pk"))
    subventions = Prefetch("subventions", _subventions())
    lus = visibles_par(territoire).select_related("organisation", "territoire").order_by("pk")
    return [
        OrganismeLu(
            organisme,
            tuple(organisme.rattachements.all()),
            tuple(subvention_lue(subvention, jour) for subvention in organisme.subventions.all()),
            organisme.territoire_id != territoire.pk,
        )
        for organisme in lus.prefetch_related(rattachements, subventions)
    ]


def subvention_lue(subvention: SubventionGlobale, jour: date) -> SubventionLue:
    """A subvention globale as it stood on a day."""
    avenants = tuple(sorted(subvention.avenants.all(), key=lambda avenant: avenant.numero))
    fins = [a.prolonge_au for a in avenants if a.prolonge_au and min(filter(None, (a.signe_le, a.effet_le))) <= jour]
    dernier = max([subvention.fin, *fins])
    return SubventionLue(
        subvention=subvention,
        programmation=PROGRAMMATIONS[subvention.programmation],
        avenants=avenants,
        dernier_jour=dernier,
        enveloppes=enveloppe_le(lignes_de(subvention), max(jour, subvention.debut)),
        en_cours=subvention.debut <= jour <= dernier,
    )


def lignes_de(subvention: SubventionGlobale) -> list[LigneEnveloppe]:
    """Every amount ever set, as the rules read them."""
    return [
        LigneEnveloppe(e.annee, e.axe, e.objectif_specifique, e.montant, e.date_effet, e.pk)
        for e in subvention.enveloppes.all()
    ]


def subventions_de(territoire: Territoire) -> QuerySet[SubventionGlobale]:
    """Every subvention globale that a territory may read, for the rooms above: a call or an operation names one."""
    return SubventionGlobale.objects.filter(organisme__in=visibles_par(territoire)).select_related("organisme")


def subvention_ou_404(territoire: Territoire, pk: int) -> SubventionGlobale:
    """A subvention that the territory runs; 404 otherwise, for who reads it from elsewhere too: it changes nothing."""
    return get_object_or_404(_subventions(), organisme__territoire=territoire, pk=pk)


def subvention_lisible_ou_404(territoire: Territoire, pk: int) -> SubventionGlobale:
    """A subvention that the territory runs, or whose intermediate body manages its money; 404 otherwise."""
    return get_object_or_404(_subventions(), organisme__in=visibles_par(territoire), pk=pk)


def organisme_ou_404(territoire: Territoire, pk: int) -> OrganismeIntermediaire:
    """An intermediate body that the territory runs; 404 otherwise."""
    return get_object_or_404(OrganismeIntermediaire.objects.filter(territoire=territoire), pk=pk)


def _subventions() -> QuerySet[SubventionGlobale]:
    enveloppes = Prefetch("enveloppes", Enveloppe.objects.select_related("avenant").order_by("annee", "axe", "pk"))
    lues = SubventionGlobale.objects.select_related("organisme__territoire", "organisme__organisation")
    return lues.prefetch_related("avenants", enveloppes).order_by("debut", "pk")


def rattachement_ou_404(territoire: Territoire, pk: int) -> RattachementOI:
    """A partner of an intermediate body that the territory runs; 404 otherwise."""
    lus = RattachementOI.objects.filter(organisme__territoire=territoire)
    return get_object_or_404(lus.select_related("organisme", "organisation", "territoire"), pk=pk)


def enveloppe_ou_404(territoire: Territoire, pk: int) -> Enveloppe:
    """An amount of a subvention globale that the territory runs; 404 otherwise."""
    lues = Enveloppe.objects.filter(subvention__organisme__territoire=territoire)
    return get_object_or_404(lues.select_related("subvention__organisme", "avenant"), pk=pk)
