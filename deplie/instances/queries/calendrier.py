"""The séances of a year, month by month, and the day by which the members of each are called."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta

from django.db.models.functions import ExtractYear

from deplie.acteurs.queries import Acteur
from deplie.instances.models import Seance
from deplie.instances.queries.seance import visibles_par
from deplie.territoires.models import Territoire
from deplie.territoires.queries.reglages import reglage


@dataclass(frozen=True)
class SeanceDatee:
    """A séance; ``convoquer_le`` is told while its members are still to be called."""

    seance: Seance
    convoquer_le: date | None = None
    en_retard: bool = False


@dataclass(frozen=True)
class Mois:
    """A month, by its first day, and its séances in order."""

    debut: date
    seances: tuple[SeanceDatee, ...]


def avant_la_seance(territoire: Territoire) -> timedelta:
    """How long before a séance its members are called."""
    return timedelta(days=int(reglage(territoire, "jours_convocation")))


def annees(acteur: Acteur, jour: date) -> list[int]:
    """The years that hold a séance, and this one."""
    trouvees = visibles_par(acteur).annotate(annee=ExtractYear("le")).values_list("annee", flat=True).distinct()
    return sorted({*trouvees, jour.year})


def annee(acteur: Acteur, numero: int, jour: date, instance: int | None = None) -> list[Mois]:
    """The twelve months of a year with their séances, of one body if one is asked for. One query."""
    toutes = visibles_par(acteur).filter(le__year=numero).order_by("le", "heure", "pk")
    if instance:
        toutes = toutes.filter(instance=instance)
    avant = avant_la_seance(acteur.territoire)
    par_mois: dict[int, list[SeanceDatee]] = {rang: [] for rang in range(1, 13)}
    for seance in toutes:
        par_mois[seance.le.month].append(_dater(seance, avant, jour))
    return [Mois(date(numero, rang, 1), tuple(lues)) for rang, lues in par_mois.items()]


def _dater(seance: Seance, avant: timedelta, jour: date) -> SeanceDatee:
    if seance.statut != Seance.Statut.PREVUE or seance.convoquee_le or seance.le < jour:
        return SeanceDatee(seance)
    return SeanceDatee(seance, seance.le - avant, seance.le - avant < jour)


def a_emporter(acteur: Acteur, jour: date) -> list[Seance]:
    """The séances to come, for a calendar."""
    return list(visibles_par(acteur).prevues().depuis(jour).order_by("le", "heure", "pk"))
