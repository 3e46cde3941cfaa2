"""People: identity and contact; sensitive answers stand apart."""

from __future__ import annotations

from django.db import models
from django.db.models import F, Q
from django.utils import timezone
from simple_history.models import HistoricalRecords

from deplie.socle.models import Compte
from deplie.territoires.models import Territoire


class PersonneQuerySet(models.QuerySet["Personne"]):
    def presentes(self) -> PersonneQuerySet:
        """Those that stand for themselves: a record joined to another is kept, and shown nowhere."""
        return self.filter(absorbee_par=None)


class Personne(models.Model):
    """Somebody followed in a territory. ``identifiant`` is the stable number of the original tool."""

    class Sexe(models.TextChoices):
        F = "F", "femme"
        H = "H", "homme"
        X = "X", "autre ou non binaire"

    # Every index of the table begins with the territory: one more would only slow imports down.
    territoire = models.ForeignKey(Territoire, on_delete=models.PROTECT, related_name="personnes", db_index=False)
    identifiant = models.CharField(max_length=60)
    nom = models.CharField("nom de naissance", max_length=100)
    nom_usage = models.CharField("nom d'usage", max_length=100, blank=True)
    prenom = models.CharField("prénom", max_length=100)
    date_naissance = models.DateField("date de naissance", null=True, blank=True)
    sexe = models.CharField(max_length=1, choices=Sexe.choices, blank=True)
    adresse = models.CharField(max_length=300, blank=True)
    code_postal = models.CharField(max_length=5, blank=True)
    telephone = models.CharField("téléphone", max_length=30, blank=True)
    courriel = models.CharField(max_length=254, blank=True)
    # Sort and search keys (``rules.cle_de_nom``): neither database sorts French names alike.
    cle_nom = models.CharField(max_length=220, editable=False, default="")
    cle_usage = models.CharField("la même, du nom d'usage", max_length=220, editable=False, blank=True, default="")
    # The record that this one was joined to, as the same person's; its index holds those rows alone.
    absorbee_par = models.ForeignKey(
        "self", null=True, blank=True, editable=False, on_delete=models.PROTECT, related_name="+", db_index=False
    )
    historique = HistoricalRecords(
        related_name="versions",
        excluded_fields=["cle_nom", "cle_usage", "absorbee_par"],
        no_db_index=["territoire"],
    )

    objects = PersonneQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["territoire", "identifiant"], name="personne_identifiant_unique"),
            models.CheckConstraint(name="personne_sexe", condition=Q(sexe__in=["", "F", "H", "X"])),
        ]
        indexes = [
            # Both keys in one index: a search reads it alone, whatever word of whichever name was typed.
            models.Index(fields=["territoire", "cle_nom", "cle_usage"], name="personne_cle_nom"),
            models.Index(fields=["territoire", "telephone"], name="personne_telephone"),
            models.Index(fields=["territoire", "date_naissance"], name="personne_naissance"),
            models.Index(
                fields=["absorbee_par"], condition=Q(absorbee_par__isnull=False), name="personne_absorbee_par"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.prenom} {self.nom_dit}"

    @property
    def nom_dit(self) -> str:
        """The name that the person goes by, on every list and page: in use if there is one, else that of birth."""
        return self.nom_usage or self.nom

    @property
    def autre_nom(self) -> str:
        """« nom de naissance Exemple », wherever an identity is checked or sorted, when another name is in use."""
        return f"nom de naissance {self.nom}" if self.nom_dit != self.nom else ""


class ReponseSensible(models.Model):
    """An answer to a sensitive question on a date: read rights apart, each reading journaled."""

    class Question(models.TextChoices):
        HANDICAP = "handicap", "handicap reconnu"
        PAYS_TIERS = "pays_tiers", "ressortissant d'un pays tiers"
        ORIGINE_ETRANGERE = "origine_etrangere", "origine étrangère"
        SANS_ABRI = "sans_abri", "sans-abri ou exclusion du logement"

    class Reponse(models.TextChoices):
        OUI = "OUI", "oui"
        NON = "NON", "non"
        NE_SE_PRONONCE_PAS = "NE_SE_PRONONCE_PAS", "ne se prononce pas"
        NON_DEMANDE = "NON_DEMANDE", "non demandé"

    personne = models.ForeignKey(Personne, on_delete=models.CASCADE, related_name="reponses_sensibles", db_index=False)
    question = models.CharField(max_length=20, choices=Question.choices)
    le = models.DateField("répondu le")
    reponse = models.CharField(max_length=20, choices=Reponse.choices)

    class Meta:
        verbose_name = "réponse sensible"
        constraints = [
            models.UniqueConstraint(fields=["personne", "question", "le"], name="reponse_sensible_unique"),
        ]


class AccordRappel(models.Model):
    """Whether somebody agrees to be reminded, and by what: each answer is kept, the latest holds."""

    class Canal(models.TextChoices):
        AUCUN = "", "aucun rappel"
        SMS = "SMS", "par SMS"
        COURRIEL = "COURRIEL", "par courriel"

    personne = models.ForeignKey(Personne, on_delete=models.CASCADE, related_name="accords_rappels")
    canal = models.CharField(max_length=8, choices=Canal.choices, blank=True)
    le = models.DateTimeField("répondu le", default=timezone.now)
    par = models.ForeignKey(Compte, null=True, on_delete=models.PROTECT, related_name="+")

    class Meta:
        verbose_name = "accord pour les rappels"
        verbose_name_plural = "accords pour les rappels"
        constraints = [
            models.CheckConstraint(name="accord_rappel_canal", condition=Q(canal__in=["", "SMS", "COURRIEL"])),
        ]


class EcartDoublon(models.Model):
    """Two records that look alike and that somebody said to be two persons: never shown together again."""

    une = models.ForeignKey(Personne, on_delete=models.CASCADE, related_name="+", db_index=False)
    autre = models.ForeignKey(Personne, on_delete=models.CASCADE, related_name="+")
    le = models.DateTimeField(default=timezone.now)
    par = models.ForeignKey(Compte, null=True, on_delete=models.PROTECT, related_name="+")

    class Meta:
        verbose_name = "doublon écarté"
        constraints = [
            models.UniqueConstraint(fields=["une", "autre"], name="ecart_doublon_unique"),
            models.CheckConstraint(name="ecart_doublon_ordre", condition=Q(une__lt=F("autre"))),
        ]


class Fusion(models.Model):
    """Two records joined as one person's, with what is needed to part them again.

    ``valeurs`` holds the identity of both before, and of the kept one after; ``lignes`` the rows that moved and those
    that the kept one had, by link (« parcours.Participation.personne »).
    """

    gardee = models.ForeignKey(Personne, on_delete=models.PROTECT, related_name="+")
    absorbee = models.ForeignKey(Personne, on_delete=models.PROTECT, related_name="+", db_index=False)
    le = models.DateTimeField(default=timezone.now)
    par = models.ForeignKey(Compte, null=True, on_delete=models.PROTECT, related_name="+")
    valeurs = models.JSONField(default=dict)
    lignes = models.JSONField(default=dict)
    defaite_le = models.DateTimeField("défaite le", null=True, blank=True)
    defaite_par = models.ForeignKey(Compte, null=True, blank=True, on_delete=models.PROTECT, related_name="+")

    class Meta:
        constraints = [
            models.CheckConstraint(name="fusion_deux_fiches", condition=~Q(gardee=F("absorbee"))),
            models.CheckConstraint(
                name="fusion_defaite", condition=Q(defaite_le__isnull=True) | Q(defaite_le__gte=F("le"))
            ),
            models.UniqueConstraint(
                fields=["absorbee"], condition=Q(defaite_le__isnull=True), name="fusion_une_en_vigueur"
            ),
        ]
