"""Records that somebody may read, and the same as the rules read them."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any, Final

from django.db.models import Q, QuerySet

from deplie.acteurs.models import Agent
from deplie.acteurs.queries import Acteur
from deplie.acteurs.rules import Perimetre
from deplie.financements.models import Operation
from deplie.financements.queries import operation as operations
from deplie.financements.rules.cycle import RETENUS
from deplie.financements.rules.forfait import PROGRAMMATIONS
from deplie.fse.models import ErreurService, ParticipationFSE, ReponseSensibleFSE
from deplie.fse.rules.completude import Jauge, Seuils, jauge, projeter
from deplie.fse.rules.fiche import CHAMPS, Fiche
from deplie.fse.rules.questionnaire import PARCOURS
from deplie.parcours.models import Participation
from deplie.parcours.queries.perimetre import condition_de, ou_404
from deplie.territoires.queries.reglages import reglage

_PROPRES: Final = {champ.name for champ in ParticipationFSE._meta.concrete_fields}
COLONNES: Final = tuple(champ for champ in CHAMPS if champ in _PROPRES and champ not in ("operation", "personne"))
SEUIL: Final = "seuil_incompletude_fse"


@dataclass(frozen=True)
class FicheLue:
    """A record, and the same as the rules read it."""

    participation: ParticipationFSE
    fiche: Fiche


def programmation_de(operation: Operation) -> str:
    """The programmation of an operation, its own or that of its call; empty when it is not European."""
    dite = operation.programmation or (operation.appel.programmation if operation.appel else "")
    return dite if dite in PROGRAMMATIONS else ""


def toutes(acteur: Acteur) -> QuerySet[ParticipationFSE]:
    """Every record of the territory: for counts, never to be named."""
    proche = ("operation__appel", "operation__territoire", "personne")
    siennes = ParticipationFSE.objects.filter(operation__territoire=acteur.territoire).select_related(*proche)
    return siennes.order_by("personne__cle_nom", "pk")


def visibles_par(acteur: Acteur) -> QuerySet[ParticipationFSE]:
    """Records of the people that the actor follows; a structure, those of the operations that it carries, alone."""
    if Perimetre.TERRITOIRE in acteur.perimetres:
        return toutes(acteur)
    suivies = Participation.objects.filter(condition_de(acteur, frozenset({Perimetre.PORTEFEUILLE})))
    permises = Q(personne__in=suivies.values("personne"))
    if Perimetre.ETAPES in acteur.perimetres and acteur.organisation:
        permises |= Q(operation__porteur=acteur.organisation)
    return toutes(acteur).filter(permises)


def lisibles_par(acteur: Acteur, participation: ParticipationFSE) -> list[ReponseSensibleFSE]:
    """The answers that stand apart and that the actor may read: all, or those that their own structure collected.

    What a person told their référent is not told to a structure by way of a record.
    """
    reponses = participation.reponses_sensibles.order_by("pk")
    if acteur.peut("sensible.lire"):
        return list(reponses)
    if not acteur.peut("fse.sensible") or acteur.organisation is None:
        return []
    siens = Agent.objects.filter(organisation=acteur.organisation, territoire=acteur.territoire)
    return list(reponses.exclude(origine=PARCOURS).filter(demandee_par__in=siens.values("compte")))


def fiche_ou_404(acteur: Acteur, pk: int) -> ParticipationFSE:
    """A record; 404 outside the actor's perimeter."""
    return ou_404(visibles_par(acteur).filter(pk=pk).first())


def operation_fse_ou_404(acteur: Acteur, pk: int) -> Operation:
    """An operation of a European programmation that the actor may read."""
    trouvee = operations.operation_ou_404(acteur, pk)
    return ou_404(trouvee if programmation_de(trouvee) else None)


def lire(participations: Iterable[ParticipationFSE] | QuerySet[ParticipationFSE]) -> list[FicheLue]:
    """Records with what the rules read of them, in two queries."""
    if isinstance(participations, QuerySet):
        participations = participations.prefetch_related("reponses_sensibles")
    return [FicheLue(une, en_fiche(une)) for une in participations]


def en_fiche(participation: ParticipationFSE) -> Fiche:
    """A record as the rules read it."""
    valeurs: dict[str, Any] = {champ: _ou_rien(getattr(participation, champ)) for champ in COLONNES}
    valeurs |= {reponse.question: reponse.reponse for reponse in participation.reponses_sensibles.all()}
    return Fiche(
        operation=participation.operation.code,
        personne=str(participation.personne_id),
        programmation=programmation_de(participation.operation),
        objectif=participation.operation.objectif_specifique,
        sexe=participation.personne.sexe or None,
        date_naissance=participation.personne.date_naissance,
        **valeurs,
    )


def _ou_rien(valeur: Any) -> Any:
    return None if valeur == "" else valeur


def seuils_de(acteur: Acteur) -> Seuils:
    """The shares of incomplete records past which an operation of the territory is exposed, each from its day on."""
    poses = {date.fromisoformat(jour): seuil for jour, seuil in reglage(acteur.territoire, SEUIL).items()}
    return Seuils(tuple(sorted(poses.items())))


@dataclass(frozen=True)
class EtatOperation:
    """How complete an operation is, and how it would end."""

    operation: Operation
    jauge: Jauge
    projection: Jauge
    a_corriger: int

    @property
    def alarme(self) -> bool:
        """Past the threshold, or going there."""
        return self.jauge.depasse or self.projection.depasse


def etat_de(
    operation: Operation, fiches: list[Fiche], jour: date, seuils: Seuils, a_corriger: int = 0
) -> EtatOperation:
    """The gauge of an operation on a day, and the one that it goes to, each by the threshold of its own day."""
    fin = max(operation.fin or jour, jour)
    ici = jauge(fiches, seuils.le(jour, operation.fin))
    return EtatOperation(operation, ici, projeter(fiches, jour, fin, seuils.le(fin, operation.fin)), a_corriger)


def etats(acteur: Acteur, jour: date) -> list[EtatOperation]:
    """The European operations that the actor may read, those in danger first."""
    seuils = seuils_de(acteur)
    par_operation: dict[int, list[Fiche]] = {}
    for lue in lire(toutes(acteur)):
        par_operation.setdefault(lue.participation.operation_id, []).append(lue.fiche)
    erreurs: dict[int, int] = {}
    for operation in erreurs_ouvertes(acteur).values_list("participation__operation", flat=True):
        erreurs[operation] = erreurs.get(operation, 0) + 1
    lues = [
        une
        for une in operations.visibles_par(acteur).order_by("-debut", "code")
        if programmation_de(une) and (une.statut in RETENUS or une.pk in par_operation)
    ]
    trouves = [etat_de(une, par_operation.get(une.pk, []), jour, seuils, erreurs.get(une.pk, 0)) for une in lues]
    return sorted(trouves, key=lambda etat: (not etat.jauge.depasse, not etat.alarme))


def erreurs_ouvertes(acteur: Acteur) -> QuerySet[ErreurService]:
    """What the managing service said of records, not fixed yet."""
    siennes = ErreurService.objects.filter(participation__operation__territoire=acteur.territoire)
    siennes = siennes.filter(corrigee_le=None, ecartee_le=None)
    return siennes.select_related("retour", "participation__operation", "participation__personne").order_by("pk")
