"""A one-time link for a prescriber without an account, and what came by it before anybody here has read it."""

from __future__ import annotations

from datetime import date

from django.db import models
from django.db.models import Q
from django.utils import timezone

from deplie.acteurs.models import Organisation
from deplie.parcours.models.prescription import Prescription
from deplie.personnes.models import Personne
from deplie.socle.models import Compte
from deplie.territoires.models import Dispositif, Territoire


class LienOrientation(models.Model):
    """A link sent to a body: it orients one person, once, then tells what became of it. Its token is never kept."""

    territoire = models.ForeignKey(Territoire, on_delete=models.PROTECT, related_name="+", db_index=False)
    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="+")
    courriel = models.CharField("envoyé à", max_length=254)
    empreinte = models.CharField(max_length=64, unique=True, editable=False)
    envoye_le = models.DateTimeField("envoyé le", default=timezone.now)
    par = models.ForeignKey(Compte, null=True, on_delete=models.PROTECT, related_name="+")
    expire_le = models.DateField("sert jusqu'au")
    revoque_le = models.DateTimeField("révoqué le", null=True, blank=True)

    class Meta:
        verbose_name = "lien d'orientation"
        indexes = [models.Index(fields=["territoire", "-envoye_le"], name="lien_territoire")]


class OrientationRecue(models.Model):
    """What a prescriber told by a link. Its identity is kept until somebody joined it to a record, or set it aside."""

    class Statut(models.TextChoices):
        RECUE = "RECUE", "à lire"
        RATTACHEE = "RATTACHEE", "enregistrée"
        ECARTEE = "ECARTEE", "sans suite"

    lien = models.OneToOneField(LienOrientation, on_delete=models.PROTECT, related_name="orientation")
    territoire = models.ForeignKey(Territoire, on_delete=models.PROTECT, related_name="+", db_index=False)
    dispositif = models.ForeignKey(Dispositif, on_delete=models.PROTECT, related_name="+", db_index=False)
    recue_le = models.DateTimeField("reçue le", default=timezone.now)
    auteur = models.CharField("qui oriente", max_length=120, blank=True)
    nom = models.CharField("nom de naissance", max_length=100, blank=True)
    nom_usage = models.CharField("nom d'usage", max_length=100, blank=True)
    prenom = models.CharField("prénom", max_length=100, blank=True)
    date_naissance = models.DateField("date de naissance", null=True, blank=True)
    sexe = models.CharField(max_length=1, choices=Personne.Sexe.choices, blank=True)
    adresse = models.CharField(max_length=300, blank=True)
    code_postal = models.CharField(max_length=5, blank=True)
    telephone = models.CharField("téléphone", max_length=30, blank=True)
    courriel = models.CharField(max_length=254, blank=True)
    criteres = models.JSONField("critères et date de leur pièce", default=dict, blank=True)
    freins = models.JSONField("freins repérés", default=list, blank=True)
    situation = models.TextField("situation et demande de la personne", blank=True)
    information_le = models.DateField("notice d'information remise le")
    consentement_le = models.DateField("accord de la personne recueilli le")
    statut = models.CharField(max_length=9, choices=Statut.choices, default=Statut.RECUE)
    statut_le = models.DateField("dans cet état depuis le")
    raison = models.CharField(max_length=300, blank=True)
    autre_voie = models.CharField("autre proposition", max_length=300, blank=True)
    prescription = models.OneToOneField(
        Prescription, null=True, blank=True, on_delete=models.PROTECT, related_name="orientation"
    )

    class Meta:
        verbose_name = "orientation reçue"
        constraints = [
            models.CheckConstraint(
                name="orientation_rattachee",
                condition=Q(statut="RATTACHEE", prescription__isnull=False)
                | (~Q(statut="RATTACHEE") & Q(prescription__isnull=True)),
            ),
            models.CheckConstraint(name="orientation_ecartee", condition=~Q(statut="ECARTEE") | ~Q(raison="")),
            # Once read, it names nobody: the record does, or nothing.
            models.CheckConstraint(
                name="orientation_videe",
                condition=Q(statut="RECUE") | Q(nom="", prenom="", date_naissance=None, telephone="", situation=""),
            ),
        ]
        indexes = [models.Index(fields=["territoire", "statut"], name="orientation_statut")]

    def __str__(self) -> str:
        return f"{self.prenom} {self.nom_usage or self.nom}".strip() or "orientation reçue"

    @property
    def le(self) -> date:
        """The day it came."""
        return timezone.localdate(self.recue_le)
