"""A programmed amount that a committee is asked to raise or lower, and what it decided."""

from __future__ import annotations

from django.db import models
from django.db.models import F, Q
from django.utils import timezone

from deplie.financements.models._champs import montant, positif
from deplie.financements.models.operation import Operation
from deplie.instances.models import Seance
from deplie.socle.models import Compte


class Reprogrammation(models.Model):
    """A change asked of the programmed amount of an operation; « adoptée », it acted on it. Amounts in euros."""

    class Statut(models.TextChoices):
        DEMANDEE = "DEMANDEE", "attend un comité"
        ADOPTEE = "ADOPTEE", "adoptée"
        REFUSEE = "REFUSEE", "refusée"
        RETIREE = "RETIREE", "retirée"

    operation = models.ForeignKey(Operation, on_delete=models.PROTECT, related_name="reprogrammations", db_index=False)
    # What was programmed when it was asked, then when the committee adopted it.
    avant = montant("montant programmé avant")
    apres = montant("montant demandé, puis décidé")
    motif = models.CharField("raison", max_length=500)
    demandee_le = models.DateField("demandée le", default=timezone.localdate)
    statut = models.CharField(max_length=8, choices=Statut.choices, default=Statut.DEMANDEE)
    decidee_le = models.DateField("décidée le", null=True, blank=True)
    seance = models.ForeignKey(Seance, null=True, blank=True, on_delete=models.PROTECT, related_name="reprogrammations")
    par = models.ForeignKey(Compte, null=True, on_delete=models.PROTECT, related_name="+", db_index=False)

    class Meta:
        ordering = ["operation", "pk"]
        constraints = [
            positif("reprogrammation_montants", "avant", "apres"),
            models.CheckConstraint(name="reprogrammation_change", condition=~Q(avant=F("apres"))),
            models.CheckConstraint(
                name="reprogrammation_decidee",
                condition=Q(statut__in=["DEMANDEE", "RETIREE"]) | Q(decidee_le__isnull=False),
            ),
            models.UniqueConstraint(
                fields=["operation"], condition=Q(statut="DEMANDEE"), name="reprogrammation_une_demande"
            ),
        ]

    def __str__(self) -> str:
        return f"montant programmé de {self.operation.code}"
