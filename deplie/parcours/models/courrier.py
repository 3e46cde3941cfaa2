"""Models of letters that a territory brings."""

from __future__ import annotations

from django.db import models
from django.db.models import Q

from deplie.socle.models import Compte, Fichier
from deplie.territoires.models import Territoire


class ModeleCourrier(models.Model):
    """A Word file with fields, checked when it came. Withdrawn, it is proposed no more."""

    territoire = models.ForeignKey(Territoire, on_delete=models.PROTECT, related_name="modeles_de_courrier")
    nom = models.CharField(max_length=80)
    fichier = models.ForeignKey(Fichier, on_delete=models.PROTECT, related_name="+")
    cree_le = models.DateTimeField("déposé le", auto_now_add=True)
    retire_le = models.DateTimeField("retiré le", null=True, blank=True)
    retire_par = models.ForeignKey(Compte, null=True, blank=True, on_delete=models.PROTECT, related_name="+")

    class Meta:
        verbose_name = "modèle de courrier"
        verbose_name_plural = "modèles de courrier"
        constraints = [
            models.UniqueConstraint(
                fields=["territoire", "nom"], condition=Q(retire_le__isnull=True), name="modele_courrier_nom"
            )
        ]
