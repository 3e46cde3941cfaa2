"""The frame of a territory as its pages show it, read on a day: protocoles, their parties and avenants, targets."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from django.db.models import Prefetch, QuerySet
from django.shortcuts import get_object_or_404

from deplie.cadre.models import Avenant, Objectif, Partie, Protocole
from deplie.cadre.rules.statut import ADOPTE
from deplie.territoires.models import Dispositif, Territoire


@dataclass(frozen=True)
class Engagement:
    """A protocole read on a day: its avenants in order, its last day once those that have taken effect are counted."""

    protocole: Protocole
    avenants: tuple[Avenant, ...]
    dernier_jour: date
    en_cours: bool


@dataclass(frozen=True)
class CibleDatee:
    """A target, and whether a later one has replaced it by then, or it is still to come."""

    objectif: Objectif
    remplace: bool
    a_venir: bool


@dataclass(frozen=True)
class CibleLue:
    """What a target was worth on a day: ``avant`` is the one it replaced, when there was one."""

    objectif: Objectif
    avant: Decimal | None


@dataclass(frozen=True)
class TableauCibles:
    """Targets in force on a day: one row by indicator, one column by period."""

    periodes: tuple[tuple[date, date], ...]
    rangs: tuple[tuple[str, tuple[CibleLue | None, ...]], ...]


@dataclass(frozen=True)
class CadreDispositif:
    """All the commitments of a scheme."""

    dispositif: Dispositif
    engagements: tuple[Engagement, ...]
    cibles: tuple[CibleDatee, ...]
    tableau: TableauCibles


def cadre_de(territoire: Territoire, jour: date) -> list[CadreDispositif]:
    """The commitments of each scheme of the territory, read on a day."""
    dispositifs = list(territoire.dispositifs.all())
    protocoles = list(_protocoles().filter(dispositif__in=dispositifs))
    objectifs = list(_objectifs().filter(dispositif__in=dispositifs))
    lus = []
    for dispositif in dispositifs:
        siens = [o for o in objectifs if o.dispositif_id == dispositif.pk]
        engagements = tuple(engagement(p, jour) for p in protocoles if p.dispositif_id == dispositif.pk)
        lus.append(CadreDispositif(dispositif, engagements, _cibles(siens, jour), tableau(siens, jour)))
    return lus


def engagement(protocole: Protocole, jour: date) -> Engagement:
    """A protocole as it stood on a day."""
    avenants = tuple(sorted(protocole.avenants.all(), key=lambda avenant: avenant.numero))
    effets = [a.prolonge_au for a in avenants if a.prolonge_au and a.statut == ADOPTE and _connu(a, jour)]
    dernier = max([protocole.fin, *effets])
    return Engagement(protocole, avenants, dernier, protocole.debut <= jour <= dernier)


def _connu(avenant: Avenant, jour: date) -> bool:
    """The end that an avenant moves is known from the day it is decided or signed, before it takes effect."""
    return min(filter(None, (avenant.signe_le, avenant.decide_le, avenant.effet_le))) <= jour


def objectifs_du_protocole(protocole: Protocole, dernier_jour: date) -> list[Objectif]:
    """The targets of its scheme for periods that begin under it."""
    lus = _objectifs().filter(dispositif=protocole.dispositif_id)
    return list(lus.filter(debut__gte=protocole.debut, debut__lte=dernier_jour))


def _protocoles() -> QuerySet[Protocole]:
    parties = Prefetch("parties", Partie.objects.select_related("organisation").order_by("pk"))
    lus = Protocole.objects.select_related("dispositif").prefetch_related("avenants", parties)
    return lus.order_by("debut", "pk")


def _objectifs() -> QuerySet[Objectif]:
    return Objectif.objects.select_related("avenant").order_by("-debut", "indicateur", "fin", "date_effet", "pk")


def _cibles(objectifs: Iterable[Objectif], jour: date) -> tuple[CibleDatee, ...]:
    lus = list(objectifs)
    dernieres: dict[tuple[str, date, date], date] = {}
    for objectif in lus:
        if objectif.date_effet <= min(jour, objectif.fin):
            cle = (objectif.indicateur, objectif.debut, objectif.fin)
            dernieres[cle] = max(dernieres.get(cle, date.min), objectif.date_effet)
    return tuple(
        CibleDatee(
            objectif,
            objectif.date_effet < dernieres.get((objectif.indicateur, objectif.debut, objectif.fin), date.min),
            objectif.date_effet > jour,
        )
        for objectif in lus
    )


def tableau(objectifs: Iterable[Objectif], jour: date) -> TableauCibles:
    """The targets as they stood on a day: over a period that is past, on its last day, as the bilan reads them.

    A target recorded before its period begins is shown: it is already promised.
    """
    retenues: dict[tuple[str, date, date], CibleLue] = {}
    for objectif in sorted(objectifs, key=lambda o: (o.date_effet, o.pk)):
        cle = (objectif.indicateur, objectif.debut, objectif.fin)
        avant = retenues.get(cle)
        if objectif.date_effet <= max(min(jour, objectif.fin), objectif.debut):
            retenues[cle] = CibleLue(objectif, avant.objectif.cible if avant else None)
    periodes = tuple(sorted({(debut, fin) for _, debut, fin in retenues}))
    codes = sorted({code for code, _, _ in retenues})
    rangs = tuple((code, tuple(retenues.get((code, *periode)) for periode in periodes)) for code in codes)
    return TableauCibles(periodes, rangs)


def protocole_ou_404(territoire: Territoire, pk: int) -> Protocole:
    """The protocole; 404 in another territory."""
    return get_object_or_404(_protocoles(), dispositif__territoire=territoire, pk=pk)


def avenant_ou_404(territoire: Territoire, pk: int) -> Avenant:
    """An avenant to a protocole of the territory; 404 otherwise."""
    lus = Avenant.objects.select_related("protocole__dispositif")
    return get_object_or_404(lus, protocole__dispositif__territoire=territoire, pk=pk)


def partie_ou_404(territoire: Territoire, pk: int) -> Partie:
    """A party to a protocole of the territory; 404 otherwise."""
    lues = Partie.objects.select_related("protocole__dispositif", "organisation")
    return get_object_or_404(lues, protocole__dispositif__territoire=territoire, pk=pk)


def avenants_du_dispositif(territoire: Territoire) -> QuerySet[Avenant]:
    """The avenants adopted by the schemes of the territory: those that may fix a target."""
    adoptes = Avenant.objects.filter(protocole__dispositif__territoire=territoire, statut=ADOPTE)
    return adoptes.select_related("protocole").order_by("protocole__debut", "numero")
