"""The orientation of somebody towards a scheme, until a commission decides or it ends without."""

from __future__ import annotations

from django.db import models
from django.db.models import F, Q
from simple_history.models import HistoricalRecords

from deplie.acteurs.models import Agent, Organisation
from deplie.instances.models import Seance
from deplie.parcours.models.participation import Participation
from deplie.parcours.rules.cycle import AVANT, EN_ATTENTE, ETATS
from deplie.personnes.models import Personne
from deplie.territoires.models import Dispositif, Territoire


class PrescriptionQuerySet(models.QuerySet["Prescription"]):
    def en_attente(self) -> PrescriptionQuerySet:
        """Those that wait for somebody: nothing was decided, nothing closed them."""
        return self.filter(statut__in=EN_ATTENTE)


class Prescription(models.Model):
    """Somebody oriented towards a scheme. ``aller_vers`` names an action of outreach: it is the origin of the
    prescription, never an attribute of the person: it is neither a breakdown nor an export column.
    """

    class Origine(models.TextChoices):
        STRUCTURE = "STRUCTURE", "une structure"
        PERSONNE = "PERSONNE", "la personne elle-même"
        ALLER_VERS = "ALLER_VERS", "une action d'« aller vers »"

    territoire = models.ForeignKey(Territoire, on_delete=models.PROTECT, related_name="prescriptions", db_index=False)
    personne = models.ForeignKey(Personne, on_delete=models.PROTECT, related_name="prescriptions")
    dispositif = models.ForeignKey(Dispositif, on_delete=models.PROTECT, related_name="prescriptions", db_index=False)
    prescripteur = models.ForeignKey(
        Organisation, null=True, blank=True, on_delete=models.PROTECT, related_name="orientations"
    )
    auteur = models.ForeignKey(Agent, null=True, blank=True, on_delete=models.PROTECT, related_name="orientations")
    referent = models.ForeignKey(Agent, null=True, blank=True, on_delete=models.PROTECT, related_name="a_recevoir")
    origine = models.CharField(max_length=10, choices=Origine.choices, default=Origine.STRUCTURE)
    aller_vers = models.CharField("action d'« aller vers »", max_length=120, blank=True)
    le = models.DateField("date de prescription")
    expire_le = models.DateField("sans réponse, close le")
    statut = models.CharField(max_length=13, choices=[(code, ETATS[code]) for code in ETATS if code in AVANT])
    statut_le = models.DateField("dans cet état depuis le")
    information_le = models.DateField("notice d'information remise le", null=True, blank=True)
    consentement_le = models.DateField("accord de la personne recueilli le", null=True, blank=True)
    situation = models.TextField("situation et demande de la personne", blank=True)
    raison = models.CharField("raison de la décision", max_length=300, blank=True)
    autre_voie = models.CharField("autre proposition", max_length=300, blank=True)
    # The séance it was presented to; without one, it waits for the next that decides for its scheme.
    seance = models.ForeignKey(
        Seance, null=True, blank=True, on_delete=models.PROTECT, related_name="+", verbose_name="séance"
    )
    relancee_le = models.DateField(null=True, blank=True)
    participation = models.OneToOneField(
        Participation, null=True, blank=True, on_delete=models.PROTECT, related_name="prescription"
    )
    historique = HistoricalRecords(
        related_name="versions", no_db_index=["territoire", "personne", "dispositif", "prescripteur"]
    )

    objects = PrescriptionQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["personne", "dispositif"],
                condition=Q(statut__in=sorted(EN_ATTENTE)),
                name="prescription_une_en_attente",
            ),
            models.CheckConstraint(
                name="prescription_admise",
                condition=Q(statut="ADMIS", participation__isnull=False)
                | (~Q(statut="ADMIS") & Q(participation__isnull=True)),
            ),
            # A refusal proposes another way, and says why, as does whatever ends a prescription.
            models.CheckConstraint(
                name="prescription_refus", condition=~Q(statut="REFUSE") | (~Q(autre_voie="") & ~Q(raison=""))
            ),
            models.CheckConstraint(
                name="prescription_raison", condition=~Q(statut__in=["AJOURNE", "ANNULE"]) | ~Q(raison="")
            ),
            models.CheckConstraint(name="prescription_expire", condition=Q(expire_le__gte=F("le"))),
            models.CheckConstraint(
                name="prescription_aller_vers", condition=Q(aller_vers="") | Q(origine="ALLER_VERS")
            ),
        ]
        indexes = [models.Index(fields=["territoire", "statut", "le"], name="prescription_statut")]

    @property
    def attend(self) -> bool:
        """Whether somebody is still to answer."""
        return self.statut in EN_ATTENTE


class CritereProuve(models.Model):
    """A criterion told by a prescription, with the dated piece that proves it. Some are sensitive."""

    prescription = models.ForeignKey(Prescription, on_delete=models.CASCADE, related_name="criteres", db_index=False)
    code = models.CharField(max_length=12)
    piece_du = models.DateField("pièce datée du", null=True, blank=True)

    class Meta:
        verbose_name = "critère et sa preuve"
        constraints = [models.UniqueConstraint(fields=["prescription", "code"], name="critere_prouve_unique")]


class FreinRepere(models.Model):
    """An obstacle that the prescriber already knows of."""

    prescription = models.ForeignKey(Prescription, on_delete=models.CASCADE, related_name="freins", db_index=False)
    theme = models.CharField(max_length=120)

    class Meta:
        verbose_name = "frein repéré"
        constraints = [models.UniqueConstraint(fields=["prescription", "theme"], name="frein_repere_unique")]
