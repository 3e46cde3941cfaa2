"""The séances to come, as a calendar file: bodies, days and places, nobody's name."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from datetime import datetime, time, timedelta
from typing import Final

from django.urls import reverse
from django.utils import timezone

from deplie.acteurs.queries import Acteur
from deplie.instances.models import Seance
from deplie.socle.calendrier import Journee, RendezVous, calendrier

# Nobody says when a séance ends.
DUREE: Final = timedelta(hours=2)


def calendrier_des_seances(acteur: Acteur, seances: Iterable[Seance], adresse: Callable[[str], str]) -> bytes:
    """The file. A séance without an hour takes its whole day; ``adresse`` makes a path whole."""
    code = acteur.territoire.code
    heures, jours = [], []
    for seance in seances:
        uid = f"seance-{seance.pk}@{code.lower()}.deplie"
        lien = adresse(reverse("instances:seance", args=[code, seance.pk]))
        if seance.heure:
            debut = _instant(seance, seance.heure)
            heures.append(RendezVous(uid, seance.instance.nom, debut, debut + DUREE, lien, seance.lieu))
        else:
            jours.append(Journee(uid, seance.instance.nom, seance.le, lien))
    return calendrier(heures, jours)


def _instant(seance: Seance, heure: time) -> datetime:
    return timezone.make_aware(datetime.combine(seance.le, heure))
