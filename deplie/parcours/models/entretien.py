"""Interviews between somebody and who follows them: planned, held, missed."""

from __future__ import annotations

from datetime import datetime, timedelta

from django.db import models
from django.db.models import Q
from django.utils import timezone
from simple_history.models import HistoricalRecords

from deplie.acteurs.models import Agent
from deplie.offre.models import Lieu
from deplie.parcours.models.participation import Participation
from deplie.parcours.rules.entretien import (
    ABSENCES,
    ANNULE,
    DUREE_HABITUELLE,
    DUREE_MAX,
    DUREE_MIN,
    MODES,
    PREVU,
    STATUTS,
    TENU,
)
from deplie.personnes.models import Personne


class EntretienQuerySet(models.QuerySet["Entretien"]):
    def tenus(self) -> EntretienQuerySet:
        """Those that took place: a contact."""
        return self.filter(statut=TENU)

    def manques(self) -> EntretienQuerySet:
        """Those that the person did not come to, excused or not."""
        return self.filter(statut__in=ABSENCES)

    def a_l_agenda(self) -> EntretienQuerySet:
        """Those that an agenda shows: all but the cancelled ones."""
        return self.exclude(statut=ANNULE)


class Entretien(models.Model):
    """An appointment with one person. ``duree`` is in minutes; ``note`` is read by few (right « entretien.note »).

    ``participation`` is the parcours it belongs to, None for somebody who is not, or no longer, in one.
    """

    personne = models.ForeignKey(Personne, on_delete=models.PROTECT, related_name="entretiens", db_index=False)
    participation = models.ForeignKey(
        Participation, null=True, blank=True, on_delete=models.PROTECT, related_name="entretiens"
    )
    agent = models.ForeignKey(Agent, on_delete=models.PROTECT, related_name="entretiens", db_index=False)
    debut = models.DateTimeField("début")
    duree = models.PositiveSmallIntegerField("durée (minutes)", default=DUREE_HABITUELLE)
    lieu_repertorie = models.ForeignKey(
        Lieu, verbose_name="lieu du territoire", null=True, blank=True, on_delete=models.PROTECT,
        related_name="entretiens",
    )  # fmt: skip
    lieu = models.CharField(max_length=200, blank=True)
    mode = models.CharField(max_length=10, choices=list(MODES.items()), default="PRESENCE")
    statut = models.CharField(max_length=13, choices=list(STATUTS.items()), default=PREVU)
    objet = models.CharField(max_length=200, blank=True)
    note = models.TextField(blank=True)
    historique = HistoricalRecords(
        related_name="versions", no_db_index=["personne", "participation", "agent", "lieu_repertorie"]
    )

    objects = EntretienQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["personne", "agent", "debut"], condition=~Q(statut=ANNULE), name="entretien_unique"
            ),
            models.CheckConstraint(name="entretien_duree", condition=Q(duree__gte=DUREE_MIN, duree__lte=DUREE_MAX)),
            models.CheckConstraint(name="entretien_note", condition=Q(note="") | Q(statut=TENU)),
        ]
        indexes = [
            models.Index(fields=["agent", "debut"], name="entretien_agenda"),
            models.Index(fields=["personne", "statut", "debut"], name="entretien_contact"),
        ]

    @property
    def a_completer(self) -> bool:
        """Its hour has come, and nobody said what became of it."""
        return self.statut == PREVU and self.debut <= timezone.now()

    @property
    def dit(self) -> str:
        """Where it stands, as people read it."""
        return "à compléter" if self.a_completer else STATUTS[self.statut]

    @property
    def endroit(self) -> str:
        """Where, as people read it: a place of the territory, what was written besides."""
        return ", ".join(filter(None, (str(self.lieu_repertorie or ""), self.lieu)))

    @property
    def fin(self) -> datetime:
        return self.debut + timedelta(minutes=self.duree)
