"""What is offered around a parcours: places, permanences held there, collective workshops and their sessions."""

from __future__ import annotations

from datetime import datetime, timedelta

from django.db import models
from django.db.models import F, Q
from simple_history.models import HistoricalRecords

from deplie.acteurs.models import Agent, Organisation
from deplie.offre.rules import (
    DUREE_HABITUELLE,
    DUREE_MAX,
    DUREE_MIN,
    GENRES_LIEU,
    JOURS,
    PLACES_HABITUELLES,
    PLACES_MAX,
    PREVUE,
    STATUTS_SEANCE,
    THEMES,
)
from deplie.territoires.models import Commune, Dispositif, Territoire


class Lieu(models.Model):
    """A place where people are received: EREF, point emploi, town hall… Closed rather than removed."""

    territoire = models.ForeignKey(Territoire, on_delete=models.PROTECT, related_name="lieux", db_index=False)
    nom = models.CharField(max_length=150)
    genre = models.CharField("sorte de lieu", max_length=16, choices=list(GENRES_LIEU.items()), default="EREF")
    adresse = models.CharField(max_length=300, blank=True)
    commune = models.ForeignKey(Commune, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    actif = models.BooleanField("ouvert", default=True)
    historique = HistoricalRecords(related_name="versions", no_db_index=["territoire", "commune"])

    class Meta:
        verbose_name_plural = "lieux"
        ordering = ["nom", "pk"]
        constraints = [models.UniqueConstraint(fields=["territoire", "nom"], name="lieu_unique")]

    def __str__(self) -> str:
        return self.nom


class Permanence(models.Model):
    """Somebody receives at a place: each week on a day, between two dates, or once on a date."""

    lieu = models.ForeignKey(Lieu, on_delete=models.PROTECT, related_name="permanences")
    agent = models.ForeignKey(Agent, on_delete=models.PROTECT, related_name="permanences")
    jour_semaine = models.SmallIntegerField("jour de la semaine", null=True, blank=True, choices=list(JOURS.items()))
    le = models.DateField("une seule fois, le", null=True, blank=True)
    heure_debut = models.TimeField("de")
    heure_fin = models.TimeField("à")
    debut = models.DateField("à partir du", null=True, blank=True)
    fin = models.DateField("jusqu'au", null=True, blank=True)

    class Meta:
        ordering = ["jour_semaine", "le", "heure_debut", "pk"]
        constraints = [
            models.CheckConstraint(
                name="permanence_quand",
                condition=Q(jour_semaine__isnull=True, le__isnull=False)
                | Q(jour_semaine__isnull=False, jour_semaine__gte=0, jour_semaine__lte=6, le__isnull=True),
            ),
            models.CheckConstraint(name="permanence_heures", condition=Q(heure_fin__gt=F("heure_debut"))),
            models.CheckConstraint(
                name="permanence_dates",
                condition=Q(debut__isnull=True) | Q(fin__isnull=True) | Q(fin__gte=F("debut")),
            ),
        ]


class Atelier(models.Model):
    """A collective action: its sessions say when. ``places`` is how many each session takes."""

    territoire = models.ForeignKey(Territoire, on_delete=models.PROTECT, related_name="ateliers")
    dispositif = models.ForeignKey(Dispositif, null=True, blank=True, on_delete=models.PROTECT, related_name="ateliers")
    titre = models.CharField(max_length=150)
    theme = models.CharField("thème", max_length=12, choices=list(THEMES.items()), default="RECHERCHE")
    organisation = models.ForeignKey(
        Organisation, null=True, blank=True, on_delete=models.PROTECT, related_name="ateliers"
    )
    animateurs = models.ManyToManyField(Agent, related_name="ateliers", blank=True)
    lieu = models.ForeignKey(Lieu, null=True, blank=True, on_delete=models.PROTECT, related_name="ateliers")
    places = models.PositiveSmallIntegerField("nombre de places", default=PLACES_HABITUELLES)
    historique = HistoricalRecords(
        related_name="versions", no_db_index=["territoire", "dispositif", "organisation", "lieu"]
    )

    class Meta:
        constraints = [
            models.CheckConstraint(name="atelier_places", condition=Q(places__gte=1, places__lte=PLACES_MAX))
        ]

    def __str__(self) -> str:
        return self.titre


class SeanceAtelier(models.Model):
    """One date of a workshop. ``duree`` is in minutes; ``presences_le`` is when attendance was told."""

    atelier = models.ForeignKey(Atelier, on_delete=models.PROTECT, related_name="seances", db_index=False)
    debut = models.DateTimeField("début")
    duree = models.PositiveSmallIntegerField("durée (minutes)", default=DUREE_HABITUELLE)
    statut = models.CharField(max_length=8, choices=list(STATUTS_SEANCE.items()), default=PREVUE)
    presences_le = models.DateTimeField("présences relevées le", null=True, blank=True)
    historique = HistoricalRecords(related_name="versions", no_db_index=["atelier"])

    class Meta:
        verbose_name = "séance d'atelier"
        verbose_name_plural = "séances d'atelier"
        ordering = ["debut", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["atelier", "debut"], name="seance_atelier_unique"),
            models.CheckConstraint(
                name="seance_atelier_duree", condition=Q(duree__gte=DUREE_MIN, duree__lte=DUREE_MAX)
            ),
        ]
        indexes = [models.Index(fields=["debut"], name="seance_atelier_debut")]

    @property
    def fin(self) -> datetime:
        return self.debut + timedelta(minutes=self.duree)
