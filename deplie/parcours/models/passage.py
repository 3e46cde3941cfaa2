"""Visits to a desk, named or not."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone

from deplie.offre.models import Lieu
from deplie.parcours.rules.passage import MOTIFS, NOMBRE_MAX, SEXES, TRANCHES
from deplie.personnes.models import Personne


class Passage(models.Model):
    """One or several people at a place, on a day. ``sexe`` and ``tranche`` describe somebody who is not named."""

    lieu = models.ForeignKey(Lieu, on_delete=models.PROTECT, related_name="passages", db_index=False)
    le = models.DateField("jour")
    heure = models.TimeField(null=True, blank=True)
    motif = models.CharField(max_length=12, choices=list(MOTIFS.items()))
    nombre = models.PositiveSmallIntegerField("nombre de personnes", default=1)
    sexe = models.CharField(max_length=1, choices=list(SEXES.items()), blank=True)
    tranche = models.CharField("tranche d'âge", max_length=5, choices=list(TRANCHES.items()), blank=True)
    personne = models.ForeignKey(Personne, null=True, blank=True, on_delete=models.PROTECT, related_name="passages")
    par = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+")
    note_le = models.DateTimeField("noté le", default=timezone.now)

    class Meta:
        constraints = [
            models.CheckConstraint(name="passage_nombre", condition=Q(nombre__gte=1, nombre__lte=NOMBRE_MAX)),
            # Who is named is one person, whose sex and age are known elsewhere.
            models.CheckConstraint(
                name="passage_nomme", condition=Q(personne__isnull=True) | Q(nombre=1, sexe="", tranche="")
            ),
            models.CheckConstraint(name="passage_public", condition=Q(nombre=1) | Q(sexe="", tranche="")),
        ]
        indexes = [models.Index(fields=["lieu", "le"], name="passage_lieu")]
