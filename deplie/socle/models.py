"""Tables of the house itself: accounts, journal, generations of facts, import runs.

Nothing here knows a territory but by its code: ``territoires`` stands above.
"""

from __future__ import annotations

from typing import Any, ClassVar

from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.db import models
from django.db.models import Q
from django.utils import timezone

from deplie.socle.fichiers.genres import GENRES


class ComptesManager(BaseUserManager["Compte"]):
    """Accounts are named by their e-mail, kept in lower case."""

    def create_user(self, courriel: str, password: str | None = None, **champs: Any) -> Compte:
        compte = self.model(courriel=courriel.strip().lower(), **champs)
        compte.set_password(password)
        compte.save(using=self._db)
        return compte

    def get_by_natural_key(self, courriel: str | None) -> Compte:
        return self.get(courriel=(courriel or "").strip().lower())


class Compte(AbstractBaseUser):
    """Somebody who can sign in. What they may do is said by ``acteurs.Habilitation``."""

    courriel = models.EmailField("adresse électronique", unique=True)
    nom = models.CharField("nom", max_length=100, blank=True)
    prenom = models.CharField("prénom", max_length=100, blank=True)
    est_administrateur = models.BooleanField("administre l'installation", default=False)
    is_active = models.BooleanField("compte ouvert", default=True)
    cree_le = models.DateTimeField("créé le", default=timezone.now)

    USERNAME_FIELD = "courriel"
    EMAIL_FIELD = "courriel"
    REQUIRED_FIELDS: ClassVar[list[str]] = []
    objects = ComptesManager()

    class Meta:
        verbose_name = "compte"

    def __str__(self) -> str:
        return f"{self.prenom} {self.nom}".strip() or self.courriel

    @property
    def is_staff(self) -> bool:
        return self.est_administrateur


class Journal(models.Model):
    """Append-only: who decided, consulted or exported what, and when. Holds identifiers, never names."""

    DECISION, CONSULTATION, EXPORT, CONNEXION = "decision", "consultation", "export", "connexion"

    le = models.DateTimeField(default=timezone.now, db_index=True)
    par = models.ForeignKey(Compte, null=True, on_delete=models.PROTECT, related_name="+")
    nature = models.CharField(max_length=12, choices=[(n, n) for n in (DECISION, CONSULTATION, EXPORT, CONNEXION)])
    territoire = models.CharField(max_length=20, blank=True)
    verbe = models.CharField("action", max_length=80)
    objet = models.CharField("type d'objet", max_length=60, blank=True)
    objet_id = models.CharField(max_length=40, blank=True)
    detail = models.JSONField(default=dict, blank=True)

    class Meta:
        verbose_name = "ligne du journal"
        indexes = [
            models.Index(fields=["territoire", "-le"], name="journal_territoire"),
            models.Index(fields=["objet", "objet_id"], name="journal_objet"),
        ]


class Generation(models.Model):
    """A counter per territory and fact, bumped in the transaction of every write that touches the fact."""

    territoire = models.CharField(max_length=20)
    fait = models.CharField(max_length=20)
    numero = models.BigIntegerField(default=0)
    le = models.DateTimeField(default=timezone.now)

    class Meta:
        verbose_name = "génération d'un fait"
        constraints = [models.UniqueConstraint(fields=["territoire", "fait"], name="generation_unique")]


class Brouillon(models.Model):
    """What somebody was writing on a page (``adresse``), for them alone; ``champs`` is the form as it is posted."""

    compte = models.ForeignKey(Compte, on_delete=models.CASCADE, related_name="brouillons", db_index=False)
    adresse = models.CharField(max_length=200)
    champs = models.TextField()
    modifie_le = models.DateTimeField(default=timezone.now, db_index=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["compte", "adresse"], name="brouillon_unique")]


class Fichier(models.Model):
    """A file that somebody gave, kept on the disk under ``cle``. ``nom`` is a label; ``genre`` says what it really is.

    Whoever uses it points to it; one that nothing points to is swept after a day.
    """

    cle = models.CharField(max_length=48, unique=True)
    territoire = models.CharField(max_length=20)
    nom = models.CharField("nom donné", max_length=120)
    genre = models.CharField(max_length=4, choices=[(code, genre.libelle) for code, genre in GENRES.items()])
    taille = models.PositiveIntegerField("taille en octets")
    empreinte = models.CharField("empreinte SHA-256", max_length=64)
    par = models.ForeignKey(Compte, null=True, on_delete=models.PROTECT, related_name="+")
    depose_le = models.DateTimeField("déposé le", default=timezone.now)

    class Meta:
        verbose_name = "fichier déposé"


class ModeleWord(models.Model):
    """A territory's own Word template, checked when it came. Withdrawn, it is kept: documents were written with it.

    Each room has its table, with its territory and what the template is for (``socle.documents.modele``).
    """

    territoire: Any
    fichier = models.ForeignKey(Fichier, on_delete=models.PROTECT, related_name="+")
    cree_le = models.DateTimeField("déposé le", default=timezone.now)
    retire_le = models.DateTimeField("retiré le", null=True, blank=True)
    retire_par = models.ForeignKey(Compte, null=True, blank=True, on_delete=models.PROTECT, related_name="+")

    class Meta:
        abstract = True


class Lot(models.Model):
    """One import run: a file or a set of files for one territory, from reading to the report."""

    class Etat(models.TextChoices):
        RECU = "RECU", "reçu"
        LECTURE = "LECTURE", "lecture et contrôle"
        PRET = "PRET", "prêt à être appliqué"
        APPLICATION = "APPLICATION", "application"
        FAIT = "FAIT", "appliqué"
        REFUSE = "REFUSE", "fichier refusé"
        ECHOUE = "ECHOUE", "interrompu"
        ABANDONNE = "ABANDONNE", "abandonné"

    territoire = models.CharField(max_length=20)
    par = models.ForeignKey(Compte, null=True, on_delete=models.PROTECT, related_name="+")
    cree_le = models.DateTimeField(default=timezone.now)
    applique_le = models.DateTimeField(null=True)
    etat = models.CharField(max_length=12, choices=Etat.choices, default=Etat.RECU)
    fichiers = models.JSONField("noms des fichiers", default=list)
    chemin = models.CharField("fichier déposé", max_length=300, blank=True)
    table_imposee = models.CharField(max_length=30, blank=True)
    correspondance = models.JSONField(default=dict, blank=True)
    entetes = models.JSONField("en-têtes des tables lues", default=dict)
    generations = models.JSONField("générations lues à la comparaison", default=dict)
    temoins = models.JSONField("dernières versions lues à la comparaison", default=dict)
    bilan = models.JSONField("compte rendu par table", default=dict)
    message = models.TextField("raison du refus ou de l'échec", blank=True)
    faites = models.BigIntegerField("lignes traitées", default=0)
    attendues = models.BigIntegerField("lignes attendues", null=True)
    battement = models.DateTimeField("dernier signe de vie", null=True)

    class Meta:
        verbose_name = "import"
        indexes = [models.Index(fields=["territoire", "-cree_le"], name="lot_territoire")]
        constraints = [
            models.CheckConstraint(
                name="lot_applique_date",
                condition=Q(etat="FAIT", applique_le__isnull=False) | (~Q(etat="FAIT") & Q(applique_le__isnull=True)),
            )
        ]


class MessageLot(models.Model):
    """A rejection or a warning: where (table, row as the spreadsheet shows it, column), what, and the sentence."""

    REJET, AVERTISSEMENT = "REJET", "AVERTISSEMENT"

    lot = models.ForeignKey(Lot, on_delete=models.CASCADE, related_name="messages", db_index=False)
    gravite = models.CharField(max_length=13, choices=[(REJET, "rejet"), (AVERTISSEMENT, "avertissement")])
    table_nom = models.CharField(max_length=30)
    ligne = models.IntegerField()
    colonne = models.CharField(max_length=60, blank=True)
    valeur = models.TextField(blank=True)
    message = models.TextField()
    # A new comparison replaces what the previous one said, and leaves what reading said.
    de_comparaison = models.BooleanField("dit en comparant, non en lisant", default=False)

    class Meta:
        verbose_name = "message d'import"
        indexes = [models.Index(fields=["lot", "table_nom", "ligne"], name="message_lot_ligne")]


class LigneLot(models.Model):
    """A staged line: its typed values are the columns of the concrete staging table of each room.

    ``vides`` has one bit per column of the table's description, set where the cell says ``#VIDE``. ``FUSIONNEE`` marks
    a row that no file holds: several lines merged into what is to be written. ``actions`` is the room's own bits.
    """

    CREEE, MODIFIEE, INCHANGEE, REJETEE, FUSIONNEE = "C", "M", "I", "R", "F"

    # No constraint: a hundred thousand lookups of the same row, and these rows die with their run.
    lot = models.ForeignKey(Lot, on_delete=models.CASCADE, related_name="+", db_constraint=False, db_index=False)
    feuille = models.SmallIntegerField("rang de la table dans les fichiers", default=0)
    ligne = models.IntegerField("ligne du tableur")
    etat = models.CharField(max_length=1, blank=True)
    lisible = models.BooleanField("lue sans rejet", default=True)
    vides = models.BigIntegerField("colonnes à effacer", default=0)
    actions = models.IntegerField("ce qui est à écrire", default=0)
    brut = models.JSONField("cellules telles que lues", null=True)

    class Meta:
        abstract = True


class Envoi(models.Model):
    """A message due to a person, and what became of it. ``cle`` makes it unique: event, channel, hour or delay.

    ``personne`` and ``objet_id`` are numbers: the rooms that know them stand above. No address is kept; ``texte`` is
    what was sent, which says nothing sensitive.
    """

    SMS, COURRIEL = "SMS", "COURRIEL"

    class Etat(models.TextChoices):
        PREVU = "PREVU", "à envoyer"
        EN_COURS = "EN_COURS", "en cours d'envoi"
        ENVOYE = "ENVOYE", "envoyé"
        ECHOUE = "ECHOUE", "échoué"
        INCERTAIN = "INCERTAIN", "incertain"
        ANNULE = "ANNULE", "annulé"

    territoire = models.CharField(max_length=20)
    cle = models.CharField("ce qui le rend unique", max_length=150, unique=True)
    genre = models.CharField(max_length=30)
    objet_id = models.BigIntegerField()
    personne = models.BigIntegerField("numéro de la personne")
    canal = models.CharField(max_length=8, choices=[(SMS, "SMS"), (COURRIEL, "courriel")])
    partir_le = models.DateTimeField("à envoyer le")
    etat = models.CharField(max_length=9, choices=Etat.choices, default=Etat.PREVU)
    essais = models.SmallIntegerField(default=0)
    pris_le = models.DateTimeField("pris par l'exécutant le", null=True, blank=True)
    fini_le = models.DateTimeField("fini le", null=True, blank=True)
    texte = models.TextField("ce qui a été envoyé", blank=True)
    phrase = models.TextField("pourquoi il n'est pas parti", blank=True)

    class Meta:
        verbose_name = "message à une personne"
        constraints = [
            models.CheckConstraint(
                name="envoi_envoye", condition=~Q(etat="ENVOYE") | Q(pris_le__isnull=False, fini_le__isnull=False)
            ),
        ]
        indexes = [
            models.Index(fields=["etat", "partir_le"], name="envoi_du"),
            models.Index(fields=["personne"], name="envoi_personne"),
            models.Index(fields=["genre", "objet_id"], name="envoi_objet"),
        ]


class Fabrication(models.Model):
    """An archive of documents that somebody asked for, made in the background, kept a few days for them alone.

    ``objets`` are the numbers of what it is made of, in its order; ``detail`` and ``texte`` are its maker's.
    """

    class Etat(models.TextChoices):
        DEMANDEE = "DEMANDEE", "demandée"
        EN_COURS = "EN_COURS", "en cours"
        FAITE = "FAITE", "prête"
        ECHOUEE = "ECHOUEE", "échouée"
        EFFACEE = "EFFACEE", "effacée"

    territoire = models.CharField(max_length=20)
    genre = models.CharField(max_length=20)
    par = models.ForeignKey(Compte, null=True, on_delete=models.PROTECT, related_name="+", db_index=False)
    cle = models.CharField("nom du fichier sur le disque", max_length=48, unique=True)
    objets = models.JSONField("numéros de ce qui la compose", default=list)
    attendus = models.PositiveIntegerField("documents attendus")
    faits = models.PositiveIntegerField("documents faits", default=0)
    ecartes = models.PositiveIntegerField("hors du périmètre, laissés", default=0)
    detail = models.JSONField("ce qui la décrit", default=dict)
    texte = models.TextField("ce que l'auteur ajoute", blank=True)
    etat = models.CharField("état", max_length=8, choices=Etat.choices, default=Etat.DEMANDEE)
    essais = models.SmallIntegerField(default=0)
    phrase = models.TextField("pourquoi elle n'est pas faite", blank=True)
    cree_le = models.DateTimeField("demandée le", default=timezone.now)
    battement = models.DateTimeField("dernier signe de vie", default=timezone.now)
    fini_le = models.DateTimeField("finie le", null=True, blank=True)

    class Meta:
        verbose_name = "archive de documents"
        verbose_name_plural = "archives de documents"
        constraints = [
            models.CheckConstraint(
                name="fabrication_finie", condition=~Q(etat__in=["FAITE", "ECHOUEE"]) | Q(fini_le__isnull=False)
            )
        ]
        indexes = [models.Index(fields=["par", "-cree_le"], name="fabrication_par")]
