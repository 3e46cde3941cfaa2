"""What was signed for an operation, and what changed it since."""

from __future__ import annotations

from django.db import models
from django.db.models import F, Q
from simple_history.models import HistoricalRecords

from deplie.financements.models._champs import montant, positif
from deplie.financements.models.operation import Operation
from deplie.socle.models import Fichier


class Convention(models.Model):
    """The convention of an operation as it was signed; an avenant says what it becomes. Amounts in euros."""

    operation = models.OneToOneField(Operation, on_delete=models.PROTECT, related_name="convention")
    numero = models.CharField("numéro", max_length=40)
    signee_le = models.DateField("signée le")
    notifiee_le = models.DateField("notifiée le", null=True, blank=True)
    debut = models.DateField("dépenses à partir du")
    fin = models.DateField("dépenses jusqu'au")
    cout_total = montant("coût total conventionné")
    montant = montant("aide conventionnée")
    fichier = models.ForeignKey(
        Fichier, null=True, blank=True, on_delete=models.PROTECT, related_name="+", db_index=False
    )
    historique = HistoricalRecords(related_name="versions", no_db_index=["operation", "fichier"])

    class Meta:
        constraints = [
            models.CheckConstraint(name="convention_dates", condition=Q(fin__gte=F("debut"))),
            models.CheckConstraint(name="convention_aide", condition=Q(montant__lte=F("cout_total"))),
            positif("convention_montants", "cout_total", "montant"),
        ]

    def __str__(self) -> str:
        return f"convention {self.numero}"


class AvenantConvention(models.Model):
    """A change to a convention, from a day on: a new end, a new amount, another plan."""

    convention = models.ForeignKey(Convention, on_delete=models.PROTECT, related_name="avenants", db_index=False)
    numero = models.PositiveSmallIntegerField("numéro")
    objet = models.CharField(max_length=500)
    signe_le = models.DateField("signé le")
    effet_le = models.DateField("prend effet le")
    fin = models.DateField("nouveau dernier jour", null=True, blank=True)
    cout_total = montant("nouveau coût total", null=True, blank=True)
    montant = montant("nouvelle aide", null=True, blank=True)
    fichier = models.ForeignKey(
        Fichier, null=True, blank=True, on_delete=models.PROTECT, related_name="+", db_index=False
    )
    historique = HistoricalRecords(related_name="versions", no_db_index=["convention", "fichier"])

    class Meta:
        verbose_name = "avenant à une convention"
        verbose_name_plural = "avenants aux conventions"
        ordering = ["convention", "numero"]
        constraints = [
            models.UniqueConstraint(fields=["convention", "numero"], name="avenant_convention_unique"),
            positif("avenant_convention_montants", "cout_total", "montant"),
        ]

    def __str__(self) -> str:
        return f"avenant n° {self.numero}"
