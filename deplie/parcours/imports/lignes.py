"""Staging rows of the tables of this room. They name business rows by bare numbers: nothing here holds them."""

# ruff: noqa: DJ001  a null text is an empty cell, which changes nothing; an empty text would erase

from __future__ import annotations

from django.db import models

from deplie.parcours.imports.colonnes import DIAGNOSTICS, EMPLOIS, ENTRETIENS, ETAPES, PARTICIPANTS, PRESCRIPTIONS
from deplie.socle.imports.lignes import colonnes_de
from deplie.socle.models import LigneLot


@colonnes_de(PARTICIPANTS)
class LigneParticipant(LigneLot):
    """A line of ``participants``, or several merged. ``criteres`` and ``freins`` are texts: « |DELD|RSA| »."""

    dispositif_id = models.BigIntegerField(null=True)
    prescripteur_cle = models.TextField("clé du prescripteur", null=True)
    cle_nom = models.TextField(null=True)
    cle_usage = models.TextField(null=True)
    personne_id = models.BigIntegerField(null=True)
    participation_id = models.BigIntegerField(null=True)

    class Meta:
        indexes = [models.Index(fields=["lot", "identifiant"], name="ligneparticipant_personne")]


@colonnes_de(ETAPES)
class LigneEtape(LigneLot):
    """A line of ``etapes``. ``entree`` is the date of entry of the participation that holds it."""

    dispositif_id = models.BigIntegerField(null=True)
    operateur_cle = models.TextField("clé de l'opérateur", null=True)
    cle = models.TextField(null=True)
    rang = models.IntegerField(null=True)
    etape_id = models.BigIntegerField(null=True)
    entree = models.DateField(null=True)

    class Meta:
        indexes = [
            models.Index(fields=["lot", "identifiant"], name="ligneetape_personne"),
            models.Index(fields=["lot", "cle"], name="ligneetape_cle"),
        ]


@colonnes_de(PRESCRIPTIONS)
class LignePrescription(LigneLot):
    """A line of ``prescriptions``. ``entree`` is the date of entry of the participation that it led to."""

    dispositif_id = models.BigIntegerField(null=True)
    prescripteur_cle = models.TextField("clé du prescripteur", null=True)
    cle = models.TextField(null=True)
    numero = models.BigIntegerField(null=True)
    entree = models.DateField(null=True)

    class Meta:
        indexes = [models.Index(fields=["lot", "identifiant"], name="ligneprescription_personne")]


@colonnes_de(ENTRETIENS)
class LigneEntretien(LigneLot):
    """A line of ``entretiens``. ``entree`` is the date of entry of the participation in progress that day, if any."""

    dispositif_id = models.BigIntegerField(null=True)
    cle = models.TextField(null=True)
    numero = models.BigIntegerField(null=True)
    entree = models.DateField(null=True)
    debut = models.DateTimeField(null=True)

    class Meta:
        indexes = [models.Index(fields=["lot", "identifiant"], name="ligneentretien_personne")]


@colonnes_de(EMPLOIS)
class LigneEmploi(LigneLot):
    """A line of ``emplois``. ``entree`` is the date of entry of the participation that holds it."""

    dispositif_id = models.BigIntegerField(null=True)
    cle = models.TextField(null=True)
    numero = models.BigIntegerField(null=True)
    entree = models.DateField(null=True)

    class Meta:
        indexes = [models.Index(fields=["lot", "identifiant"], name="ligneemploi_personne")]


@colonnes_de(DIAGNOSTICS)
class LigneDiagnostic(LigneLot):
    """A line of ``diagnostics``. ``entree`` is the date of entry of the participation that holds it."""

    dispositif_id = models.BigIntegerField(null=True)
    cle = models.TextField(null=True)
    numero = models.BigIntegerField(null=True)
    entree = models.DateField(null=True)

    class Meta:
        indexes = [models.Index(fields=["lot", "identifiant"], name="lignediagnostic_personne")]


class CodeLu(models.Model):
    """The codes of a list as it is staged: « |DELD|RSA| » gives DELD and RSA. Few lists, many lines."""

    lot = models.ForeignKey(
        "socle.Lot", on_delete=models.CASCADE, related_name="+", db_constraint=False, db_index=False
    )
    liste = models.TextField()
    code = models.CharField(max_length=120)

    class Meta:
        verbose_name = "code d'une liste lue"
        indexes = [models.Index(fields=["lot", "liste"], name="codelu_liste")]
