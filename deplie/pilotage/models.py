"""Declared figures, published ones, and the bookkeeping of the facts that figures are counted on."""

from __future__ import annotations

from django.db import models
from django.db.models import F, Q
from django.utils import timezone

from deplie.instances.models import Seance
from deplie.personnes.models import Personne
from deplie.pilotage.rules.periodes import TOUS, Periode
from deplie.pilotage.rules.publication import ARRETES, EN_VIGUEUR, PROVISOIRE, STATUTS
from deplie.socle.models import Compte
from deplie.territoires.models import Dispositif, Territoire


class Releve(models.Model):
    """A figure declared or published by somebody, with a document behind and no rows."""

    territoire = models.ForeignKey(Territoire, on_delete=models.PROTECT, related_name="releves")
    dispositif = models.ForeignKey(Dispositif, null=True, blank=True, on_delete=models.PROTECT, related_name="releves")
    organisme = models.CharField(max_length=200, blank=True)
    indicateur = models.CharField("code du catalogue", max_length=60, blank=True)
    libelle = models.CharField("libellé", max_length=300)
    debut = models.DateField()
    fin = models.DateField()
    valeur = models.DecimalField(max_digits=18, decimal_places=4)
    unite = models.CharField("unité", max_length=30, blank=True)
    base = models.BigIntegerField("effectif de la part", null=True, blank=True)
    decimales = models.SmallIntegerField("décimales imprimées", null=True, blank=True)
    date_publication = models.DateField(null=True, blank=True)
    ventilation = models.CharField(max_length=200, blank=True)
    qualificatif = models.CharField(max_length=10, blank=True)
    statut = models.CharField(max_length=22, blank=True)
    source = models.CharField("document", max_length=300)
    cle = models.CharField(max_length=1100, editable=False)

    class Meta:
        verbose_name = "chiffre déclaré"
        constraints = [
            models.UniqueConstraint(fields=["territoire", "cle"], name="releve_unique"),
            models.CheckConstraint(name="releve_dates", condition=Q(fin__gte=F("debut"))),
        ]


class Partition(models.Model):
    """Which generation of a fact the Parquet file of a territory holds."""

    territoire = models.ForeignKey(Territoire, on_delete=models.CASCADE, related_name="partitions")
    fait = models.CharField(max_length=20)
    generation = models.BigIntegerField()
    lignes = models.BigIntegerField()
    fichier = models.CharField(max_length=200)
    faite_le = models.DateTimeField(default=timezone.now)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["territoire", "fait"], name="partition_unique")]


class Publication(models.Model):
    """The bilan of a scheme (or of all of them) over a period, frozen: its figures, their definitions, their rows.

    ``bilan`` is what was shown, ``calcul`` what it was counted with (``queries.bilan.fige``), ``dossier`` the folder of
    its rows. ``empreinte`` is the SHA-256 of the three. Approved, none of it changes; ``precedente`` is what it
    corrects.
    """

    territoire = models.ForeignKey(Territoire, on_delete=models.PROTECT, related_name="publications", db_index=False)
    dispositif = models.CharField("dispositif, ou TOUS", max_length=30)
    debut = models.DateField()
    fin = models.DateField()
    version = models.PositiveSmallIntegerField(default=1)
    statut = models.CharField(max_length=22, choices=list(STATUTS.items()), default=PROVISOIRE)
    statut_le = models.DateField()
    figee_le = models.DateTimeField(default=timezone.now)
    figee_par = models.ForeignKey(Compte, null=True, blank=True, on_delete=models.SET_NULL, related_name="+")
    donnees_au = models.DateTimeField("données au")
    bilan = models.TextField()
    calcul = models.TextField()
    dossier = models.CharField(max_length=40)
    empreinte = models.CharField(max_length=64)
    precedente = models.OneToOneField("self", null=True, blank=True, on_delete=models.PROTECT, related_name="suivante")

    class Meta:
        ordering = ["-fin", "-debut", "dispositif", "-version"]
        constraints = [
            models.UniqueConstraint(
                fields=["territoire", "dispositif", "debut", "fin", "version"], name="publication_unique"
            ),
            models.UniqueConstraint(
                fields=["territoire", "dispositif", "debut", "fin"],
                condition=Q(statut__in=sorted(EN_VIGUEUR)),
                name="publication_en_vigueur",
            ),
            models.CheckConstraint(name="publication_dates", condition=Q(fin__gte=F("debut"))),
        ]

    def __str__(self) -> str:
        return self.nom

    @property
    def nom(self) -> str:
        """« Bilan 2020, PLIE »."""
        dispositif = "tous dispositifs" if self.dispositif == TOUS else self.dispositif
        version = f", version {self.version}" if self.version > 1 else ""
        return f"Bilan {Periode(self.debut, self.fin).libelle}, {dispositif}{version}"

    @property
    def arretee(self) -> bool:
        """Whether a committee answers for it."""
        return self.statut in ARRETES


class EvenementPublication(models.Model):
    """A step in the life of a publication: what, when, why, by whom, in which séance."""

    publication = models.ForeignKey(Publication, on_delete=models.CASCADE, related_name="evenements")
    acte = models.CharField(max_length=12)
    depuis = models.CharField(max_length=22, blank=True)
    vers = models.CharField(max_length=22)
    le = models.DateField()
    motif = models.CharField(max_length=500, blank=True)
    seance = models.ForeignKey(Seance, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    par = models.ForeignKey(Compte, null=True, blank=True, on_delete=models.SET_NULL, related_name="+")
    inscrit_le = models.DateTimeField(default=timezone.now)

    class Meta:
        ordering = ["le", "pk"]


class Diffusion(models.Model):
    """A publication on the public page: since when, why, by whom, what is masked there; and its withdrawal.

    ``secret`` is a JSON text: the places that say no number (``masquees``) and the breakdowns shown (``coupes``). It is
    kept once withdrawn: what was read stays known. ``derogation`` is why a small change was published all the same.
    """

    publication = models.ForeignKey(Publication, on_delete=models.PROTECT, related_name="diffusions", db_index=False)
    le = models.DateField()
    motif = models.CharField(max_length=500)
    derogation = models.CharField(max_length=500, blank=True)
    seuil = models.PositiveSmallIntegerField()
    secret = models.TextField()
    par = models.ForeignKey(Compte, null=True, blank=True, on_delete=models.SET_NULL, related_name="+")
    retiree_le = models.DateField(null=True, blank=True)
    raison_retrait = models.CharField(max_length=500, blank=True)
    retiree_par = models.ForeignKey(Compte, null=True, blank=True, on_delete=models.SET_NULL, related_name="+")

    class Meta:
        ordering = ["-pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["publication"], condition=Q(retiree_le__isnull=True), name="diffusion_en_cours"
            ),
            models.CheckConstraint(
                name="diffusion_retrait",
                condition=Q(retiree_le__isnull=True, raison_retrait="")
                | (Q(retiree_le__gte=F("le")) & ~Q(raison_retrait="")),
            ),
        ]


class FaitGele(models.Model):
    """The rows of one fact in a publication's folder: how many, and the SHA-256 of their file."""

    publication = models.ForeignKey(Publication, on_delete=models.CASCADE, related_name="faits", db_index=False)
    fait = models.CharField(max_length=20)
    fichier = models.CharField(max_length=60)
    lignes = models.BigIntegerField()
    empreinte = models.CharField(max_length=64)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["publication", "fait"], name="fait_gele_unique")]


class CleGelee(models.Model):
    """Whom a key of a publication stands for. It goes with the person; the figures stay."""

    publication = models.ForeignKey(Publication, on_delete=models.CASCADE, related_name="cles", db_index=False)
    objet = models.CharField(max_length=20)
    cle = models.BigIntegerField()
    numero = models.BigIntegerField()
    personne = models.ForeignKey(Personne, on_delete=models.CASCADE, related_name="cles_gelees")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["publication", "objet", "cle"], name="cle_gelee_unique")]


class ChapitrePack(models.Model):
    """A chapter of the packs of a territory: its rank, its subject (``rules.pack.SUJETS``), its title.

    ``cle`` never changes: the text of a chapter follows it from a publication to the next. ``chiffres`` and ``coupes``
    (a figure, and what it is drawn by) replace those of the subject; unknown, they keep them.
    """

    territoire = models.ForeignKey(Territoire, on_delete=models.CASCADE, related_name="chapitres", db_index=False)
    cle = models.SlugField(max_length=40, db_index=False)
    rang = models.PositiveSmallIntegerField()
    sujet = models.CharField(max_length=20)
    titre = models.CharField(max_length=120, blank=True)
    chiffres = models.JSONField(null=True, blank=True)
    coupes = models.JSONField(null=True, blank=True)

    class Meta:
        verbose_name = "chapitre du dossier"
        ordering = ["rang", "pk"]
        constraints = [models.UniqueConstraint(fields=["territoire", "cle"], name="chapitre_unique")]


class TexteChapitre(models.Model):
    """What a publication says in a chapter, beside its figures. ``revision`` grows at each writing."""

    publication = models.ForeignKey(Publication, on_delete=models.CASCADE, related_name="textes", db_index=False)
    cle = models.SlugField(max_length=40, db_index=False)
    texte = models.TextField(blank=True)
    revision = models.PositiveIntegerField(default=1)
    ecrit_le = models.DateTimeField(default=timezone.now)
    ecrit_par = models.ForeignKey(Compte, null=True, blank=True, on_delete=models.SET_NULL, related_name="+")

    class Meta:
        verbose_name = "texte d'un chapitre"
        constraints = [models.UniqueConstraint(fields=["publication", "cle"], name="texte_chapitre_unique")]
