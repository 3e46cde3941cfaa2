"""What a holder declares of an operation: expenses by line and piece, resources received."""

from __future__ import annotations

from django.db import models
from django.db.models import F, Q
from django.utils import timezone
from simple_history.models import HistoricalRecords

from deplie.financements.models._champs import montant, positif
from deplie.financements.models.engagement import Engagement
from deplie.financements.models.operation import Operation
from deplie.financements.models.plan import LignePlan, PosteTravail, Ressource
from deplie.financements.rules.nomenclature import NATURES


class BilanExecution(models.Model):
    """A bilan of execution, for a period; the final one closes the operation. Deposited, its lines stand."""

    operation = models.ForeignKey(Operation, on_delete=models.PROTECT, related_name="bilans", db_index=False)
    numero = models.PositiveSmallIntegerField("numéro")
    debut = models.DateField("du")
    fin = models.DateField("au")
    final = models.BooleanField("bilan final", default=False)
    recit = models.TextField("ce qui a été fait", blank=True)
    cree_le = models.DateTimeField("commencé le", default=timezone.now)
    depose_le = models.DateTimeField("déposé le", null=True, blank=True)
    valide_le = models.DateField("validé le", null=True, blank=True)
    historique = HistoricalRecords(related_name="versions", no_db_index=["operation"])

    class Meta:
        verbose_name = "bilan d'exécution"
        verbose_name_plural = "bilans d'exécution"
        ordering = ["operation", "numero"]
        constraints = [
            models.UniqueConstraint(fields=["operation", "numero"], name="bilan_execution_unique"),
            models.UniqueConstraint(fields=["operation"], condition=Q(final=True), name="bilan_execution_un_final"),
            models.UniqueConstraint(
                fields=["operation"], condition=Q(valide_le__isnull=True), name="bilan_execution_un_ouvert"
            ),
            models.CheckConstraint(name="bilan_execution_dates", condition=Q(fin__gte=F("debut"))),
            models.CheckConstraint(
                name="bilan_execution_valide", condition=Q(valide_le__isnull=True) | Q(depose_le__isnull=False)
            ),
        ]

    def __str__(self) -> str:
        return f"bilan n° {self.numero}"


class Depense(models.Model):
    """An expense that a holder declares: one line, one piece. ``signalements`` holds the codes of what looks wrong."""

    bilan = models.ForeignKey(BilanExecution, on_delete=models.CASCADE, related_name="depenses", db_index=False)
    nature = models.CharField("poste", max_length=14, choices=list(NATURES.items()))
    ligne = models.ForeignKey(
        LignePlan, null=True, blank=True, on_delete=models.PROTECT, related_name="depenses", db_index=False
    )
    poste = models.ForeignKey(
        PosteTravail, null=True, blank=True, on_delete=models.PROTECT, related_name="depenses", db_index=False
    )
    engagement = models.ForeignKey(
        Engagement, null=True, blank=True, on_delete=models.PROTECT, related_name="depenses", db_index=False
    )
    libelle = models.CharField("libellé", max_length=200)
    fournisseur = models.CharField(max_length=160, blank=True)
    numero_piece = models.CharField("numéro de la pièce", max_length=60, blank=True)
    facturee_le = models.DateField("datée du", null=True, blank=True)
    acquittee_le = models.DateField("acquittée le")
    heures = models.DecimalField(max_digits=8, decimal_places=2, null=True, blank=True)
    montant = montant("montant déclaré")
    # What makes two declarations the same piece (``rules.depenses``); empty when nothing tells.
    empreinte = models.CharField(max_length=64, blank=True, editable=False)
    signalements = models.JSONField(default=list, blank=True, editable=False)
    historique = HistoricalRecords(
        related_name="versions", excluded_fields=["empreinte"], no_db_index=["bilan", "ligne", "poste", "engagement"]
    )

    class Meta:
        verbose_name = "dépense"
        ordering = ["bilan", "nature", "acquittee_le", "pk"]
        constraints = [
            positif("depense_montant", "montant"),
            models.CheckConstraint(name="depense_heures", condition=Q(heures__isnull=True) | Q(heures__gte=0)),
        ]
        indexes = [
            models.Index(fields=["bilan", "nature"], name="depense_bilan"),
            models.Index(fields=["engagement"], condition=Q(engagement__isnull=False), name="depense_engagement"),
            models.Index(fields=["empreinte"], condition=~Q(empreinte=""), name="depense_empreinte"),
        ]

    def __str__(self) -> str:
        return self.libelle


class RessourceConstatee(models.Model):
    """What a funder really brought, as a bilan declares it."""

    bilan = models.ForeignKey(BilanExecution, on_delete=models.CASCADE, related_name="ressources", db_index=False)
    ressource = models.ForeignKey(Ressource, on_delete=models.PROTECT, related_name="constatees", db_index=False)
    montant = montant("montant reçu")

    class Meta:
        verbose_name = "ressource constatée"
        verbose_name_plural = "ressources constatées"
        constraints = [
            models.UniqueConstraint(fields=["bilan", "ressource"], name="ressource_constatee_unique"),
            positif("ressource_constatee_montant", "montant"),
        ]
