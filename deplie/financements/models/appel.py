"""A call for projects: its calendar, its money, what it asks, and how applications are marked."""

from __future__ import annotations

from django.db import models
from django.db.models import F, Q
from simple_history.models import HistoricalRecords

from deplie.acteurs.models import Organisation
from deplie.cadre.models import SubventionGlobale
from deplie.financements.models._champs import montant, positif
from deplie.financements.rules.appel import PREPARE, STATUTS, USAGES
from deplie.financements.rules.nomenclature import FSE, RESSOURCES
from deplie.territoires.models import Dispositif, Territoire


class AppelQuerySet(models.QuerySet["Appel"]):
    def publies(self) -> AppelQuerySet:
        """Those that anybody may read."""
        return self.filter(statut="PUBLIE")


class Appel(models.Model):
    """A call: one engine for every use. Amounts are in euros; ``taux_max`` is a percentage of the eligible cost."""

    territoire = models.ForeignKey(Territoire, on_delete=models.PROTECT, related_name="appels", db_index=False)
    code = models.CharField(max_length=40)
    titre = models.CharField(max_length=200)
    usage = models.CharField("sorte d'appel", max_length=12, choices=list(USAGES.items()))
    cadrage = models.TextField("objet et attendus", blank=True)
    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="appels_lances")
    dispositif = models.ForeignKey(Dispositif, null=True, blank=True, on_delete=models.PROTECT, related_name="appels")
    programmation = models.CharField(max_length=20, blank=True)
    # The convention of European money that pays it; its axis and objective are then those of an envelope.
    subvention = models.ForeignKey(
        SubventionGlobale, null=True, blank=True, on_delete=models.PROTECT, related_name="appels"
    )
    axe = models.CharField(max_length=120, blank=True)
    objectif_specifique = models.CharField("objectif spécifique", max_length=200, blank=True)
    financeur = models.CharField("financeur", max_length=16, choices=list(RESSOURCES.items()), default=FSE)
    ouvre_le = models.DateTimeField("dépôt à partir du")
    ferme_le = models.DateTimeField("dépôt jusqu'au")
    debut_operations = models.DateField("les opérations commencent au plus tôt le", null=True, blank=True)
    fin_operations = models.DateField("les opérations finissent au plus tard le", null=True, blank=True)
    enveloppe = montant("enveloppe")
    plancher = montant("montant demandé au moins", null=True, blank=True)
    plafond = montant("montant demandé au plus", null=True, blank=True)
    taux_max = models.DecimalField("taux maximum, en %", max_digits=5, decimal_places=2, null=True, blank=True)
    lecteurs_min = models.PositiveSmallIntegerField("lecteurs par dossier, au moins", default=1)
    controle_service_fait = models.BooleanField("contrôle de service fait", default=True)
    aide_etat = models.BooleanField("aide d'État", default=False)
    contact = models.CharField("courriel du service", max_length=254, blank=True)
    statut = models.CharField(max_length=8, choices=list(STATUTS.items()), default=PREPARE)
    retrait = models.CharField("raison du retrait", max_length=300, blank=True)
    historique = HistoricalRecords(
        related_name="versions",
        no_db_index=["territoire", "organisation", "dispositif", "subvention"],
    )

    objects = AppelQuerySet.as_manager()

    class Meta:
        verbose_name = "appel à projets"
        verbose_name_plural = "appels à projets"
        ordering = ["-ferme_le", "code"]
        constraints = [
            models.UniqueConstraint(fields=["territoire", "code"], name="appel_code_unique"),
            models.CheckConstraint(name="appel_calendrier", condition=Q(ferme_le__gt=F("ouvre_le"))),
            models.CheckConstraint(
                name="appel_operations",
                condition=Q(debut_operations__isnull=True)
                | Q(fin_operations__isnull=True)
                | Q(fin_operations__gte=F("debut_operations")),
            ),
            models.CheckConstraint(
                name="appel_taux", condition=Q(taux_max__isnull=True) | (Q(taux_max__gt=0) & Q(taux_max__lte=100))
            ),
            models.CheckConstraint(
                name="appel_bornes",
                condition=Q(plancher__isnull=True) | Q(plafond__isnull=True) | Q(plafond__gte=F("plancher")),
            ),
            models.CheckConstraint(name="appel_lecteurs", condition=Q(lecteurs_min__gte=1)),
            models.CheckConstraint(name="appel_retrait", condition=~Q(statut="RETIRE") | ~Q(retrait="")),
            positif("appel_montants", "enveloppe", "plancher", "plafond"),
        ]

    def __str__(self) -> str:
        return self.titre


class SousEnveloppe(models.Model):
    """A part of a call's money kept for one kind of project."""

    appel = models.ForeignKey(Appel, on_delete=models.CASCADE, related_name="sous_enveloppes", db_index=False)
    rang = models.PositiveSmallIntegerField()
    intitule = models.CharField("intitulé", max_length=120)
    montant = montant("montant")

    class Meta:
        verbose_name = "sous-enveloppe"
        ordering = ["appel", "rang"]
        constraints = [
            models.UniqueConstraint(fields=["appel", "rang"], name="sous_enveloppe_rang"),
            models.UniqueConstraint(fields=["appel", "intitule"], name="sous_enveloppe_unique"),
            positif("sous_enveloppe_montant", "montant"),
        ]

    def __str__(self) -> str:
        return self.intitule


class QuestionEligibilite(models.Model):
    """A question that an applicant answers by yes or no; another answer than the one expected is not eligible."""

    appel = models.ForeignKey(Appel, on_delete=models.CASCADE, related_name="questions", db_index=False)
    rang = models.PositiveSmallIntegerField()
    texte = models.CharField("question", max_length=300)
    attendue = models.BooleanField("réponse attendue : oui", default=True)
    aide = models.CharField("explication", max_length=300, blank=True)

    class Meta:
        verbose_name = "question d'éligibilité"
        verbose_name_plural = "questions d'éligibilité"
        ordering = ["appel", "rang"]
        constraints = [models.UniqueConstraint(fields=["appel", "rang"], name="question_rang")]

    def __str__(self) -> str:
        return self.texte


class PieceRequise(models.Model):
    """A document that a call asks for, and at what step."""

    class Moment(models.TextChoices):
        DEPOT = "DEPOT", "au dépôt"
        CONVENTION = "CONVENTION", "avant la convention"
        BILAN = "BILAN", "au bilan"

    appel = models.ForeignKey(Appel, on_delete=models.CASCADE, related_name="pieces_requises", db_index=False)
    rang = models.PositiveSmallIntegerField()
    intitule = models.CharField("intitulé", max_length=160)
    moment = models.CharField("demandée", max_length=10, choices=Moment.choices, default=Moment.DEPOT)
    obligatoire = models.BooleanField(default=True)

    class Meta:
        verbose_name = "pièce demandée"
        verbose_name_plural = "pièces demandées"
        ordering = ["appel", "rang"]
        constraints = [models.UniqueConstraint(fields=["appel", "rang"], name="piece_requise_rang")]

    def __str__(self) -> str:
        return self.intitule


class CritereNotation(models.Model):
    """A line of the scoring grid: marked from 0 to ``note_max``, weighed by ``poids``."""

    appel = models.ForeignKey(Appel, on_delete=models.CASCADE, related_name="criteres", db_index=False)
    rang = models.PositiveSmallIntegerField()
    intitule = models.CharField("critère", max_length=160)
    poids = models.DecimalField(max_digits=5, decimal_places=2)
    note_max = models.PositiveSmallIntegerField("note maximum", default=5)

    class Meta:
        verbose_name = "critère de notation"
        verbose_name_plural = "critères de notation"
        ordering = ["appel", "rang"]
        constraints = [
            models.UniqueConstraint(fields=["appel", "rang"], name="critere_notation_rang"),
            models.CheckConstraint(
                name="critere_notation_poids", condition=Q(poids__gt=0) & Q(note_max__gte=1) & Q(note_max__lte=100)
            ),
        ]

    def __str__(self) -> str:
        return self.intitule
