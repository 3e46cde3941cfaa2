"""An étape at its operator: what was proposed and answered, and the hours done there."""

from __future__ import annotations

from django.db import models
from django.db.models import F, Q
from simple_history.models import HistoricalRecords

from deplie.acteurs.models import Agent, Organisation
from deplie.parcours.models.etape import Etape
from deplie.parcours.rules.accueil import ABSENCES, ACCEPTEE, DECLINEE, REPONSES
from deplie.socle.models import Compte


class PropositionQuerySet(models.QuerySet["Proposition"]):
    def en_attente(self) -> PropositionQuerySet:
        """Those that the operator of the étape has not answered."""
        return self.filter(reponse="", etape__operateur=F("operateur"))


class Proposition(models.Model):
    """An étape proposed to an operator, and its answer. Declined, the étape waits for another operator."""

    etape = models.ForeignKey(Etape, on_delete=models.PROTECT, related_name="propositions")
    operateur = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="propositions")
    auteur = models.ForeignKey(Agent, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    le = models.DateField("proposée le")
    attendu = models.CharField("ce qui est attendu", max_length=300, blank=True)
    reponse = models.CharField("réponse", max_length=8, choices=list(REPONSES.items()), blank=True)
    repondue_le = models.DateField("répondue le", null=True, blank=True)
    repondue_par = models.ForeignKey(Compte, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    raison = models.CharField(max_length=200, blank=True)
    historique = HistoricalRecords(related_name="versions", no_db_index=["etape", "operateur", "auteur"])

    objects = PropositionQuerySet.as_manager()

    class Meta:
        verbose_name = "proposition d'étape"
        verbose_name_plural = "propositions d'étape"
        constraints = [
            models.UniqueConstraint(fields=["etape"], condition=Q(reponse=""), name="proposition_une_en_attente"),
            models.CheckConstraint(
                name="proposition_reponse",
                condition=Q(reponse="", repondue_le__isnull=True) | (~Q(reponse="") & Q(repondue_le__isnull=False)),
            ),
            models.CheckConstraint(name="proposition_raison", condition=~Q(reponse=DECLINEE) | ~Q(raison="")),
        ]

    @property
    def acceptee(self) -> bool:
        return self.reponse == ACCEPTEE


class Assiduite(models.Model):
    """Hours done in an étape, from a day to another of one month; none at all is an absence."""

    etape = models.ForeignKey(Etape, on_delete=models.PROTECT, related_name="assiduites", db_index=False)
    du = models.DateField()
    au = models.DateField()
    heures = models.DecimalField(max_digits=6, decimal_places=2)
    absence = models.CharField(max_length=11, choices=list(ABSENCES.items()), blank=True)
    historique = HistoricalRecords(related_name="versions", no_db_index=["etape"])

    class Meta:
        verbose_name = "assiduité"
        constraints = [
            models.UniqueConstraint(fields=["etape", "du"], name="assiduite_unique"),
            models.CheckConstraint(name="assiduite_dates", condition=Q(au__gte=F("du"))),
            models.CheckConstraint(
                name="assiduite_heures",
                condition=Q(heures__gt=0, absence="") | (Q(heures=0) & ~Q(absence="")),
            ),
        ]
