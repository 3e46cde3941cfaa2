"""The diagnostic of somebody, version by version, and the freins followed until they are lifted."""

from __future__ import annotations

from django.db import models
from django.db.models import F, Q
from simple_history.models import HistoricalRecords

from deplie.acteurs.models import Agent
from deplie.parcours.models.etape import Etape
from deplie.parcours.models.participation import Participation
from deplie.parcours.rules.diagnostic import EN_COURS, NATURES, PERMIS, PROJETS, SANTE, STATUTS, TRANSPORTS, VEHICULES


class Diagnostic(models.Model):
    """A version of the diagnostic of a parcours. Once validated it is not changed: a revision is the next version.

    Health is said by the level of its theme alone (``PointDiagnostic``): there is no room for words about it.
    """

    participation = models.ForeignKey(
        Participation, on_delete=models.PROTECT, related_name="diagnostics", db_index=False
    )
    rang = models.PositiveSmallIntegerField("version", default=1)
    le = models.DateField("établi le")
    agent = models.ForeignKey(Agent, null=True, blank=True, on_delete=models.PROTECT, related_name="diagnostics")
    statut = models.CharField(max_length=8, choices=list(STATUTS.items()), default=EN_COURS)
    projet = models.CharField("projet", max_length=300, blank=True)
    projet_etat = models.CharField("état du projet", max_length=10, choices=list(PROJETS.items()), blank=True)
    metier = models.CharField("métier visé", max_length=200, blank=True)
    code_rome = models.CharField("code ROME", max_length=5, blank=True)
    permis = models.CharField(max_length=8, choices=list(PERMIS.items()), blank=True)
    vehicule = models.CharField("véhicule", max_length=10, choices=list(VEHICULES.items()), blank=True)
    transport = models.CharField("transports", max_length=6, choices=list(TRANSPORTS.items()), blank=True)
    rayon_km = models.PositiveSmallIntegerField("distance acceptée (km)", null=True, blank=True)
    savoir_faire = models.TextField("savoir-faire", blank=True)
    historique = HistoricalRecords(related_name="versions", no_db_index=["participation", "agent"])

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["participation", "rang"], name="diagnostic_rang"),
            models.UniqueConstraint(
                fields=["participation"], condition=Q(statut=EN_COURS), name="diagnostic_un_en_cours"
            ),
            models.CheckConstraint(name="diagnostic_rang_positif", condition=Q(rang__gte=1)),
        ]

    @property
    def savoirs(self) -> list[str]:
        """The savoir-faire, one each."""
        return [ligne.strip() for ligne in self.savoir_faire.splitlines() if ligne.strip()]


class PointDiagnostic(models.Model):
    """One answer of a diagnostic: the level of a theme, of a skill; a strong point."""

    diagnostic = models.ForeignKey(Diagnostic, on_delete=models.CASCADE, related_name="points", db_index=False)
    nature = models.CharField(max_length=11, choices=[(nature, titre) for nature, (titre, _, _) in NATURES.items()])
    code = models.CharField(max_length=120)
    reponse = models.CharField("réponse", max_length=10)

    class Meta:
        verbose_name = "point de diagnostic"
        verbose_name_plural = "points de diagnostic"
        constraints = [models.UniqueConstraint(fields=["diagnostic", "nature", "code"], name="point_unique")]


class FreinSuivi(models.Model):
    """A frein followed until it is lifted, by theme. Its state is read from its dates (``rules.frein.etat``)."""

    participation = models.ForeignKey(
        Participation, on_delete=models.PROTECT, related_name="freins_suivis", db_index=False
    )
    theme = models.CharField("thème", max_length=120)
    precision = models.CharField("précision", max_length=200, blank=True)
    identifie_le = models.DateField("identifié le")
    identifie_par = models.ForeignKey(
        Agent, null=True, blank=True, on_delete=models.PROTECT, related_name="freins_identifies"
    )
    pris_en_charge_le = models.DateField("pris en charge le", null=True, blank=True)
    leve_le = models.DateField("levé le", null=True, blank=True)
    etapes = models.ManyToManyField(Etape, verbose_name="étapes qui y travaillent", related_name="freins", blank=True)
    historique = HistoricalRecords(related_name="versions", no_db_index=["participation", "identifie_par"])

    class Meta:
        verbose_name = "frein suivi"
        verbose_name_plural = "freins suivis"
        constraints = [
            models.UniqueConstraint(
                fields=["participation", "theme"], condition=Q(leve_le__isnull=True), name="frein_suivi_un_ouvert"
            ),
            models.CheckConstraint(
                name="frein_suivi_prise_en_charge",
                condition=Q(pris_en_charge_le__isnull=True) | Q(pris_en_charge_le__gte=F("identifie_le")),
            ),
            models.CheckConstraint(
                name="frein_suivi_dates", condition=Q(leve_le__isnull=True) | Q(leve_le__gte=F("identifie_le"))
            ),
            # What is said of somebody's health is a theme, never a sentence.
            models.CheckConstraint(name="frein_suivi_sante", condition=~Q(theme=SANTE) | Q(precision="")),
        ]
        indexes = [models.Index(fields=["participation", "identifie_le"], name="frein_suivi_participation")]
