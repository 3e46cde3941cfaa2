"""What the parcours knows of somebody on the day they enter an operation: never asked twice."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import Q, QuerySet

from deplie.acteurs.queries import Acteur
from deplie.financements.models import Operation
from deplie.financements.queries import operation as operations
from deplie.fse.models import ParticipationFSE
from deplie.fse.queries.fiche import programmation_de
from deplie.fse.rules.questionnaire import PARCOURS, QUESTIONS, FaitsParcours, deduire, refus_de_reponse
from deplie.parcours.models import Etape, Participation
from deplie.parcours.queries.perimetre import etapes_visibles_par
from deplie.personnes.models import Personne, ReponseSensible


@dataclass(frozen=True)
class Connu:
    """An answer that the parcours holds; ``le``: the day it was given, for a sensitive one."""

    valeur: Any
    le: date | None = None


def connu_de(personne: Personne, operation: Operation, entree: date) -> dict[str, Connu]:
    """The answers at entry that the parcours gives, by question: those of the stay under way that day.

    A refusal is kept only where the European questionnaire allows one.
    """
    sejour = _sejour(personne, operation, entree)
    dites = _sensibles(personne, entree)
    faits = FaitsParcours(
        statut_entree=sejour.statut_entree if sejour else "",
        duree_chomage_mois=sejour.duree_chomage_mois if sejour else None,
        niveau_formation=sejour.niveau_formation if sejour else "",
        zone_rurale=sejour.zone_rurale if sejour else "",
        criteres=frozenset(sejour.criteres.values_list("code", flat=True)) if sejour else frozenset(),
        sensibles={cle: reponse.reponse for cle, reponse in dites.items()},
    )
    trouves = {}
    for cle, valeur in deduire(faits).items():
        le = dites[cle].le if cle in dites else (sejour.date_entree if sejour else None)
        if not refus_de_reponse(QUESTIONS[cle], valeur, origine=PARCOURS, demandee_le=le):
            trouves[cle] = Connu(valeur, le)
    return trouves


def _sejour(personne: Personne, operation: Operation, entree: date) -> Participation | None:
    """The stay under way on the day of entry, in the operation's scheme first; else the last one before; else any."""
    sejours = list(Participation.objects.reelles().filter(personne=personne).order_by("date_entree", "pk"))
    return sejour_parmi(sejours, operation, entree)


def sejour_parmi(sejours: list[Participation], operation: Operation, entree: date) -> Participation | None:
    """The same, of a person's stays, in the order of their entries."""

    def rang(sejour: Participation) -> tuple[bool, bool, bool, date]:
        ouvert = sejour.date_entree <= entree and (sejour.date_sortie is None or sejour.date_sortie >= entree)
        return ouvert, sejour.dispositif_id == operation.dispositif_id, sejour.date_entree <= entree, sejour.date_entree

    return max(sejours, key=rang, default=None)


def _sensibles(personne: Personne, entree: date) -> dict[str, ReponseSensible]:
    """The last answer given by the day of entry, by question; else the first one after."""
    retenues: dict[str, ReponseSensible] = {}
    for reponse in ReponseSensible.objects.filter(personne=personne).order_by("le"):
        if reponse.le <= entree or reponse.question not in retenues:
            retenues[reponse.question] = reponse
    return retenues


@dataclass(frozen=True)
class Arrivee:
    """Somebody whom étapes of an operation receive and who has no record; ``fin`` None: still there, or unknown."""

    personne: Personne
    debut: date
    fin: date | None


def sans_fiche(acteur: Acteur, operation: Operation, jour: date) -> list[Arrivee]:
    """People whose étapes name the operation, begun, without a record there; of those that the actor may see."""
    lues = _commencees(acteur, operation, jour).exclude(
        participation__personne__in=ParticipationFSE.objects.filter(operation=operation).values("personne")
    )
    trouvees: dict[int, Arrivee] = {}
    for etape in lues.select_related("participation__personne").order_by("date_debut", "pk"):
        personne = etape.participation.personne
        deja = trouvees.get(personne.pk)
        fin = etape.date_fin if deja is None or (deja.fin and etape.date_fin) else None
        if deja and fin and deja.fin:
            fin = max(fin, deja.fin)
        trouvees[personne.pk] = Arrivee(personne, deja.debut if deja else etape.date_debut, fin)
    return list(trouvees.values())


def _commencees(acteur: Acteur, operation: Operation, jour: date) -> QuerySet[Etape]:
    etapes = etapes_visibles_par(acteur).filter(operation=operation.code, date_debut__lte=jour)
    return etapes.exclude(Q(statut="ANNULEE") | Q(statut="PREVUE") | Q(participation__motif_sortie="A_DOUBLON"))


def operations_ouvertes(acteur: Acteur, personne: Personne) -> list[Operation]:
    """European operations in which the person has no record: those that a record may be opened in by hand."""
    deja = ParticipationFSE.objects.filter(personne=personne).values("operation")
    lues = operations.visibles_par(acteur).retenues().exclude(pk__in=deja).order_by("-debut", "code")
    return [une for une in lues if programmation_de(une)]
