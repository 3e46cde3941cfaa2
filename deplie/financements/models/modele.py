"""A territory's own way of writing a letter, a convention, an avenant."""

from __future__ import annotations

from django.db import models
from django.db.models import Q

from deplie.financements.rules.document import USAGES
from deplie.socle.models import ModeleWord
from deplie.territoires.models import Territoire


class ModeleDocument(ModeleWord):
    """A territory's own Word template of one document."""

    territoire = models.ForeignKey(Territoire, on_delete=models.PROTECT, related_name="+", db_index=False)
    usage = models.CharField("pour quel document", max_length=16, choices=list(USAGES.items()))

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
