"""Who has charge of what in a territory, who finances it, and what was agreed with the communes or a neighbour."""

from __future__ import annotations

from django.db import models
from django.db.models import F, Q
from simple_history.models import HistoricalRecords

from deplie.acteurs.models import Organisation
from deplie.cadre.rules.competence import NATURES_ACCORD, NATURES_COMPETENCE
from deplie.territoires.models import Commune, Territoire


class Competence(models.Model):
    """A charge or a funding held by a body between two dates. ``remplace`` is whose it was before: a funding that
    passes from a body to another is two rows, and what was is not rewritten.
    """

    territoire = models.ForeignKey(Territoire, on_delete=models.PROTECT, related_name="competences")
    nature = models.CharField(max_length=12, choices=list(NATURES_COMPETENCE.items()), default="COMPETENCE")
    objet = models.CharField(max_length=200)
    detail = models.TextField("ce qu'elle recouvre", blank=True)
    organisation = models.ForeignKey(
        Organisation, on_delete=models.PROTECT, related_name="+", verbose_name="exercée ou financée par"
    )
    debut = models.DateField("depuis le", null=True, blank=True)
    fin = models.DateField("jusqu'au", null=True, blank=True)
    acte = models.CharField("acte qui la fonde", max_length=300, blank=True)
    source = models.TextField(blank=True)
    remplace = models.OneToOneField(
        "self",
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="suivante",
        verbose_name="prend la suite de",
    )
    historique = HistoricalRecords(related_name="versions", no_db_index=["territoire", "organisation", "remplace"])

    class Meta:
        verbose_name = "compétence"
        ordering = ["nature", "objet", "debut", "pk"]
        constraints = [
            models.CheckConstraint(
                name="competence_dates",
                condition=Q(fin__isnull=True) | Q(debut__isnull=True) | Q(fin__gte=F("debut")),
            ),
        ]

    def __str__(self) -> str:
        return self.objet


class AccordTerritorial(models.Model):
    """What communes and their grouping, or two bodies, decided together: a deliberation, a convention."""

    territoire = models.ForeignKey(Territoire, on_delete=models.PROTECT, related_name="accords")
    nature = models.CharField(max_length=12, choices=list(NATURES_ACCORD.items()))
    objet = models.CharField(max_length=300)
    competence = models.ForeignKey(
        Competence, null=True, blank=True, on_delete=models.PROTECT, related_name="accords", verbose_name="compétence"
    )
    organisations = models.ManyToManyField(Organisation, through="PartieAccord", related_name="+", blank=True)
    communes = models.ManyToManyField(Commune, related_name="+", blank=True)
    adopte_le = models.DateField("adopté ou signé le")
    fin = models.DateField("jusqu'au", null=True, blank=True)
    source = models.TextField(blank=True)
    historique = HistoricalRecords(related_name="versions", no_db_index=["territoire", "competence"])

    class Meta:
        verbose_name = "accord territorial"
        verbose_name_plural = "accords territoriaux"
        ordering = ["adopte_le", "pk"]
        constraints = [
            models.CheckConstraint(name="accord_dates", condition=Q(fin__isnull=True) | Q(fin__gte=F("adopte_le"))),
        ]

    def __str__(self) -> str:
        return self.objet


class PartieAccord(models.Model):
    """A body that agrees."""

    accord = models.ForeignKey(AccordTerritorial, on_delete=models.CASCADE, related_name="parties", db_index=False)
    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="+")

    class Meta:
        verbose_name = "partie d'un accord"
        verbose_name_plural = "parties d'un accord"
        constraints = [models.UniqueConstraint(fields=["accord", "organisation"], name="partie_accord_unique")]
