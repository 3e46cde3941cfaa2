"""What an action is paid by, and what it is measured by."""

from __future__ import annotations

from django.db import models
from django.db.models import Q
from simple_history.models import HistoricalRecords

from deplie.acteurs.models import Organisation
from deplie.gouvernance.models.action import Action
from deplie.gouvernance.rules import ANNEE_MAX, ANNEE_MIN


class FinancementAction(models.Model):
    """What a funder was to bring to an action in a year, and what it did. Euros, to the cent."""

    action = models.ForeignKey(Action, on_delete=models.CASCADE, related_name="financements", db_index=False)
    financeur = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="+")
    annee = models.PositiveSmallIntegerField("année")
    prevu = models.DecimalField("montant prévu", max_digits=14, decimal_places=2)
    obtenu = models.DecimalField("montant obtenu", max_digits=14, decimal_places=2, null=True, blank=True)
    historique = HistoricalRecords(related_name="versions", no_db_index=["action", "financeur"])

    class Meta:
        verbose_name = "financement d'une action"
        verbose_name_plural = "financements d'une action"
        ordering = ["annee", "financeur__nom", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["action", "financeur", "annee"], name="financement_action_unique"),
            models.CheckConstraint(
                name="financement_action_montants", condition=Q(prevu__gte=0) & (Q(obtenu=None) | Q(obtenu__gte=0))
            ),
            models.CheckConstraint(
                name="financement_action_annee", condition=Q(annee__gte=ANNEE_MIN, annee__lte=ANNEE_MAX)
            ),
        ]


class IndicateurAction(models.Model):
    """What an action is measured by: told freely, or an indicator of the catalogue named by its code."""

    action = models.ForeignKey(Action, on_delete=models.CASCADE, related_name="indicateurs", db_index=False)
    libelle = models.CharField("libellé", max_length=200)
    indicateur = models.CharField("code du catalogue", max_length=40, blank=True)
    unite = models.CharField("unité", max_length=40, blank=True)
    reference = models.DecimalField("valeur de départ", max_digits=14, decimal_places=2, null=True, blank=True)
    cible = models.DecimalField(max_digits=14, decimal_places=2, null=True, blank=True)

    class Meta:
        verbose_name = "indicateur d'une action"
        verbose_name_plural = "indicateurs d'une action"
        ordering = ["libelle", "pk"]
        constraints = [models.UniqueConstraint(fields=["action", "libelle"], name="indicateur_action_unique")]


class ValeurIndicateur(models.Model):
    """What an indicator was worth on a day."""

    indicateur = models.ForeignKey(IndicateurAction, on_delete=models.CASCADE, related_name="valeurs", db_index=False)
    le = models.DateField("date")
    valeur = models.DecimalField(max_digits=14, decimal_places=2)

    class Meta:
        verbose_name = "valeur d'un indicateur"
        verbose_name_plural = "valeurs d'un indicateur"
        ordering = ["le", "pk"]
        constraints = [models.UniqueConstraint(fields=["indicateur", "le"], name="valeur_indicateur_unique")]
