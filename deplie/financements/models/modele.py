"""A territory's own way of writing a letter, a convention, an avenant."""

from __future__ import annotations

from django.db import models
from django.db.models import Q
from django.utils import timezone

from deplie.financements.rules.document import USAGES
from deplie.socle.models import Compte, Fichier
from deplie.territoires.models import Territoire


class ModeleDocument(models.Model):
    """A territory's own Word template of one document. Withdrawn, it is kept: documents were written with it."""

    territoire = models.ForeignKey(Territoire, on_delete=models.PROTECT, related_name="+", db_index=False)
    usage = models.CharField("pour quel document", max_length=16, choices=list(USAGES.items()))
    fichier = models.ForeignKey(Fichier, on_delete=models.PROTECT, related_name="+")
    cree_le = models.DateTimeField("déposé le", default=timezone.now)
    retire_le = models.DateTimeField("retiré le", null=True, blank=True)
    retire_par = models.ForeignKey(Compte, null=True, blank=True, on_delete=models.PROTECT, related_name="+")

    class Meta:
        verbose_name = "modèle de document"
        verbose_name_plural = "modèles de documents"
        constraints = [
            models.UniqueConstraint(
                fields=["territoire", "usage"], condition=Q(retire_le=None), name="modele_document_un"
            )
        ]

    def __str__(self) -> str:
        return f"modèle de {self.get_usage_display()}"
