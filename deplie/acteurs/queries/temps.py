"""The dated working time of référents."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

from django.db.models import Q, Sum

from deplie.acteurs.models import TempsReferent
from deplie.territoires.models import Territoire


def etp_le(territoire: Territoire, jour: date) -> dict[int, Decimal]:
    """``{agent: full-time equivalents}`` on a day, for the référents whose time is known that day."""
    en_cours = Q(fin__isnull=True) | Q(fin__gte=jour)
    trouves = TempsReferent.objects.filter(en_cours, agent__territoire=territoire, debut__lte=jour)
    return dict(trouves.order_by("agent").values_list("agent").annotate(etp=Sum("etp")))


def temps_recueillis(territoire: Territoire) -> bool:
    """Whether a working time was ever recorded in the territory."""
    return TempsReferent.objects.filter(agent__territoire=territoire).exists()
