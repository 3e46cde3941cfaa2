"""The financing plan of an operation: its expenses, its resources, its posts. Flat rates are computed, never typed."""

from __future__ import annotations

from django.db import models
from django.db.models import Q
from simple_history.models import HistoricalRecords

from deplie.acteurs.models import Agent, Organisation
from deplie.financements.models._champs import montant, positif
from deplie.financements.models.operation import Operation
from deplie.financements.rules.nomenclature import NATURES, RESSOURCES

_ANNEES = Q(annee__gte=2000) & Q(annee__lte=2100)


class LignePlan(models.Model):
    """An expense that is planned, for one year."""

    operation = models.ForeignKey(Operation, on_delete=models.CASCADE, related_name="lignes", db_index=False)
    nature = models.CharField("poste", max_length=14, choices=list(NATURES.items()))
    libelle = models.CharField("libellé", max_length=160)
    annee = models.PositiveSmallIntegerField("année")
    montant = montant("montant prévu")
    # Counted from the posts of work each time the plan is written; nobody types it.
    des_postes = models.BooleanField("comptée d'après les postes", default=False)
    historique = HistoricalRecords(related_name="versions", no_db_index=["operation"])

    class Meta:
        verbose_name = "ligne du plan"
        verbose_name_plural = "lignes du plan"
        ordering = ["operation", "nature", "libelle", "annee", "pk"]
        constraints = [
            positif("ligne_plan_montant", "montant"),
            models.CheckConstraint(name="ligne_plan_annee", condition=_ANNEES),
        ]
        indexes = [models.Index(fields=["operation", "annee"], name="ligne_plan_operation")]

    def __str__(self) -> str:
        return self.libelle


class Ressource(models.Model):
    """What a funder brings to an operation for one year."""

    operation = models.ForeignKey(Operation, on_delete=models.CASCADE, related_name="ressources", db_index=False)
    genre = models.CharField("financeur", max_length=16, choices=list(RESSOURCES.items()))
    organisation = models.ForeignKey(
        Organisation, null=True, blank=True, on_delete=models.PROTECT, related_name="+", db_index=False
    )
    libelle = models.CharField("précision", max_length=160, blank=True)
    annee = models.PositiveSmallIntegerField("année")
    montant = montant("montant prévu")
    acquise = models.BooleanField("notifiée", default=False)
    historique = HistoricalRecords(related_name="versions", no_db_index=["operation", "organisation"])

    class Meta:
        ordering = ["operation", "genre", "libelle", "annee", "pk"]
        constraints = [
            positif("ressource_montant", "montant"),
            models.CheckConstraint(name="ressource_annee", condition=_ANNEES),
        ]
        indexes = [models.Index(fields=["operation", "annee"], name="ressource_operation")]

    def __str__(self) -> str:
        return self.libelle or self.get_genre_display()


class PosteTravail(models.Model):
    """Somebody's work given to an operation: a function, a part of a full-time post, hours, a yearly cost."""

    operation = models.ForeignKey(Operation, on_delete=models.CASCADE, related_name="postes", db_index=False)
    fonction = models.CharField(max_length=120)
    agent = models.ForeignKey(Agent, null=True, blank=True, on_delete=models.PROTECT, related_name="+", db_index=False)
    structure = models.ForeignKey(
        Organisation, null=True, blank=True, on_delete=models.PROTECT, related_name="+", db_index=False
    )
    annee = models.PositiveSmallIntegerField("année")
    etp = models.DecimalField("équivalent temps plein", max_digits=5, decimal_places=2)
    heures = models.DecimalField("heures prévues", max_digits=8, decimal_places=2, null=True, blank=True)
    cout = montant("coût chargé de l'année", null=True, blank=True)

    class Meta:
        verbose_name = "poste de travail"
        verbose_name_plural = "postes de travail"
        ordering = ["operation", "annee", "fonction", "pk"]
        constraints = [
            models.CheckConstraint(name="poste_travail_etp", condition=Q(etp__gt=0) & Q(etp__lte=100)),
            models.CheckConstraint(name="poste_travail_annee", condition=_ANNEES),
            models.CheckConstraint(name="poste_travail_heures", condition=Q(heures__isnull=True) | Q(heures__gte=0)),
            positif("poste_travail_cout", "cout"),
        ]
        indexes = [models.Index(fields=["operation", "annee"], name="poste_operation")]

    def __str__(self) -> str:
        return self.fonction
