"""Targets that wait for a committee."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from django.db.models import QuerySet
from django.shortcuts import get_object_or_404

from deplie.acteurs.queries import Acteur
from deplie.cadre.models import Objectif, PropositionObjectif
from deplie.cadre.queries.indicateurs import libelles
from deplie.instances.models import Seance
from deplie.instances.queries.objets import Dossier


@dataclass(frozen=True)
class PropositionLue:
    """A target that waits, in the words of the catalogue; ``actuelle`` is the one in force, None where none is."""

    proposition: PropositionObjectif
    libelle: str
    actuelle: Decimal | None

    @property
    def nom(self) -> str:
        lue = self.proposition
        return f"{self.libelle}, {lue.dispositif.code}, du {lue.debut:%d/%m/%Y} au {lue.fin:%d/%m/%Y}"


def visibles_par(acteur: Acteur) -> QuerySet[PropositionObjectif]:
    """All that was ever proposed in the territory."""
    return PropositionObjectif.objects.filter(dispositif__territoire=acteur.territoire).select_related("dispositif")


def en_attente(acteur: Acteur) -> QuerySet[PropositionObjectif]:
    """What no committee has decided yet."""
    return visibles_par(acteur).filter(objectif=None, ecartee_le=None)


def proposition_ou_404(acteur: Acteur, pk: int) -> PropositionObjectif:
    return get_object_or_404(en_attente(acteur), pk=pk)


def propositions(acteur: Acteur) -> list[PropositionLue]:
    """What waits, each with the target that it would replace: two queries."""
    return _lire(list(en_attente(acteur)))


def _lire(proposees: Sequence[PropositionObjectif]) -> list[PropositionLue]:
    dites = libelles()
    siens = Objectif.objects.filter(dispositif__in={p.dispositif_id for p in proposees}).order_by("date_effet", "pk")
    en_vigueur = {_cle(objectif): objectif.cible for objectif in siens}
    return [PropositionLue(p, dites.get(p.indicateur, p.indicateur), en_vigueur.get(_cle(p))) for p in proposees]


def _cle(objectif: Objectif | PropositionObjectif) -> tuple[int, str, date, date]:
    return objectif.dispositif_id, objectif.indicateur, objectif.debut, objectif.fin


def objectifs_a_fixer(acteur: Acteur, seance: Seance) -> list[Dossier]:
    """What waits, of the scheme of the séance's body where it has one."""
    return [
        Dossier(lue.proposition.pk, lue.nom, {"lue": lue})
        for lue in propositions(acteur)
        if seance.instance.dispositif_id in (None, lue.proposition.dispositif_id)
    ]


def compter_objectifs(acteur: Acteur, seances: Sequence[Seance]) -> dict[int, int]:
    """How many wait for each séance."""
    attendent = list(en_attente(acteur).values_list("dispositif", flat=True))
    return {
        seance.pk: sum(seance.instance.dispositif_id in (None, dispositif) for dispositif in attendent)
        for seance in seances
    }


def nommer_objectifs(acteur: Acteur, pks: Collection[int]) -> dict[int, str]:
    """What each of these is about."""
    return {lue.proposition.pk: lue.nom for lue in _lire(list(visibles_par(acteur).filter(pk__in=pks)))}
