"""Charges, fundings and agreements of a territory."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from django.db.models import QuerySet
from django.shortcuts import get_object_or_404

from deplie.cadre.models import AccordTerritorial, Competence
from deplie.cadre.rules.competence import en_vigueur
from deplie.territoires.models import Territoire


@dataclass(frozen=True)
class CompetenceLue:
    """A charge read on a day: whether it holds, to whom it passed (which row, if any), what was agreed on it."""

    competence: Competence
    en_cours: bool
    suivante: Competence | None
    accords: tuple[AccordTerritorial, ...]


def visibles_par(territoire: Territoire) -> QuerySet[Competence]:
    """The charges and fundings of a territory."""
    lues = Competence.objects.filter(territoire=territoire).select_related("organisation", "remplace__organisation")
    return lues.order_by("nature", "objet", "debut", "pk")


def competences_de(territoire: Territoire, jour: date) -> list[CompetenceLue]:
    """The charges and fundings of a territory, those that passed to another body beside who took them over."""
    lues = list(visibles_par(territoire))
    suivantes = {lue.remplace_id: lue for lue in lues if lue.remplace_id}
    accords = accords_de(territoire)
    return [
        CompetenceLue(
            lue,
            en_vigueur(lue.debut, lue.fin, jour),
            suivantes.get(lue.pk),
            tuple(accord for accord in accords if accord.competence_id == lue.pk),
        )
        for lue in lues
    ]


def accords_de(territoire: Territoire) -> list[AccordTerritorial]:
    """The agreements of a territory, the oldest first."""
    lus = AccordTerritorial.objects.filter(territoire=territoire).select_related("competence")
    return list(lus.prefetch_related("organisations", "communes").order_by("adopte_le", "pk"))


def competence_ou_404(territoire: Territoire, pk: int) -> Competence:
    """A charge of the territory; 404 otherwise."""
    return get_object_or_404(visibles_par(territoire), pk=pk)


def financeur_le(territoire: Territoire, objet: str, jour: date) -> Competence | None:
    """Which row says who finances or has charge of ``objet`` on a day; None when nobody does."""
    lues = [c for c in visibles_par(territoire).filter(objet=objet) if en_vigueur(c.debut, c.fin, jour)]
    return lues[-1] if lues else None


def accord_ou_404(territoire: Territoire, pk: int) -> AccordTerritorial:
    """An agreement of the territory; 404 otherwise."""
    return get_object_or_404(AccordTerritorial.objects.filter(territoire=territoire), pk=pk)
