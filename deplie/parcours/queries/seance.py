"""What a séance decides about people: the prescriptions presented to it, the exits proposed."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from datetime import date
from typing import Final

from django.utils import timezone

from deplie.acteurs.queries import Acteur
from deplie.instances.models import Seance
from deplie.instances.queries import planifiables
from deplie.instances.queries.objets import Dossier
from deplie.instances.rules import COMITE_SUIVI, COMMISSION_ENTREE
from deplie.parcours.models import Participation, Prescription
from deplie.parcours.queries.choix import referents
from deplie.parcours.queries.perimetre import visibles_par
from deplie.parcours.queries.pieces import avec_pieces
from deplie.parcours.queries.prescription import criteres_de, prescriptions_visibles_par
from deplie.parcours.rules.cycle import EN_COMMISSION
from deplie.parcours.rules.duree import jours_de_parcours, mois
from deplie.territoires.rules import FREIN, MOTIF_ANNULATION, MOTIF_SORTIE

# Which bodies decide on an exit.
NATURES_DE_SORTIE: Final = frozenset({COMMISSION_ENTREE, COMITE_SUIVI})
# (number, scheme, since when it waits, séance it is presented to, whether that one is still to be held)
Attente = tuple[int, int, date, int | None, bool]


def _prescriptions(acteur: Acteur) -> list[Attente]:
    lues = prescriptions_visibles_par(acteur).filter(statut=EN_COMMISSION).order_by("le", "pk")
    champs = lues.values_list("pk", "dispositif", "statut_le", "seance", "seance__statut")
    return [(pk, ou, le, seance, statut == Seance.Statut.PREVUE) for pk, ou, le, seance, statut in champs]


def _sorties(acteur: Acteur) -> list[Attente]:
    provisoires = visibles_par(acteur).filter(date_sortie__isnull=False, date_validation_sortie=None)
    lues = provisoires.exclude(motif_sortie=MOTIF_ANNULATION).order_by("date_sortie", "pk")
    return [(pk, ou, le, None, False) for pk, ou, le in lues.values_list("pk", "dispositif", "date_sortie")]


def _attendues(seance: Seance, attentes: Iterable[Attente]) -> list[int]:
    """Those presented to a séance; and those that no séance to come takes, when they waited that day."""
    ou = seance.instance.dispositif_id
    return [
        pk
        for pk, dispositif, depuis, a, reservee in attentes
        if a == seance.pk or (not reservee and depuis <= seance.le and ou in (None, dispositif))
    ]


def compter_prescriptions(acteur: Acteur, seances: Sequence[Seance]) -> dict[int, int]:
    """How many prescriptions wait for each séance."""
    attentes = _prescriptions(acteur)
    return {seance.pk: len(_attendues(seance, attentes)) for seance in seances}


def compter_sorties(acteur: Acteur, seances: Sequence[Seance]) -> dict[int, int]:
    """How many proposed exits wait for each séance."""
    attentes = _sorties(acteur)
    return {seance.pk: len(_attendues(seance, attentes)) for seance in seances}


def prescriptions_presentees(acteur: Acteur, seance: Seance) -> list[Dossier]:
    """The prescriptions that wait for a séance, with what the actor may read of each."""
    pks = _attendues(seance, _prescriptions(acteur))
    lues = Prescription.objects.filter(pk__in=pks).prefetch_related("criteres", "freins").order_by("le", "pk")
    proches = lues.select_related("personne", "dispositif", "prescripteur", "referent")
    jour = min(seance.le, timezone.localdate())
    agents = list(referents(acteur)) if any(prescription.referent is None for prescription in proches) else []
    criteres = {prescription.pk: criteres_de(prescription, acteur, jour) for prescription in proches}
    avec_pieces(acteur, [lu.critere for lus in criteres.values() for lu in lus])
    return [
        Dossier(
            prescription.pk,
            str(prescription.personne),
            {
                "prescription": prescription,
                "criteres": criteres[prescription.pk],
                "agents": agents,
                "freins": [FREIN.libelle(frein.theme) for frein in prescription.freins.all()],
            },
        )
        for prescription in proches
    ]


def sorties_proposees(acteur: Acteur, seance: Seance) -> list[Dossier]:
    """The exits proposed by the day of a séance. Why, for who may read a situation."""
    pks = _attendues(seance, _sorties(acteur))
    lues = Participation.objects.filter(pk__in=pks).order_by("date_sortie", "pk")
    motif_lisible = acteur.peut("participation.situation")
    return [
        Dossier(
            participation.pk,
            str(participation.personne),
            {
                "participation": participation,
                "motif": MOTIF_SORTIE.libelle(participation.motif_sortie) if motif_lisible else "",
                "mois": _mois(participation),
            },
        )
        for participation in lues.select_related("personne", "dispositif", "referent")
    ]


def seances_de_sortie(acteur: Acteur, participation: Participation, jour: date) -> list[Seance]:
    """The séances to come where an exit of this scheme is decided, the nearest first."""
    if not acteur.peut("seance.voir"):
        return []
    prevues = planifiables(acteur, participation.dispositif, NATURES_DE_SORTIE, jour)
    return list(prevues.filter(le__gte=jour)[:3])


def _mois(participation: Participation) -> int:
    """Whole months of the parcours, suspensions apart."""
    fin = participation.date_sortie or participation.date_entree
    return int(mois(jours_de_parcours(participation.date_entree, fin, participation.jours_suspension)))


def nommer_prescriptions(acteur: Acteur, pks: Collection[int]) -> dict[int, str]:
    """Whom these prescriptions concern, of those that the actor may see."""
    lues = prescriptions_visibles_par(acteur).filter(pk__in=pks).select_related("personne").order_by("pk")
    return {lue.pk: str(lue.personne) for lue in lues}


def nommer_participations(acteur: Acteur, pks: Collection[int]) -> dict[int, str]:
    """Whom these participations concern, of those that the actor may see."""
    lues = visibles_par(acteur).filter(pk__in=pks).select_related("personne").order_by("pk")
    return {lue.pk: str(lue.personne) for lue in lues}
