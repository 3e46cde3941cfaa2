"""The minimum steps of a territory, and what a parcours produced beside its étapes."""

from __future__ import annotations

from django.db import models
from django.db.models import F, Q
from simple_history.models import HistoricalRecords

from deplie.acteurs.models import Organisation
from deplie.parcours.models.participation import Participation
from deplie.parcours.rules.jalon import GENRES, RESULTATS
from deplie.parcours.rules.trame import REGLES
from deplie.territoires.models import Dispositif


class Trame(models.Model):
    """The minimum steps of the parcours of a scheme, over a period. One holds at a time."""

    dispositif = models.ForeignKey(Dispositif, on_delete=models.PROTECT, related_name="trames", db_index=False)
    nom = models.CharField(max_length=120)
    debut = models.DateField("début")
    fin = models.DateField(null=True, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["dispositif", "debut"], name="trame_unique"),
            models.CheckConstraint(name="trame_dates", condition=Q(fin__isnull=True) | Q(fin__gte=F("debut"))),
        ]


class PasMinimal(models.Model):
    """A step that each parcours must hold, how it is verified and how many times."""

    trame = models.ForeignKey(Trame, on_delete=models.CASCADE, related_name="pas", db_index=False)
    rang = models.PositiveSmallIntegerField()
    libelle = models.CharField("libellé", max_length=200)
    regle = models.CharField("règle", max_length=24, choices=list(REGLES.items()))
    seuil = models.PositiveSmallIntegerField("nombre attendu", default=1)

    class Meta:
        verbose_name = "étape minimale"
        verbose_name_plural = "étapes minimales"
        constraints = [
            models.UniqueConstraint(fields=["trame", "rang"], name="pas_rang"),
            models.CheckConstraint(name="pas_seuil", condition=Q(seuil__gte=1)),
        ]


class Jalon(models.Model):
    """A piece of equipment, a certificate, a jury: dated, with its result and its proof."""

    participation = models.ForeignKey(Participation, on_delete=models.PROTECT, related_name="jalons", db_index=False)
    genre = models.CharField(max_length=10, choices=list(GENRES.items()))
    intitule = models.CharField("intitulé", max_length=200, blank=True)
    organisme = models.ForeignKey(Organisation, null=True, blank=True, on_delete=models.PROTECT, related_name="jalons")
    debut = models.DateField("début")
    fin = models.DateField(null=True, blank=True)
    heures = models.DecimalField(max_digits=7, decimal_places=2, null=True, blank=True)
    resultat = models.CharField("résultat", max_length=12, choices=list(RESULTATS.items()), blank=True)
    preuve_du = models.DateField("pièce datée du", null=True, blank=True)
    historique = HistoricalRecords(related_name="versions", no_db_index=["participation", "organisme"])

    class Meta:
        constraints = [
            models.CheckConstraint(name="jalon_dates", condition=Q(fin__isnull=True) | Q(fin__gte=F("debut"))),
            models.CheckConstraint(name="jalon_heures", condition=Q(heures__isnull=True) | Q(heures__gte=0)),
        ]
        indexes = [models.Index(fields=["participation", "debut"], name="jalon_participation")]

    @property
    def nom(self) -> str:
        return self.intitule or self.get_genre_display()
