"""A step of a parcours."""

from __future__ import annotations

from django.db import models
from django.db.models import F, Q
from simple_history.models import HistoricalRecords

from deplie.acteurs.models import Organisation
from deplie.parcours.models.participation import OUI_NON, Participation
from deplie.parcours.rules.jalon import PALIERS
from deplie.territoires.models import Territoire


class Etape(models.Model):
    """A step of a parcours. ``cle`` and ``rang`` match it with the line of the file it came from."""

    territoire = models.ForeignKey(Territoire, on_delete=models.PROTECT, related_name="etapes", db_index=False)
    participation = models.ForeignKey(Participation, on_delete=models.PROTECT, related_name="etapes", db_index=False)
    reference = models.CharField(max_length=80, blank=True)
    categorie = models.CharField("catégorie", max_length=12)
    intitule = models.CharField("intitulé", max_length=200, blank=True)
    operateur = models.ForeignKey(Organisation, null=True, blank=True, on_delete=models.PROTECT, related_name="etapes")
    operation = models.CharField("opération cofinancée", max_length=60, blank=True)
    finance_plie = models.CharField("financée par le plan", max_length=3, choices=OUI_NON, blank=True)
    date_debut = models.DateField()
    date_fin = models.DateField(null=True, blank=True)
    heures = models.DecimalField(max_digits=9, decimal_places=2, null=True, blank=True)
    statut = models.CharField(max_length=11, blank=True)
    # How far a placement goes (``rules.jalon.PALIERS``), and the day of what proves the étape.
    palier = models.PositiveSmallIntegerField("palier", choices=list(PALIERS.items()), null=True, blank=True)
    preuve_du = models.DateField("pièce datée du", null=True, blank=True)
    resultat = models.CharField("résultat", max_length=300, blank=True)
    cle = models.CharField(max_length=600, editable=False)
    rang = models.IntegerField(default=1, editable=False)
    historique = HistoricalRecords(
        related_name="versions",
        excluded_fields=["cle", "rang"],
        no_db_index=["territoire", "participation", "operateur"],
    )

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["territoire", "cle", "rang"], name="etape_unique"),
            models.CheckConstraint(
                name="etape_dates", condition=Q(date_fin__isnull=True) | Q(date_fin__gte=F("date_debut"))
            ),
            models.CheckConstraint(
                name="etape_palier", condition=Q(palier__isnull=True) | (Q(palier__gte=1) & Q(palier__lte=4))
            ),
            models.CheckConstraint(name="etape_heures", condition=Q(heures__isnull=True) | Q(heures__gte=0)),
        ]
        indexes = [
            models.Index(fields=["participation", "date_debut"], name="etape_participation"),
            # An operation finds its étapes by its code.
            models.Index(fields=["territoire", "operation"], condition=~Q(operation=""), name="etape_operation"),
        ]
