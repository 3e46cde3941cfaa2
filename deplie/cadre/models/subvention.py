"""European money: who runs it for several plans, under which convention, with which envelope."""

from __future__ import annotations

from django.db import models
from django.db.models import F, Q
from simple_history.models import HistoricalRecords

from deplie.acteurs.models import Organisation
from deplie.cadre.rules.programmation import PROGRAMMATIONS
from deplie.territoires.models import Territoire

CODES_PROGRAMMATION = sorted(PROGRAMMATIONS)


class OrganismeIntermediaire(models.Model):
    """Who manages European money by delegation of the State; « pivot » when it does so for several plans.

    It stands in the territory where it is run; another one reads its amounts through ``RattachementOI``.
    """

    territoire = models.ForeignKey(Territoire, on_delete=models.PROTECT, related_name="organismes_intermediaires")
    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="+")
    nom = models.CharField(max_length=150)
    pivot = models.BooleanField("commun à plusieurs plans", default=False)
    historique = HistoricalRecords(related_name="versions", no_db_index=["territoire", "organisation"])

    class Meta:
        verbose_name = "organisme intermédiaire"
        verbose_name_plural = "organismes intermédiaires"
        ordering = ["pk"]
        constraints = [models.UniqueConstraint(fields=["territoire", "organisation"], name="oi_unique")]

    def __str__(self) -> str:
        return self.nom


class RattachementOI(models.Model):
    """A plan whose European money an intermediate body manages, between two dates.

    ``organisation`` is the partner as the body's own territory knows it; ``territoire`` is its territory where it runs
    on this installation too: it then reads amounts, never names.
    """

    organisme = models.ForeignKey(
        OrganismeIntermediaire, on_delete=models.CASCADE, related_name="rattachements", db_index=False
    )
    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="+")
    territoire = models.ForeignKey(
        Territoire, null=True, blank=True, on_delete=models.PROTECT, related_name="rattachements_oi"
    )
    debut = models.DateField("depuis le")
    fin = models.DateField("jusqu'au", null=True, blank=True)
    historique = HistoricalRecords(related_name="versions", no_db_index=["organisme", "organisation", "territoire"])

    class Meta:
        verbose_name = "rattachement à un organisme intermédiaire"
        verbose_name_plural = "rattachements à un organisme intermédiaire"
        ordering = ["debut", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["organisme", "organisation", "debut"], name="rattachement_unique"),
            models.CheckConstraint(name="rattachement_dates", condition=Q(fin__isnull=True) | Q(fin__gte=F("debut"))),
        ]


class SubventionGlobale(models.Model):
    """The convention by which the State entrusts a part of a programme to an intermediate body."""

    organisme = models.ForeignKey(OrganismeIntermediaire, on_delete=models.PROTECT, related_name="subventions")
    programmation = models.CharField(max_length=20, choices=[(code, p.nom) for code, p in PROGRAMMATIONS.items()])
    numero = models.CharField("numéro", max_length=40)
    debut = models.DateField("premier jour")
    fin = models.DateField("dernier jour")
    signee_le = models.DateField("signée le", null=True, blank=True)
    source = models.TextField(blank=True)
    historique = HistoricalRecords(related_name="versions", no_db_index=["organisme"])

    class Meta:
        verbose_name = "subvention globale"
        verbose_name_plural = "subventions globales"
        ordering = ["debut", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["organisme", "numero"], name="subvention_unique"),
            models.CheckConstraint(name="subvention_dates", condition=Q(fin__gte=F("debut"))),
            models.CheckConstraint(name="subvention_programmation", condition=Q(programmation__in=CODES_PROGRAMMATION)),
        ]

    def __str__(self) -> str:
        return f"Subvention globale {self.numero}"


class AvenantSubvention(models.Model):
    """A change to a subvention globale: other amounts, another end."""

    subvention = models.ForeignKey(SubventionGlobale, on_delete=models.PROTECT, related_name="avenants", db_index=False)
    numero = models.PositiveSmallIntegerField()
    objet = models.CharField(max_length=500)
    effet_le = models.DateField("prend effet le")
    signe_le = models.DateField("signé le", null=True, blank=True)
    prolonge_au = models.DateField("nouveau dernier jour", null=True, blank=True)

    class Meta:
        verbose_name = "avenant à une subvention globale"
        verbose_name_plural = "avenants à une subvention globale"
        ordering = ["subvention", "numero"]
        constraints = [models.UniqueConstraint(fields=["subvention", "numero"], name="avenant_subvention_unique")]

    def __str__(self) -> str:
        return f"Avenant n° {self.numero}"


class Enveloppe(models.Model):
    """An amount for a year, an axis and a specific objective, in force from a day (``rules.enveloppe``)."""

    subvention = models.ForeignKey(
        SubventionGlobale, on_delete=models.PROTECT, related_name="enveloppes", db_index=False
    )
    avenant = models.ForeignKey(
        AvenantSubvention, null=True, blank=True, on_delete=models.PROTECT, related_name="enveloppes"
    )
    annee = models.PositiveSmallIntegerField("année")
    axe = models.CharField("axe ou priorité", max_length=40)
    objectif_specifique = models.CharField("objectif spécifique", max_length=40, blank=True)
    montant = models.DecimalField(max_digits=14, decimal_places=2)
    date_effet = models.DateField("en vigueur à partir du")
    historique = HistoricalRecords(related_name="versions", no_db_index=["subvention", "avenant"])

    class Meta:
        ordering = ["subvention", "annee", "axe", "objectif_specifique", "date_effet"]
        constraints = [
            models.UniqueConstraint(
                fields=["subvention", "annee", "axe", "objectif_specifique", "date_effet"], name="enveloppe_unique"
            ),
            models.CheckConstraint(name="enveloppe_montant", condition=Q(montant__gte=0)),
            models.CheckConstraint(name="enveloppe_annee", condition=Q(annee__gte=2000, annee__lte=2100)),
        ]


class PartEnveloppe(models.Model):
    """What a line of an envelope reserves to one of the plans that share it; the rest is common.

    It hangs from the dated line: an amount that an avenant replaces keeps its parts, and the new one has its own.
    """

    enveloppe = models.ForeignKey(Enveloppe, on_delete=models.PROTECT, related_name="parts", db_index=False)
    rattachement = models.ForeignKey(RattachementOI, on_delete=models.PROTECT, related_name="parts")
    montant = models.DecimalField(max_digits=14, decimal_places=2)
    historique = HistoricalRecords(related_name="versions", no_db_index=["enveloppe", "rattachement"])

    class Meta:
        verbose_name = "part d'enveloppe"
        verbose_name_plural = "parts d'enveloppe"
        ordering = ["enveloppe", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["enveloppe", "rattachement"], name="part_unique"),
            models.CheckConstraint(name="part_montant", condition=Q(montant__gte=0)),
        ]
