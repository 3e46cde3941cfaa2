"""Organisations, agents, their roles and their working time."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils import timezone

from deplie.acteurs.rules import est_protege
from deplie.territoires.models import Territoire


class Presentes(models.Manager["Organisation"]):
    """The bodies that pages and lists show: those joined to another one are shown nowhere."""

    def get_queryset(self) -> models.QuerySet[Organisation]:
        return super().get_queryset().filter(absorbee_par=None)


class Toutes(models.Manager["Organisation"]):
    """Every body recorded, those joined to another too."""


class Organisation(models.Model):
    """A body that acts in a territory: operator, prescriber, employer of référents…

    A body joined to another stays, so that files which use its name find the other; ``cedees`` keeps what it gave, to
    part them again.
    """

    territoire = models.ForeignKey(Territoire, on_delete=models.PROTECT, related_name="organisations")
    nom = models.CharField("nom tel qu'enregistré", max_length=200)
    cle = models.CharField("nom rapproché", max_length=200)
    siret = models.CharField(max_length=14, blank=True)
    a_completer = models.BooleanField("à compléter", default=False)
    protegee = models.BooleanField("prescripteur protégé", default=False)
    absorbee_par = models.ForeignKey(
        "self", null=True, blank=True, editable=False, on_delete=models.PROTECT, related_name="absorbees"
    )
    absorbee_le = models.DateTimeField("réunie le", null=True, blank=True, editable=False)
    cedees = models.JSONField("lignes cédées", default=dict, editable=False)

    objects = Presentes()
    toutes = Toutes()

    class Meta:
        ordering = ["cle"]
        constraints = [
            models.UniqueConstraint(fields=["territoire", "cle"], name="organisation_unique"),
            models.CheckConstraint(name="organisation_deux", condition=~Q(absorbee_par=F("id"))),
            models.CheckConstraint(
                name="organisation_absorbee",
                condition=Q(absorbee_par=None, absorbee_le=None)
                | Q(absorbee_par__isnull=False, absorbee_le__isnull=False),
            ),
        ]

    def __str__(self) -> str:
        return self.nom

    @property
    def est_protegee(self) -> bool:
        """Whether what this body is tells something sensitive of whom it sends: declared, or told by its name."""
        return self.protegee or est_protege(self.nom)


class Agent(models.Model):
    """A professional known in one territory, with or without an account."""

    territoire = models.ForeignKey(Territoire, on_delete=models.PROTECT, related_name="agents")
    compte = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.PROTECT, related_name="agents"
    )
    courriel = models.CharField("courriel professionnel", max_length=254)
    nom = models.CharField(max_length=100, blank=True)
    prenom = models.CharField(max_length=100, blank=True)
    organisation = models.ForeignKey(
        Organisation, null=True, blank=True, on_delete=models.PROTECT, related_name="agents"
    )
    a_completer = models.BooleanField("à compléter", default=False)

    class Meta:
        ordering = ["nom", "prenom", "courriel"]
        constraints = [
            models.UniqueConstraint(fields=["territoire", "courriel"], name="agent_courriel_unique"),
            models.UniqueConstraint(fields=["territoire", "compte"], name="agent_compte_unique"),
        ]

    def __str__(self) -> str:
        return f"{self.prenom} {self.nom}".strip() or self.courriel


class Habilitation(models.Model):
    """A role held by an agent in its territory, between two dates."""

    agent = models.ForeignKey(Agent, on_delete=models.CASCADE, related_name="habilitations")
    role = models.CharField("rôle", max_length=30)
    debut = models.DateField()
    fin = models.DateField(null=True, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["agent", "role", "debut"], name="habilitation_unique"),
            models.CheckConstraint(name="habilitation_dates", condition=Q(fin__isnull=True) | Q(fin__gte=F("debut"))),
        ]


class TempsReferent(models.Model):
    """The part of a full-time post that a référent gives to a scheme's portfolio, between two dates."""

    agent = models.ForeignKey(Agent, on_delete=models.CASCADE, related_name="temps")
    debut = models.DateField()
    fin = models.DateField(null=True, blank=True)
    etp = models.DecimalField("équivalent temps plein", max_digits=4, decimal_places=2)

    class Meta:
        verbose_name = "temps de référent"
        constraints = [
            models.UniqueConstraint(fields=["agent", "debut"], name="temps_unique"),
            models.CheckConstraint(name="temps_dates", condition=Q(fin__isnull=True) | Q(fin__gte=F("debut"))),
            models.CheckConstraint(name="temps_etp", condition=Q(etp__gt=0, etp__lte=1)),
        ]


class Remplacement(models.Model):
    """An agent stands in for another, both days included: who replaces sees the people of who is away. Why somebody is
    away is nobody's business here.
    """

    absent = models.ForeignKey(Agent, on_delete=models.CASCADE, related_name="remplacements")
    remplacant = models.ForeignKey(Agent, on_delete=models.CASCADE, related_name="remplacements_tenus")
    debut = models.DateField()
    fin = models.DateField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["absent", "remplacant", "debut"], name="remplacement_unique"),
            models.CheckConstraint(name="remplacement_dates", condition=Q(fin__gte=F("debut"))),
            models.CheckConstraint(name="remplacement_un_autre", condition=~Q(remplacant=F("absent"))),
        ]


class FluxAgenda(models.Model):
    """The secret address by which an agent's calendar reads their appointments: its print alone is kept."""

    agent = models.OneToOneField(Agent, on_delete=models.CASCADE, related_name="flux")
    empreinte = models.CharField("empreinte du jeton", max_length=64, unique=True)
    cree_le = models.DateTimeField(default=timezone.now)

    class Meta:
        verbose_name = "flux d'agenda"
        verbose_name_plural = "flux d'agenda"
