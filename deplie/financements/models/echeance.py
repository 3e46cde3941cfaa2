"""What follows deadlines: the secret address of a calendar, what was recalled to whom."""

from __future__ import annotations

from django.db import models
from django.utils import timezone

from deplie.acteurs.models import Agent


class FluxEcheances(models.Model):
    """The secret address by which an agent's calendar reads what is due: its print alone is kept."""

    agent = models.OneToOneField(Agent, on_delete=models.CASCADE, related_name="flux_echeances")
    empreinte = models.CharField("empreinte du jeton", max_length=64, unique=True)
    cree_le = models.DateTimeField(default=timezone.now)

    class Meta:
        verbose_name = "flux d'échéances"
        verbose_name_plural = "flux d'échéances"


class RappelEcheance(models.Model):
    """A deadline recalled to an agent, once near and once late: written with the message that says it.

    A deadline that moves is another one.
    """

    class Moment(models.TextChoices):
        PROCHE = "PROCHE", "proche"
        EN_RETARD = "EN_RETARD", "en retard"

    agent = models.ForeignKey(Agent, on_delete=models.CASCADE, related_name="rappels_echeances", db_index=False)
    cle = models.CharField("échéance", max_length=120)
    echue_le = models.DateField("échue le")
    moment = models.CharField(max_length=9, choices=Moment.choices)
    le = models.DateField("rappelée le")

    class Meta:
        verbose_name = "rappel d'une échéance"
        verbose_name_plural = "rappels d'échéances"
        constraints = [
            models.UniqueConstraint(fields=["agent", "cle", "echue_le", "moment"], name="rappel_echeance_unique")
        ]
