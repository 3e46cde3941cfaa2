"""What a holder ordered for an operation and has not declared yet."""

from __future__ import annotations

from django.db import models
from django.db.models import Q
from django.utils import timezone
from simple_history.models import HistoricalRecords

from deplie.financements.models._champs import montant, positif
from deplie.financements.models.operation import Operation
from deplie.financements.models.plan import LignePlan
from deplie.financements.rules.nomenclature import NATURES
from deplie.socle.models import Fichier


class Engagement(models.Model):
    """A commitment: an order or a contract. Its expenses say what is left of it; cancelled, it stays, with its reason.

    ``signalements`` holds the codes of what looks wrong (``rules.engagements``).
    """

    operation = models.ForeignKey(Operation, on_delete=models.PROTECT, related_name="engagements", db_index=False)
    numero = models.PositiveSmallIntegerField("numéro")
    # Its line of the financing plan; empty where the plan holds none at its post. ``nature`` is then the line's.
    ligne = models.ForeignKey(
        LignePlan, null=True, blank=True, on_delete=models.PROTECT, related_name="engagements", db_index=False
    )
    nature = models.CharField("poste", max_length=14, choices=list(NATURES.items()))
    libelle = models.CharField("libellé", max_length=200)
    fournisseur = models.CharField(max_length=160, blank=True)
    reference = models.CharField("référence de la commande", max_length=60, blank=True)
    engage_le = models.DateField("engagé le")
    attendu_le = models.DateField("dépense attendue le", null=True, blank=True)
    montant = montant("montant engagé")
    fichier = models.ForeignKey(
        Fichier, null=True, blank=True, on_delete=models.PROTECT, related_name="+", db_index=False
    )
    signalements = models.JSONField(default=list, blank=True, editable=False)
    inscrit_le = models.DateTimeField("inscrit le", default=timezone.now)
    annule_le = models.DateField("annulé le", null=True, blank=True)
    motif = models.CharField("raison de l'annulation", max_length=300, blank=True)
    historique = HistoricalRecords(related_name="versions", no_db_index=["operation", "ligne", "fichier"])

    class Meta:
        ordering = ["operation", "numero"]
        constraints = [
            models.UniqueConstraint(fields=["operation", "numero"], name="engagement_numero"),
            positif("engagement_montant", "montant"),
            models.CheckConstraint(name="engagement_annule", condition=Q(annule_le__isnull=True) | ~Q(motif="")),
        ]
        indexes = [models.Index(fields=["ligne"], condition=Q(ligne__isnull=False), name="engagement_ligne")]

    def __str__(self) -> str:
        return f"n° {self.numero}, {self.libelle}"
