"""A plan as it was at a moment that counts: handed in, signed, changed by an avenant."""

from __future__ import annotations

from django.db import models
from django.db.models import Q
from django.utils import timezone

from deplie.financements.models.convention import AvenantConvention
from deplie.financements.models.operation import Operation
from deplie.financements.rules.version import AVENANT, MOMENTS
from deplie.socle.models import Compte


class VersionPlan(models.Model):
    """A copy of a plan, written once and never changed; ``contenu`` is read by ``queries.version``.

    Copied as values: the lines of today keep their numbers for the expenses that name them, and the plan of yesterday
    stays as it was signed.
    """

    operation = models.ForeignKey(Operation, on_delete=models.CASCADE, related_name="versions_du_plan", db_index=False)
    rang = models.PositiveSmallIntegerField()
    moment = models.CharField(max_length=10, choices=list(MOMENTS.items()))
    avenant = models.OneToOneField(
        AvenantConvention, null=True, blank=True, on_delete=models.PROTECT, related_name="version_du_plan"
    )
    effet_le = models.DateField("prend effet le")
    copie_le = models.DateTimeField("copié le", default=timezone.now)
    contenu = models.JSONField("lignes, ressources et postes", default=dict)
    par = models.ForeignKey(Compte, null=True, on_delete=models.PROTECT, related_name="+", db_index=False)

    class Meta:
        verbose_name = "version d'un plan"
        verbose_name_plural = "versions de plans"
        ordering = ["operation", "rang"]
        constraints = [
            models.UniqueConstraint(fields=["operation", "rang"], name="version_plan_rang"),
            models.CheckConstraint(
                name="version_plan_avenant",
                condition=Q(moment=AVENANT, avenant__isnull=False) | (~Q(moment=AVENANT) & Q(avenant__isnull=True)),
            ),
        ]

    def __str__(self) -> str:
        return f"avenant n° {self.avenant.numero}" if self.avenant else self.get_moment_display()
