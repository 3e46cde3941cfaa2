"""Who follows a parcours, when it changes."""

from __future__ import annotations

from django.db import models
from django.db.models import F, Q
from simple_history.models import HistoricalRecords

from deplie.acteurs.models import Agent
from deplie.parcours.models.participation import Participation


class ChangementReferent(models.Model):
    """From that day on, ``nouveau`` follows the parcours instead of ``ancien`` (either may be nobody).

    Changes are kept, not périodes: two référents cannot overlap, and the field of the participation stays the one
    truth of today.
    """

    participation = models.ForeignKey(
        Participation, on_delete=models.PROTECT, related_name="changements_referent", db_index=False
    )
    le = models.DateField("à partir du")
    ancien = models.ForeignKey(Agent, null=True, blank=True, on_delete=models.PROTECT, related_name="parcours_laisses")
    nouveau = models.ForeignKey(Agent, null=True, blank=True, on_delete=models.PROTECT, related_name="parcours_repris")
    raison = models.CharField(max_length=200, blank=True)
    historique = HistoricalRecords(related_name="versions", no_db_index=["participation", "ancien", "nouveau"])

    class Meta:
        verbose_name = "changement de référent"
        verbose_name_plural = "changements de référent"
        constraints = [
            models.UniqueConstraint(fields=["participation", "le"], name="changement_referent_jour"),
            models.CheckConstraint(
                name="changement_referent_reel",
                condition=Q(ancien__isnull=True, nouveau__isnull=False)
                | Q(ancien__isnull=False, nouveau__isnull=True)
                | (Q(ancien__isnull=False, nouveau__isnull=False) & ~Q(ancien=F("nouveau"))),
            ),
        ]
