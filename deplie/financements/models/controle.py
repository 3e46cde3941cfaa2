"""The control of a bilan: what was drawn, what was seen, what was refused, what the holder answered."""

from __future__ import annotations

from django.db import models
from django.db.models import Q
from simple_history.models import HistoricalRecords

from deplie.acteurs.models import Agent
from deplie.financements.models._champs import montant, positif
from deplie.financements.models.bilan import BilanExecution, Depense


class Controle(models.Model):
    """A contrôle de service fait: the sample is drawn from ``graine``, so that anybody may draw it again."""

    bilan = models.OneToOneField(BilanExecution, on_delete=models.PROTECT, related_name="controle")
    controleur = models.ForeignKey(Agent, on_delete=models.PROTECT, related_name="controles")
    ouvert_le = models.DateField("ouvert le")
    graine = models.CharField(max_length=64)
    seuil = montant("toutes les dépenses à partir de")
    part = models.PositiveSmallIntegerField("part des autres, en %")
    notifie_le = models.DateField("constats notifiés le", null=True, blank=True)
    reponse_avant_le = models.DateField("le porteur répond avant le", null=True, blank=True)
    repondu_le = models.DateField("réponse reçue le", null=True, blank=True)
    reponse = models.TextField("réponse du porteur", blank=True)
    conclu_le = models.DateField("conclu le", null=True, blank=True)
    conclusion = models.TextField(blank=True)
    historique = HistoricalRecords(related_name="versions", no_db_index=["bilan", "controleur"])

    class Meta:
        verbose_name = "contrôle de service fait"
        verbose_name_plural = "contrôles de service fait"
        constraints = [
            models.CheckConstraint(name="controle_part", condition=Q(part__gte=0) & Q(part__lte=100)),
            models.CheckConstraint(
                name="controle_notifie",
                condition=Q(notifie_le__isnull=True, reponse_avant_le__isnull=True)
                | Q(notifie_le__isnull=False, reponse_avant_le__isnull=False),
            ),
            positif("controle_seuil", "seuil"),
        ]

    def __str__(self) -> str:
        return f"contrôle du {self.bilan}"


class LigneControle(models.Model):
    """What the control says of one expense. ``rejete`` is proposed, ``rejete_final`` is kept after the answer."""

    controle = models.ForeignKey(Controle, on_delete=models.CASCADE, related_name="lignes", db_index=False)
    depense = models.OneToOneField(Depense, on_delete=models.PROTECT, related_name="controle")
    echantillon = models.BooleanField("tirée au sort ou au-dessus du seuil", default=False)
    verifiee_le = models.DateField("vérifiée le", null=True, blank=True)
    observation = models.CharField(max_length=500, blank=True)
    rejete = montant("montant écarté", default=0)
    motif = models.CharField("motif de l'écart", max_length=300, blank=True)
    reponse = models.CharField("réponse du porteur", max_length=500, blank=True)
    rejete_final = montant("montant écarté après réponse", null=True, blank=True)

    class Meta:
        verbose_name = "ligne de contrôle"
        verbose_name_plural = "lignes de contrôle"
        ordering = ["controle", "pk"]
        constraints = [
            positif("ligne_controle_montants", "rejete", "rejete_final"),
            models.CheckConstraint(name="ligne_controle_motif", condition=Q(rejete=0) | ~Q(motif="")),
        ]
        indexes = [models.Index(fields=["controle"], name="ligne_controle")]


class Correction(models.Model):
    """What a control takes off beside the expenses: an extrapolation, a share of flat-rate costs."""

    controle = models.ForeignKey(Controle, on_delete=models.CASCADE, related_name="corrections")
    libelle = models.CharField("libellé", max_length=200)
    motif = models.CharField(max_length=300)
    montant = montant("montant écarté")

    class Meta:
        constraints = [positif("correction_montant", "montant")]
