"""What a holder was asked to pay back, and what came back."""

from __future__ import annotations

from django.db import models
from django.db.models import F, Q
from simple_history.models import HistoricalRecords

from deplie.financements.models._champs import montant
from deplie.financements.models.operation import Operation


class ReversementQuerySet(models.QuerySet["Reversement"]):
    def regles(self) -> ReversementQuerySet:
        """Those that came back."""
        return self.filter(regle_le__isnull=False)


class Reversement(models.Model):
    """An order to pay back (ordre de reversement): issued, then settled, whole. Amount in euros, more than zero."""

    operation = models.ForeignKey(Operation, on_delete=models.PROTECT, related_name="reversements", db_index=False)
    rang = models.PositiveSmallIntegerField()
    motif = models.CharField("raison", max_length=300)
    emis_le = models.DateField("ordre émis le")
    reference = models.CharField("référence de l'ordre", max_length=60, blank=True)
    montant = montant("montant à reverser")
    avant_le = models.DateField("à régler avant le", null=True, blank=True)
    regle_le = models.DateField("réglé le", null=True, blank=True)
    historique = HistoricalRecords(related_name="versions", no_db_index=["operation"])

    objects = ReversementQuerySet.as_manager()

    class Meta:
        ordering = ["operation", "rang"]
        constraints = [
            models.UniqueConstraint(fields=["operation", "rang"], name="reversement_rang"),
            models.CheckConstraint(name="reversement_montant", condition=Q(montant__gt=0)),
            models.CheckConstraint(
                name="reversement_regle", condition=Q(regle_le__isnull=True) | Q(regle_le__gte=F("emis_le"))
            ),
            models.CheckConstraint(
                name="reversement_avant", condition=Q(avant_le__isnull=True) | Q(avant_le__gte=F("emis_le"))
            ),
        ]
        indexes = [models.Index(fields=["avant_le"], name="reversement_avant_le")]

    def __str__(self) -> str:
        return f"reversement n° {self.rang}"
