"""An action of a plan: who leads it, when, its milestones, what it is linked to, and its progress told day by day."""

from __future__ import annotations

from django.db import models
from django.db.models import F, Q
from simple_history.models import HistoricalRecords

from deplie.acteurs.models import Organisation
from deplie.financements.models import Appel, Operation
from deplie.gouvernance.models.plan import Axe
from deplie.gouvernance.rules.cycle import ETATS, PREVUE
from deplie.instances.models import Decision, Seance
from deplie.socle.models import Compte


class Action(models.Model):
    """What a plan does. ``statut`` is what its last point of progress says."""

    axe = models.ForeignKey(Axe, on_delete=models.PROTECT, related_name="actions", db_index=False)
    numero = models.PositiveSmallIntegerField("numéro dans l'axe")
    titre = models.CharField(max_length=200)
    pilote = models.ForeignKey(
        Organisation, null=True, blank=True, on_delete=models.PROTECT, related_name="actions_pilotees"
    )
    public = models.CharField("public visé", max_length=300, blank=True)
    debut = models.DateField("début", null=True, blank=True)
    fin = models.DateField(null=True, blank=True)
    statut = models.CharField("état", max_length=10, choices=list(ETATS.items()), default=PREVUE)
    description = models.TextField(blank=True)
    historique = HistoricalRecords(related_name="versions", no_db_index=["axe", "pilote"])

    class Meta:
        ordering = ["axe__numero", "numero"]
        constraints = [
            models.UniqueConstraint(fields=["axe", "numero"], name="action_unique"),
            models.CheckConstraint(name="action_numero", condition=Q(numero__gte=1)),
            models.CheckConstraint(name="action_dates", condition=Q(debut=None) | Q(fin=None) | Q(fin__gte=F("debut"))),
        ]

    def __str__(self) -> str:
        return self.titre

    @property
    def code(self) -> str:
        """« 3.2 »: the axis, then the action."""
        return f"{self.axe.numero}.{self.numero}"


class PartenaireAction(models.Model):
    """A body that takes part in an action."""

    action = models.ForeignKey(Action, on_delete=models.CASCADE, related_name="partenaires", db_index=False)
    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="+")

    class Meta:
        verbose_name = "partenaire d'une action"
        ordering = ["organisation__nom", "pk"]
        constraints = [models.UniqueConstraint(fields=["action", "organisation"], name="partenaire_action_unique")]


class JalonAction(models.Model):
    """A milestone: when it was to be reached, and when it was."""

    action = models.ForeignKey(Action, on_delete=models.CASCADE, related_name="jalons", db_index=False)
    libelle = models.CharField("libellé", max_length=200)
    prevu_le = models.DateField("attendu le")
    atteint_le = models.DateField("atteint le", null=True, blank=True)

    class Meta:
        verbose_name = "jalon d'une action"
        ordering = ["prevu_le", "pk"]
        constraints = [models.UniqueConstraint(fields=["action", "libelle"], name="jalon_action_unique")]


class LienAction(models.Model):
    """What an action runs on: a call for projects, an operation, a decision of a séance. Exactly one."""

    action = models.ForeignKey(Action, on_delete=models.CASCADE, related_name="liens")
    appel = models.ForeignKey(Appel, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    operation = models.ForeignKey(Operation, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    decision = models.ForeignKey(Decision, null=True, blank=True, on_delete=models.PROTECT, related_name="+")

    class Meta:
        verbose_name = "lien d'une action"
        constraints = [
            models.CheckConstraint(
                name="lien_action_un",
                condition=Q(appel__isnull=False, operation=None, decision=None)
                | Q(appel=None, operation__isnull=False, decision=None)
                | Q(appel=None, operation=None, decision__isnull=False),
            ),
            models.UniqueConstraint(fields=["action", "appel"], name="lien_action_appel"),
            models.UniqueConstraint(fields=["action", "operation"], name="lien_action_operation"),
            models.UniqueConstraint(fields=["action", "decision"], name="lien_action_decision"),
        ]


class PointAvancement(models.Model):
    """What an action is on a day, told at a séance or between two. ``fait`` out of ``total``: a share is never bare."""

    action = models.ForeignKey(Action, on_delete=models.PROTECT, related_name="points", db_index=False)
    le = models.DateField("date")
    seance = models.ForeignKey(
        Seance, null=True, blank=True, on_delete=models.PROTECT, related_name="points", verbose_name="séance"
    )
    etat = models.CharField("état", max_length=10, choices=list(ETATS.items()))
    fait = models.PositiveIntegerField(null=True, blank=True)
    total = models.PositiveIntegerField("sur", null=True, blank=True)
    texte = models.TextField(blank=True)
    suite = models.TextField("prochaine étape", blank=True)
    par = models.ForeignKey(Compte, null=True, on_delete=models.PROTECT, related_name="+")

    class Meta:
        verbose_name = "point d'avancement"
        verbose_name_plural = "points d'avancement"
        ordering = ["le", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["action", "le"], name="point_avancement_unique"),
            models.CheckConstraint(
                name="point_avancement_part",
                condition=Q(fait=None, total=None) | Q(fait__isnull=False, total__gte=1, fait__lte=F("total")),
            ),
        ]
