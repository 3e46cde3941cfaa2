"""Territories, the schemes they run, communes and priority neighbourhoods with their vintage."""

from __future__ import annotations

from django.core.validators import RegexValidator
from django.db import models
from django.db.models import Q
from django.utils import timezone

from deplie.socle.models import Fichier


class Commune(models.Model):
    """A commune of the official geographic code (COG)."""

    code = models.CharField("code INSEE", max_length=5, primary_key=True)
    nom = models.CharField(max_length=100)
    departement = models.CharField(max_length=3)
    epci = models.CharField("SIREN de l'EPCI", max_length=9, blank=True)
    population = models.IntegerField(null=True)
    millesime = models.SmallIntegerField("millésime du COG")

    class Meta:
        ordering = ["code"]

    def __str__(self) -> str:
        return self.nom


class Territoire(models.Model):
    """The public body whose insertion policy is followed here: EPCI, PETR, EPT, département."""

    class Type(models.TextChoices):
        EPCI = "EPCI", "intercommunalité"
        PETR = "PETR", "pôle d'équilibre territorial et rural"
        EPT = "EPT", "établissement public territorial"
        DEPARTEMENT = "DEPARTEMENT", "département"
        AUTRE = "AUTRE", "autre"

    code = models.CharField(max_length=20, unique=True, validators=[RegexValidator(r"^[A-Z0-9][A-Z0-9_-]{1,19}$")])
    nom = models.CharField(max_length=150)
    type = models.CharField(max_length=12, choices=Type.choices, default=Type.EPCI)
    siren = models.CharField(max_length=9, blank=True)
    region_telephone = models.CharField("région des numéros de téléphone", max_length=2, default="FR")
    demonstration = models.BooleanField("territoire de démonstration", default=False)
    communes = models.ManyToManyField(Commune, related_name="territoires", blank=True)

    class Meta:
        ordering = ["nom"]

    def __str__(self) -> str:
        return self.nom


class Dispositif(models.Model):
    """A scheme run by a territory (PLIE, ARPE…): data, never a subclass."""

    territoire = models.ForeignKey(Territoire, on_delete=models.PROTECT, related_name="dispositifs")
    code = models.CharField(max_length=20)
    nom = models.CharField(max_length=150)
    rang = models.SmallIntegerField("ordre de déclaration")
    donnees_completes_depuis = models.DateField(null=True, blank=True)
    completude_devinee = models.BooleanField("date devinée à l'import", default=False)

    class Meta:
        ordering = ["rang"]
        constraints = [
            models.UniqueConstraint(fields=["territoire", "code"], name="dispositif_code_unique"),
            models.UniqueConstraint(fields=["territoire", "rang"], name="dispositif_rang_unique"),
            models.CheckConstraint(
                name="dispositif_pas_tous",
                condition=~Q(code="TOUS"),
                violation_error_message="Le code TOUS est réservé.",
            ),
        ]

    def __str__(self) -> str:
        return self.code


class Qpv(models.Model):
    """A priority neighbourhood of a vintage (2015 or 2024 list)."""

    code = models.CharField(max_length=8)
    nom = models.CharField(max_length=150)
    millesime = models.SmallIntegerField()
    commune = models.ForeignKey(Commune, null=True, on_delete=models.PROTECT)
    fictif = models.BooleanField("code inventé pour la démonstration", default=False)

    class Meta:
        verbose_name = "quartier prioritaire"
        constraints = [models.UniqueConstraint(fields=["code", "millesime"], name="qpv_unique")]


class Reglage(models.Model):
    """A setting of a territory (``rules.REGLAGES`` declares each key, its meaning and its default)."""

    territoire = models.ForeignKey(Territoire, on_delete=models.CASCADE, related_name="reglages")
    cle = models.CharField(max_length=60)
    valeur = models.JSONField()

    class Meta:
        verbose_name = "réglage"
        constraints = [models.UniqueConstraint(fields=["territoire", "cle"], name="reglage_unique")]


class Logo(models.Model):
    """The logo of a territory: its image as it was drawn again, its size, whether it is light on nothing."""

    territoire = models.OneToOneField(Territoire, on_delete=models.CASCADE, related_name="logo")
    fichier = models.ForeignKey(Fichier, on_delete=models.PROTECT, related_name="+")
    largeur = models.PositiveSmallIntegerField("largeur en points")
    hauteur = models.PositiveSmallIntegerField("hauteur en points")
    clair = models.BooleanField("clair sur fond transparent", default=False)
    depose_le = models.DateTimeField("déposé le", default=timezone.now)

    class Meta:
        verbose_name = "logo"
        constraints = [
            models.CheckConstraint(name="logo_dimensions", condition=Q(largeur__gte=1) & Q(hauteur__gte=1)),
        ]
