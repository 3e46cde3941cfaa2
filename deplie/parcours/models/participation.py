"""A person's participation in a scheme, what was true at entry, its exit."""

from __future__ import annotations

from datetime import date

from django.db import models
from django.db.models import F, Q
from django.db.models.functions import Coalesce
from simple_history.models import HistoricalRecords

from deplie.acteurs.models import Agent, Organisation
from deplie.personnes.models import Personne
from deplie.territoires.models import Dispositif

OUI_NON = [("OUI", "oui"), ("NON", "non")]
OUI_NON_NSP = [*OUI_NON, ("NSP", "ne sait pas")]
JAMAIS = date(9999, 12, 31)


class Depart(models.Func):
    """``Depart("date_sortie")``: the day of exit, the end of time for who is still there.

    One comparison instead of « no exit or exit after », which neither database reads from an index. The literal is in
    the text, not a parameter: SQLite recognises an indexed expression only when it is written the same.
    """

    template = "COALESCE(%(expressions)s, '9999-12-31')"
    arity = 1
    output_field = models.DateField()


class ParticipationQuerySet(models.QuerySet["Participation"]):
    def reelles(self) -> ParticipationQuerySet:
        """Those that count: a participation ended as a duplicate counts nowhere."""
        return self.exclude(motif_sortie="A_DOUBLON")

    def ouvertes_le(self, jour: date) -> ParticipationQuerySet:
        """In progress on a day: entered by then, not gone by then (the day of exit is over)."""
        return self.reelles().alias(depart=Depart("date_sortie")).filter(depart__gt=jour, date_entree__lte=jour)

    def suivies_entre(self, debut: date, fin: date) -> ParticipationQuerySet:
        """Open at least one day of the period, both ends included."""
        return self.reelles().alias(depart=Depart("date_sortie")).filter(depart__gte=debut, date_entree__lte=fin)


class Participation(models.Model):
    """From the admission in commission to the exit, with what was true at entry."""

    # Without an index of their own, here and below: a constraint or an index of the table begins with them already,
    # and an import of 200,000 lines pays for each index.
    personne = models.ForeignKey(Personne, on_delete=models.PROTECT, related_name="participations", db_index=False)
    dispositif = models.ForeignKey(Dispositif, on_delete=models.PROTECT, related_name="participations", db_index=False)
    referent = models.ForeignKey(Agent, null=True, blank=True, on_delete=models.PROTECT, related_name="participations")
    prescripteur = models.ForeignKey(
        Organisation, null=True, blank=True, on_delete=models.PROTECT, related_name="prescriptions"
    )
    date_prescription = models.DateField(null=True, blank=True)
    date_entree = models.DateField("date d'entrée (commission)")
    # Set once, by the first étape or interview; a record that comes from another tool had begun there.
    commencee_le = models.DateField("parcours commencé le", null=True, blank=True)
    date_sortie = models.DateField(null=True, blank=True)
    motif_sortie = models.CharField(max_length=12, blank=True)
    date_validation_sortie = models.DateField(null=True, blank=True)
    situation_6_mois = models.CharField(max_length=10, blank=True)
    date_situation_6_mois = models.DateField(null=True, blank=True)
    jours_suspension = models.IntegerField(null=True, blank=True)
    # At entry:
    code_commune = models.CharField(max_length=5, blank=True)
    commune = models.CharField(max_length=100, blank=True)
    qpv = models.CharField(max_length=3, choices=OUI_NON_NSP, blank=True)
    code_qpv = models.CharField(max_length=8, blank=True)
    niveau_formation = models.CharField(max_length=3, blank=True)
    statut_entree = models.CharField(max_length=7, blank=True)
    duree_chomage_mois = models.IntegerField(null=True, blank=True)
    zone_rurale = models.CharField(max_length=3, choices=OUI_NON_NSP, blank=True)
    historique = HistoricalRecords(
        related_name="versions", no_db_index=["personne", "dispositif", "referent", "prescripteur"]
    )

    objects = ParticipationQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["personne", "dispositif", "date_entree"], name="participation_unique"),
            models.UniqueConstraint(
                fields=["personne", "dispositif"],
                condition=Q(date_sortie__isnull=True),
                name="participation_une_ouverte",
            ),
            models.CheckConstraint(
                name="participation_dates",
                condition=Q(date_sortie__isnull=True) | Q(date_sortie__gte=F("date_entree")),
            ),
            models.CheckConstraint(
                name="participation_motif_date", condition=Q(motif_sortie="") | Q(date_sortie__isnull=False)
            ),
            models.CheckConstraint(
                name="participation_suspension",
                condition=Q(jours_suspension__isnull=True) | Q(jours_suspension__gte=0),
            ),
            models.CheckConstraint(
                name="participation_chomage",
                condition=Q(duree_chomage_mois__isnull=True) | Q(duree_chomage_mois__gte=0),
            ),
        ]
        indexes = [
            models.Index(fields=["dispositif", "date_entree"], name="participation_entree"),
            # Also the state on a day: counted without reading a row.
            models.Index(
                "dispositif",
                Coalesce("date_sortie", models.Value(JAMAIS)),  # the expression of Depart
                "date_entree",
                "motif_sortie",
                name="participation_depart",
            ),
        ]


class Critere(models.Model):
    """An eligibility criterion held at entry. Some are sensitive (``rules.CRITERES_SENSIBLES``)."""

    participation = models.ForeignKey(Participation, on_delete=models.CASCADE, related_name="criteres", db_index=False)
    code = models.CharField(max_length=12)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["participation", "code"], name="critere_unique")]


class Frein(models.Model):
    """An obstacle to employment met at entry (data-inclusion themes)."""

    participation = models.ForeignKey(Participation, on_delete=models.CASCADE, related_name="freins", db_index=False)
    theme = models.CharField(max_length=120)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["participation", "theme"], name="frein_unique")]
