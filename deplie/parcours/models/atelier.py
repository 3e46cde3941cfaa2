"""Who is registered to a session of a workshop, who waits for a place, who came."""

from __future__ import annotations

from django.db import models
from django.db.models import Q
from django.utils import timezone
from simple_history.models import HistoricalRecords

from deplie.offre.models import SeanceAtelier
from deplie.parcours.models.participation import Participation
from deplie.parcours.rules.atelier import ABSENCES, ANNULE, EN_ATTENTE, INSCRIT, MOTIFS, STATUTS, TIENNENT
from deplie.personnes.models import Personne


class InscriptionAtelierQuerySet(models.QuerySet["InscriptionAtelier"]):
    def valables(self) -> InscriptionAtelierQuerySet:
        """All but the withdrawn ones."""
        return self.exclude(statut=ANNULE)

    def tenant_une_place(self) -> InscriptionAtelierQuerySet:
        return self.filter(statut__in=TIENNENT)

    def en_attente(self) -> InscriptionAtelierQuerySet:
        """The waiting list, the first of it first."""
        return self.filter(statut=EN_ATTENTE).order_by("le", "pk")

    def manquees(self) -> InscriptionAtelierQuerySet:
        return self.filter(statut__in=ABSENCES)


class InscriptionAtelier(models.Model):
    """A person at a session. ``le`` gives the order of the waiting list; ``motif`` is why they did not come."""

    seance = models.ForeignKey(SeanceAtelier, on_delete=models.PROTECT, related_name="inscriptions")
    personne = models.ForeignKey(Personne, on_delete=models.PROTECT, related_name="inscriptions_ateliers")
    participation = models.ForeignKey(
        Participation, null=True, blank=True, on_delete=models.PROTECT, related_name="inscriptions_ateliers"
    )
    statut = models.CharField(max_length=15, choices=list(STATUTS.items()), default=INSCRIT)
    motif = models.CharField("raison de l'absence", max_length=12, choices=list(MOTIFS.items()), blank=True)
    le = models.DateTimeField("inscrit le", default=timezone.now)
    historique = HistoricalRecords(related_name="versions", no_db_index=["seance", "personne", "participation"])

    objects = InscriptionAtelierQuerySet.as_manager()

    class Meta:
        verbose_name = "inscription à un atelier"
        verbose_name_plural = "inscriptions à des ateliers"
        constraints = [
            models.UniqueConstraint(
                fields=["seance", "personne"], condition=~Q(statut=ANNULE), name="inscription_atelier_unique"
            ),
            models.CheckConstraint(name="inscription_atelier_motif", condition=Q(motif="") | Q(statut__in=[*ABSENCES])),
        ]
