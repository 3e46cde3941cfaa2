"""What happens to a participation: the contract, suspensions, jobs and what is seen of them month by month."""

from __future__ import annotations

from django.db import models
from django.db.models import F, Q
from simple_history.models import HistoricalRecords

from deplie.parcours.models.participation import Participation
from deplie.parcours.rules.emploi import CONTRATS
from deplie.parcours.rules.suspension import MOTIFS_SUSPENSION
from deplie.socle.models import Fichier
from deplie.territoires.models import Territoire
from deplie.territoires.rules import SITUATION_6_MOIS


class ContratPlie(models.Model):
    """The three-party contract of a parcours, or one of its amendments (``rang`` above 1). Signed when all three have.

    Never « contrat d'engagement » alone: that name is the one of France Travail (code du travail, L5411-6).
    """

    participation = models.ForeignKey(Participation, on_delete=models.PROTECT, related_name="contrats", db_index=False)
    rang = models.PositiveSmallIntegerField(default=1)
    objet = models.TextField("objet", blank=True)
    etabli_le = models.DateField()
    signe_personne_le = models.DateField("signé par la personne le", null=True, blank=True)
    signe_referent_le = models.DateField("signé par le référent le", null=True, blank=True)
    signe_plan_le = models.DateField("signé par l'équipe du plan le", null=True, blank=True)
    historique = HistoricalRecords(related_name="versions", no_db_index=["participation"])

    class Meta:
        verbose_name = "contrat PLIE"
        constraints = [
            models.UniqueConstraint(fields=["participation", "rang"], name="contrat_rang"),
            models.CheckConstraint(name="contrat_rang_positif", condition=Q(rang__gte=1)),
        ]

    @property
    def signe(self) -> bool:
        return None not in (self.signe_personne_le, self.signe_referent_le, self.signe_plan_le)


class Suspension(models.Model):
    """A stop in a parcours; open while it has no end. The day of return is no longer suspended."""

    participation = models.ForeignKey(
        Participation, on_delete=models.PROTECT, related_name="suspensions", db_index=False
    )
    motif = models.CharField(max_length=12, choices=list(MOTIFS_SUSPENSION.items()))
    debut = models.DateField()
    fin_prevue = models.DateField(null=True, blank=True)
    fin = models.DateField("reprise le", null=True, blank=True)
    historique = HistoricalRecords(related_name="versions", no_db_index=["participation"])

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["participation", "debut"], name="suspension_unique"),
            models.UniqueConstraint(
                fields=["participation"], condition=Q(fin__isnull=True), name="suspension_une_ouverte"
            ),
            models.CheckConstraint(name="suspension_dates", condition=Q(fin__isnull=True) | Q(fin__gte=F("debut"))),
        ]


class Emploi(models.Model):
    """A job followed up; open while it has no end. ``quotite`` is a percentage of full time."""

    participation = models.ForeignKey(Participation, on_delete=models.PROTECT, related_name="emplois", db_index=False)
    contrat = models.CharField(max_length=12, choices=list(CONTRATS.items()))
    employeur = models.CharField(max_length=200, blank=True)
    metier = models.CharField("métier", max_length=200, blank=True)
    code_rome = models.CharField("code ROME", max_length=5, blank=True)
    quotite = models.PositiveSmallIntegerField("temps de travail (%)", null=True, blank=True)
    debut = models.DateField()
    fin_prevue = models.DateField(null=True, blank=True)
    fin = models.DateField(null=True, blank=True)
    raison_fin = models.CharField("raison de la fin", max_length=200, blank=True)
    preuve = models.CharField(max_length=200, blank=True)
    preuve_du = models.DateField(null=True, blank=True)
    historique = HistoricalRecords(related_name="versions", no_db_index=["participation"])

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["participation", "debut", "contrat"], name="emploi_unique"),
            models.UniqueConstraint(fields=["participation"], condition=Q(fin__isnull=True), name="emploi_un_ouvert"),
            models.CheckConstraint(name="emploi_dates", condition=Q(fin__isnull=True) | Q(fin__gte=F("debut"))),
            models.CheckConstraint(
                name="emploi_quotite",
                condition=Q(quotite__isnull=True) | (Q(quotite__gte=1) & Q(quotite__lte=100)),
            ),
        ]


class ConstatEmploi(models.Model):
    """What was seen of a job at the end of one of its months, up to the sixth."""

    emploi = models.ForeignKey(Emploi, on_delete=models.CASCADE, related_name="constats", db_index=False)
    mois = models.PositiveSmallIntegerField()
    situation = models.CharField(max_length=10, choices=SITUATION_6_MOIS.choix())
    le = models.DateField()
    preuve = models.CharField(max_length=200, blank=True)

    class Meta:
        verbose_name = "constat en emploi"
        constraints = [
            models.UniqueConstraint(fields=["emploi", "mois"], name="constat_emploi_mois"),
            models.CheckConstraint(name="constat_emploi_borne", condition=Q(mois__gte=1) & Q(mois__lte=6)),
        ]


class ModeleContrat(models.Model):
    """The territory's own Word template of the contract PLIE; without it, ours."""

    territoire = models.OneToOneField(Territoire, on_delete=models.PROTECT, related_name="modele_contrat")
    fichier = models.ForeignKey(Fichier, on_delete=models.PROTECT, related_name="+")

    class Meta:
        verbose_name = "modèle du contrat PLIE"
        verbose_name_plural = "modèles du contrat PLIE"
