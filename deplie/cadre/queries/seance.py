"""Avenants that wait for a committee, as the page of its séance shows them."""

from __future__ import annotations

from collections.abc import Collection, Sequence

from django.db.models import QuerySet

from deplie.acteurs.queries import Acteur
from deplie.cadre.models import Avenant
from deplie.cadre.rules.statut import PROJET
from deplie.instances.models import Seance
from deplie.instances.queries.objets import Dossier


def visibles_par(acteur: Acteur) -> QuerySet[Avenant]:
    """The avenants of the actor's territory."""
    lus = Avenant.objects.filter(protocole__dispositif__territoire=acteur.territoire)
    return lus.select_related("protocole__dispositif").order_by("pk")


def avenants_a_decider(acteur: Acteur, seance: Seance) -> list[Dossier]:
    """The avenants that wait, of the scheme of the séance's body where it has one."""
    dispositif = seance.instance.dispositif_id
    return [
        Dossier(avenant.pk, _nom(avenant), {"avenant": avenant})
        for avenant in visibles_par(acteur).filter(statut=PROJET)
        if dispositif in (None, avenant.protocole.dispositif_id)
    ]


def compter_avenants(acteur: Acteur, seances: Sequence[Seance]) -> dict[int, int]:
    """How many avenants wait for each séance."""
    attendent = [avenant.protocole.dispositif_id for avenant in visibles_par(acteur).filter(statut=PROJET)]
    return {
        seance.pk: sum(seance.instance.dispositif_id in (None, dispositif) for dispositif in attendent)
        for seance in seances
    }


def nommer_avenants(acteur: Acteur, pks: Collection[int]) -> dict[int, str]:
    """What these avenants change."""
    return {avenant.pk: _nom(avenant) for avenant in visibles_par(acteur).filter(pk__in=pks)}


def _nom(avenant: Avenant) -> str:
    return f"Avenant n° {avenant.numero} à « {avenant.protocole.nom} »"
