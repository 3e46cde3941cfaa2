"""The dated commitments of a scheme: protocole, who signs it, avenants, objectives."""

from __future__ import annotations

from django.db import models
from django.db.models import F, Q
from simple_history.models import HistoricalRecords

from deplie.acteurs.models import Organisation
from deplie.cadre.rules.statut import ADOPTE, STATUTS_AVENANT
from deplie.territoires.models import Dispositif


class Protocole(models.Model):
    """A protocole d'accord. It carries its own definition of a positive exit (motives, denominator)."""

    dispositif = models.ForeignKey(Dispositif, on_delete=models.PROTECT, related_name="protocoles")
    nom = models.CharField(max_length=200)
    debut = models.DateField()
    fin = models.DateField("dernier jour, avenants non compris")
    motifs_positifs = models.JSONField("motifs comptés positifs", default=list)
    denominateur = models.CharField(max_length=20, default="D_TOTAL")
    version = models.CharField("version de la définition", max_length=20, default="1")
    source = models.TextField(blank=True)
    cloture_le = models.DateField("année de clôture", null=True, blank=True)
    historique = HistoricalRecords(related_name="versions", no_db_index=["dispositif"])

    class Meta:
        ordering = ["dispositif", "debut"]
        constraints = [
            models.UniqueConstraint(fields=["dispositif", "debut"], name="protocole_unique"),
            models.CheckConstraint(name="protocole_dates", condition=Q(fin__gte=F("debut"))),
        ]

    def __str__(self) -> str:
        return self.nom


class Partie(models.Model):
    """A body that commits itself by a protocole. Who signs is told by their function, never by their name."""

    protocole = models.ForeignKey(Protocole, on_delete=models.CASCADE, related_name="parties", db_index=False)
    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="+")
    engagement = models.CharField("ce qu'elle apporte", max_length=300, blank=True)
    fonction = models.CharField("fonction du signataire", max_length=120, blank=True)
    signe_le = models.DateField("signé le", null=True, blank=True)

    class Meta:
        verbose_name = "partie d'un protocole"
        verbose_name_plural = "parties d'un protocole"
        ordering = ["pk"]
        constraints = [models.UniqueConstraint(fields=["protocole", "organisation"], name="partie_unique")]


class Avenant(models.Model):
    """A change to a protocole: a new end, or other terms. Only what is adopted has an effect."""

    protocole = models.ForeignKey(Protocole, on_delete=models.PROTECT, related_name="avenants")
    numero = models.SmallIntegerField()
    objet = models.TextField()
    signe_le = models.DateField(null=True, blank=True)
    effet_le = models.DateField("prend effet le")
    prolonge_au = models.DateField("nouveau dernier jour", null=True, blank=True)
    # Another definition of a positive exit, whole; empty leaves it as it was.
    motifs_positifs = models.JSONField("motifs comptés positifs", default=list, blank=True)
    denominateur = models.CharField("base du taux", max_length=20, blank=True)
    statut = models.CharField(max_length=8, choices=list(STATUTS_AVENANT.items()), default=ADOPTE)
    decide_le = models.DateField("décidé le", null=True, blank=True)

    class Meta:
        ordering = ["protocole", "numero"]
        constraints = [
            models.UniqueConstraint(fields=["protocole", "numero"], name="avenant_unique"),
        ]

    def __str__(self) -> str:
        return f"Avenant n° {self.numero}"

    @property
    def redefinit(self) -> bool:
        """Whether it changes what counts as a positive exit."""
        return bool(self.motifs_positifs)


class Objectif(models.Model):
    """A target for an indicator over a period; the latest ``date_effet`` reached replaces the earlier ones."""

    dispositif = models.ForeignKey(Dispositif, on_delete=models.PROTECT, related_name="objectifs")
    indicateur = models.CharField("code du catalogue", max_length=60)
    debut = models.DateField()
    fin = models.DateField("dernier jour inclus")
    cible = models.DecimalField(max_digits=14, decimal_places=4)
    source = models.TextField(blank=True)
    date_effet = models.DateField("en vigueur à partir du")
    avenant = models.ForeignKey(
        Avenant, null=True, blank=True, on_delete=models.PROTECT, related_name="objectifs", verbose_name="fixé par"
    )

    class Meta:
        ordering = ["dispositif", "indicateur", "debut", "fin", "date_effet"]
        constraints = [
            models.UniqueConstraint(
                fields=["dispositif", "indicateur", "debut", "fin", "date_effet"], name="objectif_unique"
            ),
            models.CheckConstraint(name="objectif_dates", condition=Q(fin__gte=F("debut"))),
        ]


class PropositionObjectif(models.Model):
    """A target that the team proposes to a committee: what, for which period, why; and what became of it.

    ``objectif`` is the one that the committee fixed; ``ecartee_le``, the day it refused or the team took it back.
    """

    dispositif = models.ForeignKey(Dispositif, on_delete=models.PROTECT, related_name="+")
    indicateur = models.CharField("code du catalogue", max_length=60)
    debut = models.DateField()
    fin = models.DateField("dernier jour inclus")
    cible = models.DecimalField("cible proposée", max_digits=14, decimal_places=4)
    raison = models.CharField(max_length=500)
    proposee_le = models.DateField("proposée le")
    objectif = models.OneToOneField(
        Objectif, null=True, blank=True, on_delete=models.PROTECT, related_name="proposition"
    )
    ecartee_le = models.DateField("écartée le", null=True, blank=True)

    class Meta:
        verbose_name = "objectif proposé"
        verbose_name_plural = "objectifs proposés"
        ordering = ["proposee_le", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["dispositif", "indicateur", "debut", "fin"],
                condition=Q(objectif=None, ecartee_le=None),
                name="proposition_objectif_unique",
            ),
            models.CheckConstraint(name="proposition_objectif_dates", condition=Q(fin__gte=F("debut"))),
            models.CheckConstraint(name="proposition_objectif_raison", condition=~Q(raison="")),
            models.CheckConstraint(name="proposition_objectif_cible", condition=Q(cible__gte=0)),
            models.CheckConstraint(name="proposition_objectif_issue", condition=Q(objectif=None) | Q(ecartee_le=None)),
        ]
