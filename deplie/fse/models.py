"""Records of the participants of an operation; sensitive answers stand apart."""

from __future__ import annotations

from typing import Any

from django.db import models
from django.db.models import F, Q
from django.utils import timezone
from simple_history.models import HistoricalRecords

from deplie.financements.models import Operation
from deplie.fse.rules.entites import FEMMES, GENRES, NOM_MAX
from deplie.fse.rules.fiche import NON, NON_DEMANDE, OUI, REFUS
from deplie.fse.rules.questionnaire import (
    EMPLOIS,
    FINS,
    MINIMA,
    ORIGINES,
    OUI_NON,
    QUESTIONS,
    REFUSABLES,
    SENSIBLES,
    STATUTS,
)
from deplie.fse.rules.retour import RAPPROCHEMENTS
from deplie.personnes.models import Personne
from deplie.socle.models import Compte, Fichier
from deplie.territoires.models import Territoire

# Questions whose answers have their own table: special categories, and all that may be refused.
A_PART = tuple(cle for cle in QUESTIONS if cle in SENSIBLES or cle in REFUSABLES)


def _choix(cle: str, valeurs: Any, **options: Any) -> models.CharField[str, str]:
    return models.CharField(
        QUESTIONS[cle].libelle.lower(), max_length=11, choices=list(valeurs.items()), blank=True, **options
    )


class ParticipationFSE(models.Model):
    """One person in one operation: the first entry and its answers are kept, exit and results are the last ones.

    Sex and day of birth are the person's own. ``reprise_le``: the day of the last re-entry. ``origines``: where the
    answers at entry come from, by question. What was replaced stays among the versions.
    """

    operation = models.ForeignKey(Operation, on_delete=models.PROTECT, related_name="participants_fse", db_index=False)
    personne = models.ForeignKey(Personne, on_delete=models.PROTECT, related_name="participations_fse")
    date_entree = models.DateField("entrée dans l'opération le")
    reprise_le = models.DateField("revenue dans l'opération le", null=True, blank=True)
    origines = models.JSONField("origine des réponses", default=dict, blank=True)
    # At entry.
    statut = _choix("statut", STATUTS)
    duree_chomage_mois = models.PositiveSmallIntegerField("mois de chômage", null=True, blank=True)
    en_formation = _choix("en_formation", OUI_NON)
    emploi = _choix("emploi", EMPLOIS)
    sous_emploi = _choix("sous_emploi", OUI_NON)
    niveau_formation = models.CharField("diplôme le plus élevé", max_length=3, blank=True)
    minima = _choix("minima", MINIMA)
    zone_rurale = _choix("zone_rurale", OUI_NON)
    menage_sans_emploi = _choix("menage_sans_emploi", OUI_NON)
    enfants_a_charge = _choix("enfants_a_charge", OUI_NON)
    adulte_seul = _choix("adulte_seul", OUI_NON)
    # At exit.
    date_sortie = models.DateField("sortie de l'opération le", null=True, blank=True)
    constat_sortie = models.DateField("situation à la sortie observée le", null=True, blank=True)
    fin_sortie = _choix("fin_sortie", FINS)
    statut_sortie = _choix("statut_sortie", STATUTS)
    emploi_sortie = _choix("emploi_sortie", EMPLOIS)
    recherche_sortie = _choix("recherche_sortie", OUI_NON)
    formation_sortie = _choix("formation_sortie", OUI_NON)
    qualification_sortie = _choix("qualification_sortie", OUI_NON)
    # Six months after.
    constat_six_mois = models.DateField("situation à six mois observée le", null=True, blank=True)
    statut_six_mois = _choix("statut_six_mois", STATUTS)
    emploi_six_mois = _choix("emploi_six_mois", EMPLOIS)
    sous_emploi_six_mois = _choix("sous_emploi_six_mois", OUI_NON)
    progression_six_mois = _choix("progression_six_mois", OUI_NON)
    historique = HistoricalRecords(related_name="versions", no_db_index=["operation", "personne"])

    class Meta:
        verbose_name = "fiche de participant"
        verbose_name_plural = "fiches de participants"
        constraints = [
            models.UniqueConstraint(fields=["operation", "personne"], name="participation_fse_unique"),
            models.CheckConstraint(
                name="participation_fse_dates",
                condition=Q(date_sortie__isnull=True) | Q(date_sortie__gt=F("date_entree")),
            ),
            models.CheckConstraint(
                name="participation_fse_reprise",
                condition=Q(reprise_le__isnull=True)
                | Q(reprise_le__gt=F("date_entree"), date_sortie__isnull=True)
                | Q(reprise_le__gt=F("date_entree"), date_sortie__gte=F("reprise_le")),
            ),
            models.CheckConstraint(
                name="participation_fse_constat",
                condition=Q(constat_sortie__isnull=True)
                | Q(date_sortie__isnull=False, constat_sortie__gte=F("date_sortie")),
            ),
            models.CheckConstraint(
                name="participation_fse_six_mois",
                condition=Q(constat_six_mois__isnull=True)
                | Q(date_sortie__isnull=False, constat_six_mois__gte=F("date_sortie")),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.operation.code}, entrée du {self.date_entree:%d/%m/%Y}"


class ReponseSensibleFSE(models.Model):
    """An answer of a record to a sensitive question, with the trace of the asking: when, by whom.

    « Not asked » is no row. A refusal is one, where the rules allow it.
    """

    participation = models.ForeignKey(
        ParticipationFSE, on_delete=models.CASCADE, related_name="reponses_sensibles", db_index=False
    )
    question = models.CharField(max_length=20, choices=[(cle, QUESTIONS[cle].libelle) for cle in A_PART])
    reponse = models.CharField(
        "réponse", max_length=20, choices=[(OUI, "oui"), (NON, "non"), (REFUS, "ne se prononce pas")]
    )
    origine = models.CharField(max_length=8, choices=list(ORIGINES.items()))
    demandee_le = models.DateField("question posée le", null=True, blank=True)
    demandee_par = models.ForeignKey(Compte, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    historique = HistoricalRecords(related_name="versions", no_db_index=["participation", "demandee_par"])

    class Meta:
        verbose_name = "réponse sensible au fonds européen"
        verbose_name_plural = "réponses sensibles au fonds européen"
        constraints = [
            models.UniqueConstraint(fields=["participation", "question"], name="reponse_fse_unique"),
            models.CheckConstraint(
                name="reponse_fse_posee", condition=~Q(reponse=NON_DEMANDE) & Q(reponse__in=[OUI, NON, REFUS])
            ),
            models.CheckConstraint(
                name="reponse_fse_refus",
                condition=~Q(reponse=REFUS) | Q(question__in=sorted(REFUSABLES), demandee_le__isnull=False),
            ),
        ]


class EntiteSoutenue(models.Model):
    """A body that an operation supports, or a kind that its project is of, with the day and the proof.

    ``cle`` is the name folded; two lines of one body are told by ``rules.entites.identites``.
    """

    operation = models.ForeignKey(Operation, on_delete=models.PROTECT, related_name="entites_soutenues", db_index=False)
    genre = models.CharField("sorte", max_length=10, choices=list(GENRES.items()))
    nom = models.CharField("nom de l'organisme", max_length=NOM_MAX, blank=True)
    cle = models.CharField("nom rapproché", max_length=NOM_MAX, blank=True, editable=False)
    siret = models.CharField("SIRET", max_length=14, blank=True)
    le = models.DateField("soutenu le")
    preuve = models.CharField("preuve", max_length=200)
    fichier = models.ForeignKey(
        Fichier, null=True, blank=True, on_delete=models.PROTECT, related_name="+", db_index=False
    )
    historique = HistoricalRecords(related_name="versions", no_db_index=["operation", "fichier"])

    class Meta:
        verbose_name = "organisme soutenu"
        verbose_name_plural = "organismes soutenus"
        constraints = [
            models.UniqueConstraint(fields=["operation", "genre", "cle"], name="entite_soutenue_unique"),
            models.CheckConstraint(name="entite_soutenue_nommee", condition=Q(genre=FEMMES) | ~Q(cle="")),
            models.CheckConstraint(name="entite_soutenue_prouvee", condition=~Q(preuve="")),
        ]

    def __str__(self) -> str:
        return self.nom or self.get_genre_display()


class CorrespondanceFSE(models.Model):
    """How a territory's records leave: columns, order, labels, codes, kept as data (``rules.correspondance``)."""

    territoire = models.ForeignKey(
        Territoire, on_delete=models.PROTECT, related_name="correspondances_fse", db_index=False
    )
    nom = models.CharField(max_length=100)
    donnees = models.JSONField("colonnes")
    modifiee_le = models.DateTimeField("modifiée le", default=timezone.now)
    modifiee_par = models.ForeignKey(Compte, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    historique = HistoricalRecords(related_name="versions", no_db_index=["territoire", "modifiee_par"])

    class Meta:
        verbose_name = "correspondance d'export"
        verbose_name_plural = "correspondances d'export"
        ordering = ["nom"]
        constraints = [models.UniqueConstraint(fields=["territoire", "nom"], name="correspondance_fse_unique")]

    def __str__(self) -> str:
        return self.nom


class RetourService(models.Model):
    """A file of errors that the managing service sent back; the same file again is recognised by its ``empreinte``.

    ``lignes``, each with its row in the file, are kept until the last one is settled, thirty days at most;
    ``efface_le``: when the copy went by time. ``colonnes``: what each target was read in.
    """

    territoire = models.ForeignKey(Territoire, on_delete=models.PROTECT, related_name="retours_fse")
    fichier = models.CharField("nom du fichier", max_length=200)
    depose_le = models.DateTimeField("déposé le", default=timezone.now)
    depose_par = models.ForeignKey(Compte, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    entetes = models.JSONField("en-têtes", default=list)
    lignes = models.JSONField("lignes", default=list)
    empreinte = models.CharField(max_length=64, blank=True, editable=False)
    colonnes = models.JSONField("colonnes choisies", default=dict)
    rapproche_le = models.DateTimeField("rapproché le", null=True, blank=True)
    efface_le = models.DateTimeField("copie effacée le", null=True, blank=True, editable=False)

    class Meta:
        verbose_name = "retour du service"
        verbose_name_plural = "retours du service"
        constraints = [
            models.UniqueConstraint(
                fields=["territoire", "empreinte"], condition=~Q(empreinte=""), name="retour_fse_unique"
            )
        ]

    def __str__(self) -> str:
        return self.fichier


class ErreurService(models.Model):
    """A line of such a file: what the service says of a record, until it is fixed.

    Without a record, nobody was recognised, ``raison`` says why; ``repere`` is what the file said of the person. A line
    set aside is none of ours, or was said again later.
    """

    retour = models.ForeignKey(RetourService, on_delete=models.PROTECT, related_name="erreurs")
    participation = models.ForeignKey(
        ParticipationFSE, null=True, blank=True, on_delete=models.CASCADE, related_name="erreurs"
    )
    ligne = models.PositiveIntegerField("ligne du fichier")
    repere = models.CharField("personne dite par le fichier", max_length=200, blank=True)
    message = models.TextField("erreur")
    code = models.CharField("code de l'erreur", max_length=60, blank=True)
    colonne = models.CharField("colonne en cause", max_length=200, blank=True)
    rapprochement = models.CharField("reconnue", max_length=9, choices=list(RAPPROCHEMENTS.items()), blank=True)
    raison = models.CharField("pourquoi elle n'est pas reconnue, ou écartée", max_length=200, blank=True)
    ecartee_le = models.DateTimeField("écartée le", null=True, blank=True)
    ecartee_par = models.ForeignKey(Compte, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    corrigee_le = models.DateTimeField("corrigée le", null=True, blank=True)
    corrigee_par = models.ForeignKey(Compte, null=True, blank=True, on_delete=models.PROTECT, related_name="+")

    class Meta:
        verbose_name = "erreur signalée par le service"
        verbose_name_plural = "erreurs signalées par le service"
        constraints = [
            models.CheckConstraint(name="erreur_fse_reperee", condition=Q(participation__isnull=False) | ~Q(repere="")),
            models.CheckConstraint(
                name="erreur_fse_issue", condition=Q(corrigee_le__isnull=True) | Q(ecartee_le__isnull=True)
            ),
        ]
