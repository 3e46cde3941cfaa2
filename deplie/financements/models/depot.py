"""What an applicant hands in without an account, and how readers judge it."""

from __future__ import annotations

from django.db import models
from django.db.models import Q
from django.utils import timezone
from simple_history.models import HistoricalRecords

from deplie.acteurs.models import Agent
from deplie.financements.models.appel import CritereNotation, PieceRequise, QuestionEligibilite
from deplie.financements.models.bilan import Depense
from deplie.financements.models.operation import Operation
from deplie.financements.rules.nomenclature import AVIS
from deplie.socle.models import Compte, Fichier


class LienPorteur(models.Model):
    """A secret address by which an applicant comes back to its operation: its print alone is kept."""

    operation = models.ForeignKey(Operation, on_delete=models.CASCADE, related_name="liens")
    courriel = models.CharField("envoyé à", max_length=254)
    empreinte = models.CharField("empreinte du jeton", max_length=64, unique=True)
    cree_le = models.DateTimeField("envoyé le", default=timezone.now)
    expire_le = models.DateField("sert jusqu'au")
    revoque_le = models.DateTimeField("révoqué le", null=True, blank=True)

    class Meta:
        verbose_name = "lien d'un porteur"
        verbose_name_plural = "liens de porteurs"


class SaisiePorteur(models.Model):
    """What an applicant was writing in a section and has not saved: kept by the page, or when a value was refused."""

    operation = models.ForeignKey(Operation, on_delete=models.CASCADE, related_name="saisies", db_index=False)
    partie = models.CharField(max_length=20)
    champs = models.TextField("formulaire tel qu'il est écrit")
    modifie_le = models.DateTimeField("écrit le", default=timezone.now)

    class Meta:
        verbose_name = "saisie d'un porteur"
        verbose_name_plural = "saisies de porteurs"
        constraints = [models.UniqueConstraint(fields=["operation", "partie"], name="saisie_porteur_unique")]


class ReponseEligibilite(models.Model):
    """An applicant's answer to a question of eligibility."""

    operation = models.ForeignKey(Operation, on_delete=models.CASCADE, related_name="reponses", db_index=False)
    question = models.ForeignKey(QuestionEligibilite, on_delete=models.PROTECT, related_name="reponses", db_index=False)
    oui = models.BooleanField("oui")
    precision = models.CharField("précision", max_length=500, blank=True)

    class Meta:
        verbose_name = "réponse d'éligibilité"
        verbose_name_plural = "réponses d'éligibilité"
        constraints = [models.UniqueConstraint(fields=["operation", "question"], name="reponse_eligibilite_unique")]


class PieceDossierQuerySet(models.QuerySet["PieceDossier"]):
    def en_vigueur(self) -> PieceDossierQuerySet:
        """Those that nobody withdrew."""
        return self.filter(retiree_le=None)


class PieceDossier(models.Model):
    """A file of an operation: a document that its call asks for, the proof of an expense, or another one."""

    operation = models.ForeignKey(Operation, on_delete=models.PROTECT, related_name="pieces")
    requise = models.ForeignKey(
        PieceRequise, null=True, blank=True, on_delete=models.PROTECT, related_name="pieces", db_index=False
    )
    depense = models.ForeignKey(Depense, null=True, blank=True, on_delete=models.PROTECT, related_name="pieces")
    fichier = models.ForeignKey(Fichier, on_delete=models.PROTECT, related_name="+", db_index=False)
    intitule = models.CharField("intitulé", max_length=160)
    deposee_le = models.DateTimeField("déposée le", default=timezone.now)
    # Empty for what the applicant gave by its link.
    par = models.ForeignKey(Compte, null=True, on_delete=models.PROTECT, related_name="+")
    retiree_le = models.DateTimeField("retirée le", null=True, blank=True)
    raison_retrait = models.CharField("raison du retrait", max_length=200, blank=True)

    objects = PieceDossierQuerySet.as_manager()

    class Meta:
        verbose_name = "pièce d'une opération"
        verbose_name_plural = "pièces d'opérations"
        ordering = ["operation", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["fichier"], name="piece_dossier_fichier"),
            models.CheckConstraint(
                name="piece_dossier_une_place", condition=Q(requise__isnull=True) | Q(depense__isnull=True)
            ),
        ]

    def __str__(self) -> str:
        return self.intitule


class Lecture(models.Model):
    """A reader of an application: no mark before the declaration of interests; a conflict puts the reader aside."""

    operation = models.ForeignKey(Operation, on_delete=models.CASCADE, related_name="lectures", db_index=False)
    lecteur = models.ForeignKey(Agent, on_delete=models.PROTECT, related_name="lectures")
    designe_le = models.DateField("désigné le")
    conflit = models.BooleanField("lien d'intérêts avec le porteur", null=True, blank=True)
    conflit_motif = models.CharField("lequel", max_length=300, blank=True)
    declare_le = models.DateTimeField("déclaré le", null=True, blank=True)
    avis = models.CharField(max_length=12, choices=list(AVIS.items()), blank=True)
    commentaire = models.TextField(blank=True)
    rendue_le = models.DateTimeField("rendue le", null=True, blank=True)
    historique = HistoricalRecords(related_name="versions", no_db_index=["operation", "lecteur"])

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["operation", "lecteur"], name="lecture_unique"),
            models.CheckConstraint(
                name="lecture_declaree",
                condition=Q(conflit__isnull=True, declare_le__isnull=True)
                | Q(conflit__isnull=False, declare_le__isnull=False),
            ),
            models.CheckConstraint(
                name="lecture_rendue", condition=Q(rendue_le__isnull=True) | (Q(conflit=False) & ~Q(avis=""))
            ),
        ]

    def __str__(self) -> str:
        return f"lecture de {self.lecteur}"


class NoteLecture(models.Model):
    """A reader's mark on one criterion of the grid."""

    lecture = models.ForeignKey(Lecture, on_delete=models.CASCADE, related_name="notes", db_index=False)
    critere = models.ForeignKey(CritereNotation, on_delete=models.PROTECT, related_name="notes", db_index=False)
    note = models.DecimalField(max_digits=5, decimal_places=2)

    class Meta:
        verbose_name = "note d'une lecture"
        verbose_name_plural = "notes de lectures"
        constraints = [
            models.UniqueConstraint(fields=["lecture", "critere"], name="note_lecture_unique"),
            models.CheckConstraint(name="note_lecture_positive", condition=Q(note__gte=0)),
        ]
