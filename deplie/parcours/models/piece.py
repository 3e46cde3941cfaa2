"""Files that prove: each is attached to one thing, and stays after it is withdrawn."""

from __future__ import annotations

from django.db import models
from django.db.models import Q
from simple_history.models import HistoricalRecords

from deplie.parcours.models.etape import Etape
from deplie.parcours.models.participation import Participation
from deplie.parcours.models.prescription import CritereProuve
from deplie.parcours.models.suivi import ConstatEmploi, Emploi
from deplie.parcours.rules.piece import CIBLES
from deplie.personnes.models import Personne
from deplie.socle.models import Compte, Fichier

_CHAMPS = tuple(CIBLES)


def _une_cible() -> Q:
    """Exactly one of the things that a piece may prove."""
    conditions = Q()
    for choisi in _CHAMPS:
        conditions |= Q(**{f"{champ}__isnull": champ != choisi for champ in _CHAMPS})
    return conditions


class PieceQuerySet(models.QuerySet["PieceJointe"]):
    def en_vigueur(self) -> PieceQuerySet:
        """Those that nobody withdrew: they prove."""
        return self.filter(retiree_le=None)


class PieceJointe(models.Model):
    """A file and what it proves. It points to no person: it follows what it is attached to, merges included.

    ``sortie`` is the participation whose exit it proves. Withdrawn, it proves nothing and is kept as long as the rest.
    """

    fichier = models.ForeignKey(Fichier, on_delete=models.PROTECT, related_name="+", db_index=False)
    critere = models.ForeignKey(CritereProuve, null=True, on_delete=models.PROTECT, related_name="pieces")
    etape = models.ForeignKey(Etape, null=True, on_delete=models.PROTECT, related_name="pieces")
    emploi = models.ForeignKey(Emploi, null=True, on_delete=models.PROTECT, related_name="pieces")
    constat = models.ForeignKey(ConstatEmploi, null=True, on_delete=models.PROTECT, related_name="pieces")
    sortie = models.ForeignKey(Participation, null=True, on_delete=models.PROTECT, related_name="pieces")
    intitule = models.CharField("intitulé", max_length=120)
    datee_du = models.DateField("datée du", null=True, blank=True)
    retiree_le = models.DateTimeField("retirée le", null=True, blank=True)
    retiree_par = models.ForeignKey(Compte, null=True, on_delete=models.PROTECT, related_name="+")
    raison_retrait = models.CharField("raison du retrait", max_length=200, blank=True)
    historique = HistoricalRecords(related_name="versions", no_db_index=["fichier", *_CHAMPS])

    objects = PieceQuerySet.as_manager()

    class Meta:
        verbose_name = "pièce jointe"
        verbose_name_plural = "pièces jointes"
        constraints = [
            models.CheckConstraint(name="piece_une_cible", condition=_une_cible()),
            models.UniqueConstraint(fields=["fichier"], name="piece_fichier"),
            models.CheckConstraint(
                name="piece_retrait",
                condition=Q(retiree_le__isnull=True, raison_retrait="")
                | (Q(retiree_le__isnull=False) & ~Q(raison_retrait="")),
            ),
        ]

    @property
    def prouve(self) -> str:
        """What it is attached to, by its name in ``CIBLES``."""
        return next(champ for champ in _CHAMPS if getattr(self, f"{champ}_id") is not None)

    @property
    def personne(self) -> Personne:
        """Whose it is."""
        if self.critere:
            return self.critere.prescription.personne
        if self.constat:
            return self.constat.emploi.participation.personne
        porteur = self.etape or self.emploi
        return porteur.participation.personne if porteur else self.sortie.personne
