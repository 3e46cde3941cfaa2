"""Bodies that decide together, their members, their séances, who came, and what was decided."""

from __future__ import annotations

from datetime import date

from django.db import models
from django.db.models import F, Q
from django.utils import timezone

from deplie.acteurs.models import Agent, Organisation
from deplie.instances.rules import NATURES, PRESENCES, etat_d_une_suite, prend_encore
from deplie.socle.models import Compte, ModeleWord
from deplie.territoires.models import Dispositif, Territoire


class Instance(models.Model):
    """A body that decides together: a commission, a committee, a jury. Without a scheme it decides for all of them."""

    territoire = models.ForeignKey(Territoire, on_delete=models.PROTECT, related_name="instances", db_index=False)
    nature = models.CharField(max_length=20, choices=list(NATURES.items()))
    nom = models.CharField(max_length=120)
    dispositif = models.ForeignKey(
        Dispositif, null=True, blank=True, on_delete=models.PROTECT, related_name="instances"
    )
    quorum = models.PositiveSmallIntegerField("membres nécessaires pour décider", null=True, blank=True)
    active = models.BooleanField("se réunit encore", default=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["territoire", "nom"], name="instance_nom_unique"),
            models.CheckConstraint(name="instance_quorum", condition=Q(quorum=None) | Q(quorum__gte=1)),
        ]

    def __str__(self) -> str:
        return self.nom


class MembreInstance(models.Model):
    """A seat in a body, between two dates: a structure, who sits for it, and who replaces them.

    Who is no agent of the territory (an elected member, a partner) is told freely: ``nom``, ``structure`` and
    ``courriel``.
    """

    instance = models.ForeignKey(Instance, on_delete=models.CASCADE, related_name="membres")
    organisation = models.ForeignKey(Organisation, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    titulaire = models.ForeignKey(Agent, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    suppleant = models.ForeignKey(
        Agent, null=True, blank=True, on_delete=models.PROTECT, related_name="+", verbose_name="suppléant"
    )
    nom = models.CharField("qui siège, sans être de l'équipe", max_length=120, blank=True)
    structure = models.CharField("sa structure", max_length=120, blank=True)
    courriel = models.EmailField("son adresse électronique", blank=True)
    suppleant_nom = models.CharField("qui supplée, sans être de l'équipe", max_length=120, blank=True)
    suppleant_courriel = models.EmailField("adresse électronique de qui supplée", blank=True)
    debut = models.DateField("siège depuis le")
    fin = models.DateField("jusqu'au", null=True, blank=True)

    class Meta:
        verbose_name = "membre d'une instance"
        constraints = [
            models.CheckConstraint(
                name="membre_quelqu_un",
                condition=Q(organisation__isnull=False) | Q(titulaire__isnull=False) | ~Q(nom=""),
            ),
            models.CheckConstraint(name="membre_un_seul", condition=Q(titulaire__isnull=True) | Q(nom="")),
            models.CheckConstraint(name="membre_libre", condition=~Q(nom="") | (Q(structure="") & Q(courriel=""))),
            models.CheckConstraint(
                name="membre_une_structure", condition=Q(organisation__isnull=True) | Q(structure="")
            ),
            models.CheckConstraint(name="membre_dates", condition=Q(fin__isnull=True) | Q(fin__gte=F("debut"))),
            models.CheckConstraint(
                name="membre_suppleant", condition=Q(suppleant__isnull=True) | ~Q(suppleant=F("titulaire"))
            ),
            models.CheckConstraint(
                name="membre_un_suppleant", condition=Q(suppleant__isnull=True) | Q(suppleant_nom="")
            ),
            models.CheckConstraint(
                name="membre_suppleant_libre", condition=~Q(suppleant_nom="") | Q(suppleant_courriel="")
            ),
        ]

    def __str__(self) -> str:
        return " – ".join(filter(None, (self.nom_de_structure, self.qui)))

    @property
    def nom_de_structure(self) -> str:
        return str(self.organisation) if self.organisation else self.structure

    @property
    def qui(self) -> str:
        """Who sits: an agent, or somebody told freely; empty when only the structure is known."""
        return str(self.titulaire) if self.titulaire else self.nom

    @property
    def remplacant(self) -> str:
        """Who replaces them: an agent, or somebody told freely; empty when nobody does."""
        return str(self.suppleant) if self.suppleant else self.suppleant_nom


class ModeleProcesVerbal(ModeleWord):
    """A territory's own Word template of minutes, for one nature of body or for all."""

    territoire = models.ForeignKey(Territoire, on_delete=models.PROTECT, related_name="+", db_index=False)
    nature = models.CharField("pour quelles instances", max_length=20, choices=list(NATURES.items()), blank=True)

    class Meta:
        verbose_name = "modèle de procès-verbal"
        verbose_name_plural = "modèles de procès-verbal"
        constraints = [
            models.UniqueConstraint(
                fields=["territoire", "nature"], condition=Q(retire_le=None), name="modele_proces_verbal_un"
            )
        ]


class SeanceQuerySet(models.QuerySet["Seance"]):
    def prevues(self) -> SeanceQuerySet:
        """Those that are to be held."""
        return self.filter(statut=Seance.Statut.PREVUE)

    def depuis(self, jour: date) -> SeanceQuerySet:
        """Those of that day and after."""
        return self.filter(le__gte=jour)


class Seance(models.Model):
    """One meeting of a body. Its day is the day of its decisions."""

    class Statut(models.TextChoices):
        PREVUE = "PREVUE", "prévue"
        TENUE = "TENUE", "tenue"
        ANNULEE = "ANNULEE", "annulée"

    instance = models.ForeignKey(Instance, on_delete=models.PROTECT, related_name="seances", db_index=False)
    le = models.DateField("date")
    heure = models.TimeField(null=True, blank=True)
    lieu = models.CharField(max_length=200, blank=True)
    ordre_du_jour = models.TextField("ordre du jour", blank=True)
    statut = models.CharField(max_length=7, choices=Statut.choices, default=Statut.PREVUE)
    convoquee_le = models.DateField("membres convoqués le", null=True, blank=True)
    raison = models.CharField("raison de l'annulation", max_length=300, blank=True)
    # Settled when it is held: its minutes keep the same form, whatever the territory brings later. None is ours.
    modele = models.ForeignKey(
        ModeleProcesVerbal,
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="+",
        verbose_name="modèle du procès-verbal",
    )
    modele_le = models.DateTimeField("modèle retenu le", null=True, blank=True)

    objects = SeanceQuerySet.as_manager()

    class Meta:
        verbose_name = "séance"
        constraints = [
            models.UniqueConstraint(
                fields=["instance", "le"], condition=~Q(statut="ANNULEE"), name="seance_une_par_jour"
            ),
            models.CheckConstraint(name="seance_modele", condition=Q(modele__isnull=True) | Q(modele_le__isnull=False)),
            models.CheckConstraint(name="seance_annulee", condition=~Q(statut="ANNULEE") | ~Q(raison="")),
        ]
        indexes = [models.Index(fields=["le"], name="seance_le")]

    def __str__(self) -> str:
        return f"{self.instance} du {self.le:%d/%m/%Y}"

    def decide_encore(self, jour: date) -> bool:
        """Whether files may still be decided there."""
        return prend_encore(self.le, self.statut == self.Statut.ANNULEE, jour)


class Presence(models.Model):
    """Whether a member came to a séance."""

    seance = models.ForeignKey(Seance, on_delete=models.CASCADE, related_name="presences", db_index=False)
    membre = models.ForeignKey(MembreInstance, on_delete=models.PROTECT, related_name="presences")
    etat = models.CharField(max_length=10, choices=list(PRESENCES.items()))

    class Meta:
        verbose_name = "présence"
        constraints = [models.UniqueConstraint(fields=["seance", "membre"], name="presence_unique")]


class Decision(models.Model):
    """What a séance decided on one object. ``genre`` and ``objet_id`` name it; the room that owns it knows the rest."""

    seance = models.ForeignKey(Seance, on_delete=models.PROTECT, related_name="decisions", db_index=False)
    rang = models.PositiveSmallIntegerField()
    genre = models.CharField("sorte d'objet", max_length=20)
    objet_id = models.BigIntegerField("numéro de l'objet")
    resultat = models.CharField("résultat", max_length=20)
    motif = models.CharField(max_length=300, blank=True)
    proposition = models.CharField("autre proposition", max_length=300, blank=True)
    derogation = models.BooleanField("par dérogation", default=False)
    inscrite_le = models.DateTimeField("inscrite le", default=timezone.now)
    par = models.ForeignKey(Compte, null=True, on_delete=models.PROTECT, related_name="+")

    class Meta:
        verbose_name = "décision"
        constraints = [
            models.UniqueConstraint(fields=["seance", "genre", "objet_id"], name="decision_unique"),
            models.UniqueConstraint(fields=["seance", "rang"], name="decision_rang"),
            models.CheckConstraint(name="decision_derogation", condition=Q(derogation=False) | ~Q(motif="")),
        ]
        indexes = [models.Index(fields=["genre", "objet_id"], name="decision_objet")]


class Rectification(models.Model):
    """A decision corrected: what it said before, since when it says something else, and why. The decision itself holds
    what it says now."""

    decision = models.ForeignKey(Decision, on_delete=models.PROTECT, related_name="rectifications")
    le = models.DateTimeField("rectifiée le", default=timezone.now)
    par = models.ForeignKey(Compte, null=True, on_delete=models.PROTECT, related_name="+")
    pourquoi = models.CharField("raison de la rectification", max_length=300)
    resultat = models.CharField("résultat d'avant", max_length=20)
    motif = models.CharField("motif d'avant", max_length=300, blank=True)
    proposition = models.CharField("proposition d'avant", max_length=300, blank=True)
    derogation = models.BooleanField("par dérogation avant", default=False)

    class Meta:
        constraints = [models.CheckConstraint(name="rectification_pourquoi", condition=~Q(pourquoi=""))]


class SuiteQuerySet(models.QuerySet["Suite"]):
    def ouvertes(self) -> SuiteQuerySet:
        """Those that are still to be done."""
        return self.filter(faite_le=None)

    def en_retard(self, jour: date) -> SuiteQuerySet:
        """Those still to be done although their day is over."""
        return self.ouvertes().filter(echeance__lt=jour)


class Suite(models.Model):
    """What a séance asked to be done, by whom, by when; then the day it was, and what was done.

    It follows a decision, or a point of the agenda on which nothing was decided. Its owner is a seat of the body, or
    somebody of the team.
    """

    seance = models.ForeignKey(Seance, on_delete=models.PROTECT, related_name="suites")
    decision = models.ForeignKey(
        Decision, null=True, blank=True, on_delete=models.PROTECT, related_name="suites", verbose_name="décision"
    )
    objet = models.CharField("ce qui est à faire", max_length=300)
    membre = models.ForeignKey(
        MembreInstance, null=True, blank=True, on_delete=models.PROTECT, related_name="suites", verbose_name="siège"
    )
    agent = models.ForeignKey(Agent, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    echeance = models.DateField("pour le")
    faite_le = models.DateField("faite le", null=True, blank=True)
    note = models.CharField("ce qui a été fait", max_length=300, blank=True)
    inscrite_le = models.DateTimeField("inscrite le", default=timezone.now)
    par = models.ForeignKey(Compte, null=True, on_delete=models.PROTECT, related_name="+")

    objects = SuiteQuerySet.as_manager()

    class Meta:
        verbose_name = "suite à donner"
        verbose_name_plural = "suites à donner"
        constraints = [
            models.CheckConstraint(name="suite_objet", condition=~Q(objet="")),
            models.CheckConstraint(
                name="suite_responsable",
                condition=Q(membre__isnull=False, agent=None) | Q(membre=None, agent__isnull=False),
            ),
            models.CheckConstraint(name="suite_faite", condition=Q(faite_le__isnull=True) | ~Q(note="")),
        ]
        indexes = [models.Index(fields=["echeance"], condition=Q(faite_le=None), name="suite_ouverte")]

    def __str__(self) -> str:
        return self.objet

    @property
    def responsable(self) -> str:
        """Who does it, as it is read."""
        return str(self.membre or self.agent)

    def etat(self, jour: date) -> str:
        """FAITE, EN_RETARD, PROCHE or A_FAIRE on a day."""
        return etat_d_une_suite(self.echeance, self.faite_le, jour)
