"""The frame of a territory as its page shows it: protocoles on a dated line, targets, what replaced what."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from django.http import Http404

from deplie.cadre.models import Avenant, Objectif, Protocole
from deplie.territoires.models import Dispositif, Territoire


@dataclass(frozen=True)
class Engagement:
    """A protocole, its avenants in order, its last day once they are counted, whether it holds today."""

    protocole: Protocole
    avenants: tuple[Avenant, ...]
    dernier_jour: date
    en_cours: bool


@dataclass(frozen=True)
class CibleDatee:
    """A target, and whether a later one has replaced it."""

    objectif: Objectif
    remplace: bool


@dataclass(frozen=True)
class CadreDispositif:
    """All the commitments of a scheme."""

    dispositif: Dispositif
    engagements: tuple[Engagement, ...]
    cibles: tuple[CibleDatee, ...]


def cadre_de(territoire: Territoire, jour: date) -> list[CadreDispositif]:
    """The commitments of each scheme of the territory, read on a day."""
    dispositifs = list(territoire.dispositifs.all())
    protocoles = Protocole.objects.filter(dispositif__in=dispositifs).prefetch_related("avenants").order_by("debut")
    objectifs = Objectif.objects.filter(dispositif__in=dispositifs)
    tries = list(objectifs.order_by("-debut", "indicateur", "fin", "date_effet"))
    return [
        CadreDispositif(
            dispositif,
            tuple(_engagement(p, jour) for p in protocoles if p.dispositif_id == dispositif.pk),
            _cibles([o for o in tries if o.dispositif_id == dispositif.pk], jour),
        )
        for dispositif in dispositifs
    ]


def _engagement(protocole: Protocole, jour: date) -> Engagement:
    avenants = tuple(sorted(protocole.avenants.all(), key=lambda avenant: avenant.numero))
    dernier = max([protocole.fin, *(a.prolonge_au for a in avenants if a.prolonge_au)])
    return Engagement(protocole, avenants, dernier, protocole.debut <= jour <= dernier)


def _cibles(objectifs: Iterable[Objectif], jour: date) -> tuple[CibleDatee, ...]:
    lus = list(objectifs)
    dernieres: dict[tuple[str, date, date], date] = {}
    for objectif in lus:
        if objectif.date_effet <= jour:
            cle = (objectif.indicateur, objectif.debut, objectif.fin)
            dernieres[cle] = max(dernieres.get(cle, date.min), objectif.date_effet)
    return tuple(CibleDatee(o, o.date_effet < dernieres.get((o.indicateur, o.debut, o.fin), o.date_effet)) for o in lus)


def protocole_ou_404(territoire: Territoire, pk: int) -> Protocole:
    """The protocole; 404 in another territory."""
    trouve = Protocole.objects.select_related("dispositif").filter(dispositif__territoire=territoire, pk=pk).first()
    if trouve is None:
        raise Http404
    return trouve
