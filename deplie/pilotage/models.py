"""Declared figures, and the bookkeeping of the facts that figures are counted on."""

from __future__ import annotations

from django.db import models
from django.db.models import F, Q
from django.utils import timezone

from deplie.territoires.models import Dispositif, Territoire


class Releve(models.Model):
    """A figure declared or published by somebody, with a document behind and no rows."""

    territoire = models.ForeignKey(Territoire, on_delete=models.PROTECT, related_name="releves")
    dispositif = models.ForeignKey(Dispositif, null=True, blank=True, on_delete=models.PROTECT, related_name="releves")
    organisme = models.CharField(max_length=200, blank=True)
    indicateur = models.CharField("code du catalogue", max_length=60, blank=True)
    libelle = models.CharField("libellé", max_length=300)
    debut = models.DateField()
    fin = models.DateField()
    valeur = models.DecimalField(max_digits=18, decimal_places=4)
    unite = models.CharField("unité", max_length=30, blank=True)
    base = models.BigIntegerField("effectif de la part", null=True, blank=True)
    decimales = models.SmallIntegerField("décimales imprimées", null=True, blank=True)
    date_publication = models.DateField(null=True, blank=True)
    ventilation = models.CharField(max_length=200, blank=True)
    qualificatif = models.CharField(max_length=10, blank=True)
    statut = models.CharField(max_length=22, blank=True)
    source = models.CharField("document", max_length=300)
    cle = models.CharField(max_length=1100, editable=False)

    class Meta:
        verbose_name = "chiffre déclaré"
        constraints = [
            models.UniqueConstraint(fields=["territoire", "cle"], name="releve_unique"),
            models.CheckConstraint(name="releve_dates", condition=Q(fin__gte=F("debut"))),
        ]


class Partition(models.Model):
    """Which generation of a fact the Parquet file of a territory holds."""

    territoire = models.ForeignKey(Territoire, on_delete=models.CASCADE, related_name="partitions")
    fait = models.CharField(max_length=20)
    generation = models.BigIntegerField()
    lignes = models.BigIntegerField()
    fichier = models.CharField(max_length=200)
    faite_le = models.DateTimeField(default=timezone.now)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["territoire", "fait"], name="partition_unique")]
