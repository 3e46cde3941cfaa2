"""A plan of action and its axes."""

from __future__ import annotations

from django.db import models
from django.db.models import F, Q
from simple_history.models import HistoricalRecords

from deplie.cadre.models import Protocole
from deplie.gouvernance.rules import NATURES
from deplie.instances.models import Instance
from deplie.territoires.models import Territoire


class Plan(models.Model):
    """A pact, the plan of a protocole or a project: what a territory said it would do, and the body that follows it."""

    territoire = models.ForeignKey(Territoire, on_delete=models.PROTECT, related_name="plans", db_index=False)
    nature = models.CharField(max_length=9, choices=list(NATURES.items()))
    nom = models.CharField(max_length=150)
    debut = models.DateField("du")
    fin = models.DateField("au")
    # Not « instance »: the table of versions keeps that name for itself.
    comite = models.ForeignKey(
        Instance, null=True, blank=True, on_delete=models.PROTECT, related_name="plans", verbose_name="suivi par"
    )
    protocole = models.ForeignKey(Protocole, null=True, blank=True, on_delete=models.PROTECT, related_name="plans")
    source = models.TextField(blank=True)
    historique = HistoricalRecords(related_name="versions", no_db_index=["territoire", "comite", "protocole"])

    class Meta:
        verbose_name = "plan d'actions"
        verbose_name_plural = "plans d'actions"
        ordering = ["-debut", "nom", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["territoire", "nom"], name="plan_nom_unique"),
            models.CheckConstraint(name="plan_dates", condition=Q(fin__gte=F("debut"))),
            models.CheckConstraint(name="plan_protocole", condition=Q(protocole=None) | Q(nature="PROTOCOLE")),
        ]

    def __str__(self) -> str:
        return self.nom


class Axe(models.Model):
    """A theme of a plan, by number."""

    plan = models.ForeignKey(Plan, on_delete=models.CASCADE, related_name="axes", db_index=False)
    numero = models.PositiveSmallIntegerField("numéro")
    titre = models.CharField(max_length=200)

    class Meta:
        ordering = ["plan", "numero"]
        constraints = [
            models.UniqueConstraint(fields=["plan", "numero"], name="axe_unique"),
            models.CheckConstraint(name="axe_numero", condition=Q(numero__gte=1)),
        ]

    def __str__(self) -> str:
        return f"Axe {self.numero}. {self.titre}"
