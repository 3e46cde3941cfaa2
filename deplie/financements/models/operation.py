"""An operation, from the draft of its application to its archive, and each step of its life."""

from __future__ import annotations

from django.db import models
from django.db.models import F, Q
from django.utils import timezone
from simple_history.models import HistoricalRecords

from deplie.acteurs.models import Organisation
from deplie.cadre.models import Objectif
from deplie.financements.models._champs import montant, positif
from deplie.financements.models.appel import Appel, SousEnveloppe
from deplie.financements.rules.cycle import (
    A_DECIDER,
    BROUILLON,
    CONVENTIONNES,
    ETATS,
    OUVERTS,
    PRIVES,
    RETENUS,
    TRANSITIONS,
)
from deplie.instances.models import Seance
from deplie.socle.models import Compte
from deplie.territoires.models import Dispositif, Territoire


class OperationQuerySet(models.QuerySet["Operation"]):
    def deposees(self) -> OperationQuerySet:
        """Those that their applicant has handed in: a draft is nobody's but theirs."""
        return self.exclude(statut__in=PRIVES)

    def retenues(self) -> OperationQuerySet:
        """Chosen and not given up: they weigh on the envelope."""
        return self.filter(statut__in=RETENUS)

    def conventionnees(self) -> OperationQuerySet:
        """Signed."""
        return self.filter(statut__in=CONVENTIONNES)

    def ouvertes(self) -> OperationQuerySet:
        """Those under which people may be received."""
        return self.filter(statut__in=OUVERTS)

    def a_decider(self) -> OperationQuerySet:
        """Those on which a committee may decide."""
        return self.filter(statut__in=A_DECIDER)


class Operation(models.Model):
    """An application and the operation that it becomes. Without a call it was brought by history.

    The applicant is first what it says of itself; ``porteur`` is the structure of the territory that it is, once
    somebody has recognised it. ``code`` is what étapes and records of participants name; a draft has none. Amounts are
    in euros.
    """

    territoire = models.ForeignKey(Territoire, on_delete=models.PROTECT, related_name="operations", db_index=False)
    appel = models.ForeignKey(Appel, null=True, blank=True, on_delete=models.PROTECT, related_name="operations")
    sous_enveloppe = models.ForeignKey(
        SousEnveloppe, null=True, blank=True, on_delete=models.PROTECT, related_name="operations", db_index=False
    )
    code = models.CharField(max_length=60, blank=True)
    intitule = models.CharField("intitulé", max_length=200, blank=True)
    resume = models.TextField("ce qui sera fait, pour qui, avec qui", blank=True)
    porteur = models.ForeignKey(
        Organisation, null=True, blank=True, on_delete=models.PROTECT, related_name="operations_portees"
    )
    porteur_nom = models.CharField("structure", max_length=200, blank=True)
    porteur_siret = models.CharField("SIRET", max_length=14, blank=True)
    porteur_rna = models.CharField("numéro RNA", max_length=10, blank=True)
    contact_nom = models.CharField("personne à contacter", max_length=120, blank=True)
    contact_courriel = models.CharField("son courriel", max_length=254, blank=True)
    contact_telephone = models.CharField("son téléphone", max_length=30, blank=True)
    dispositif = models.ForeignKey(
        Dispositif, null=True, blank=True, on_delete=models.PROTECT, related_name="operations"
    )
    objectif = models.ForeignKey(
        Objectif, null=True, blank=True, on_delete=models.PROTECT, related_name="operations", db_index=False
    )
    objectif_specifique = models.CharField("objectif spécifique", max_length=200, blank=True)
    programmation = models.CharField(max_length=20, blank=True)
    debut = models.DateField("commence le", null=True, blank=True)
    fin = models.DateField("finit le", null=True, blank=True)
    montant_demande = montant("montant demandé", null=True, blank=True)
    montant_programme = montant("montant programmé", null=True, blank=True)
    option_simplifiee = models.CharField("option de coûts simplifiés", max_length=20, blank=True)
    statut = models.CharField(max_length=20, choices=list(ETATS.items()), default=BROUILLON)
    statut_le = models.DateField("dans cet état depuis le")
    cree_le = models.DateTimeField("commencée le", default=timezone.now)
    deposee_le = models.DateTimeField("déposée le", null=True, blank=True)
    complement_demande = models.CharField("complément demandé", max_length=500, blank=True)
    complement_avant_le = models.DateField("à fournir avant le", null=True, blank=True)
    complement_reponse = models.TextField("réponse du porteur", blank=True)
    complement_repondu_le = models.DateTimeField("répondu le", null=True, blank=True)
    gel = models.CharField("conservation gelée, raison", max_length=200, blank=True)
    historique = HistoricalRecords(
        related_name="versions",
        no_db_index=["territoire", "appel", "sous_enveloppe", "porteur", "dispositif", "objectif"],
    )

    objects = OperationQuerySet.as_manager()

    class Meta:
        verbose_name = "opération"
        ordering = ["territoire", "code", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["territoire", "code"], condition=~Q(code=""), name="operation_code_unique"),
            models.CheckConstraint(
                name="operation_dates", condition=Q(debut__isnull=True) | Q(fin__isnull=True) | Q(fin__gte=F("debut"))
            ),
            models.CheckConstraint(
                name="operation_deposee",
                condition=Q(statut="BROUILLON") | Q(statut="ABANDONNEE") | (~Q(code="") & ~Q(intitule="")),
            ),
            models.CheckConstraint(
                name="operation_programmee",
                condition=~Q(statut__in=sorted(RETENUS)) | Q(montant_programme__isnull=False, porteur__isnull=False),
            ),
            positif("operation_montants", "montant_demande", "montant_programme"),
        ]
        indexes = [models.Index(fields=["territoire", "statut"], name="operation_statut")]

    def __str__(self) -> str:
        return f"{self.code} {self.intitule}".strip() or "dossier en préparation"

    @property
    def structure(self) -> str:
        """Who carries it: the structure of the territory, else what the applicant said."""
        return self.porteur.nom if self.porteur else self.porteur_nom


class EvenementOperation(models.Model):
    """A step of an operation: from which state, to which one, why, by whom. Never changed."""

    operation = models.ForeignKey(Operation, on_delete=models.CASCADE, related_name="evenements", db_index=False)
    acte = models.CharField(max_length=30)
    depuis = models.CharField(max_length=20, blank=True)
    vers = models.CharField(max_length=20)
    le = models.DateField("date")
    motif = models.CharField(max_length=500, blank=True)
    seance = models.ForeignKey(
        Seance, null=True, blank=True, on_delete=models.PROTECT, related_name="evenements_operation"
    )
    inscrit_le = models.DateTimeField("inscrit le", default=timezone.now)
    # Empty for what the applicant did by its link.
    par = models.ForeignKey(Compte, null=True, on_delete=models.PROTECT, related_name="+")

    class Meta:
        verbose_name = "étape d'une opération"
        verbose_name_plural = "étapes d'opérations"
        ordering = ["operation", "pk"]
        indexes = [models.Index(fields=["operation", "inscrit_le"], name="evenement_operation")]

    @property
    def libelle(self) -> str:
        """What was done, in words."""
        return TRANSITIONS[self.acte].libelle if self.acte in TRANSITIONS else self.acte
