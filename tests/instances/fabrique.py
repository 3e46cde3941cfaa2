"""A body, its seats, a séance of the day told: short words over tests.factories."""

from __future__ import annotations

from datetime import date

from tests.factories import InstanceFactory, MembreInstanceFactory, SeanceFactory


def commission(lieu, nature="COMMISSION_ENTREE", **champs):
    return InstanceFactory(territoire=lieu, nature=nature, **champs)


def seance(territoire, le=date(2024, 3, 20), **champs):
    instance = champs.pop("instance", None) or commission(territoire)
    return SeanceFactory(instance=instance, le=le, **champs)


def siege(instance, organisation, **champs):
    return MembreInstanceFactory(instance=instance, organisation=organisation, **champs)
