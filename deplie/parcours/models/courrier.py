"""Models of letters that a territory brings."""

from __future__ import annotations

from django.db import models
from django.db.models import Q

from deplie.socle.models import ModeleWord
from deplie.territoires.models import Territoire


class ModeleCourrier(ModeleWord):
    """A letter of the territory's own, by its name. Withdrawn, it is proposed no more."""

    territoire = models.ForeignKey(Territoire, on_delete=models.PROTECT, related_name="modeles_de_courrier")
    nom = models.CharField(max_length=80)
    cree_le = models.DateTimeField("déposé le", auto_now_add=True)

    class Meta:
        verbose_name = "modèle de courrier"
        verbose_name_plural = "modèles de courrier"
        constraints = [
            models.UniqueConstraint(
                fields=["territoire", "nom"], condition=Q(retire_le__isnull=True), name="modele_courrier_nom"
            )
        ]
