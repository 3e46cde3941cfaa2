"""What was to be paid for an operation, and what was."""

from __future__ import annotations

from django.db import models
from django.db.models import Q
from simple_history.models import HistoricalRecords

from deplie.financements.models._champs import montant, positif
from deplie.financements.models.operation import Operation
from deplie.financements.rules.nomenclature import VERSEMENTS


class VersementQuerySet(models.QuerySet["Versement"]):
    def payes(self) -> VersementQuerySet:
        """Those that were paid."""
        return self.filter(paye_le__isnull=False)


class Versement(models.Model):
    """An instalment: due, then paid. The last one paid starts the years of retention."""

    operation = models.ForeignKey(Operation, on_delete=models.PROTECT, related_name="versements", db_index=False)
    rang = models.PositiveSmallIntegerField()
    genre = models.CharField("nature", max_length=8, choices=list(VERSEMENTS.items()))
    prevu_le = models.DateField("prévu le", null=True, blank=True)
    montant_prevu = montant("montant prévu")
    paye_le = models.DateField("payé le", null=True, blank=True)
    montant_paye = montant("montant payé", null=True, blank=True)
    reference = models.CharField("référence du mandat", max_length=60, blank=True)
    historique = HistoricalRecords(related_name="versions", no_db_index=["operation"])

    objects = VersementQuerySet.as_manager()

    class Meta:
        ordering = ["operation", "rang"]
        constraints = [
            models.UniqueConstraint(fields=["operation", "rang"], name="versement_rang"),
            models.UniqueConstraint(fields=["operation"], condition=Q(genre="SOLDE"), name="versement_un_solde"),
            models.CheckConstraint(
                name="versement_paye",
                condition=Q(paye_le__isnull=True, montant_paye__isnull=True)
                | Q(paye_le__isnull=False, montant_paye__isnull=False),
            ),
            positif("versement_montants", "montant_prevu", "montant_paye"),
        ]
        indexes = [models.Index(fields=["paye_le"], name="versement_paye_le")]

    def __str__(self) -> str:
        return f"{self.get_genre_display()} n° {self.rang}"
