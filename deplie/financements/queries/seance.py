"""The applications that wait for a committee."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Final

from deplie.acteurs.queries import Acteur
from deplie.financements.models import EvenementOperation, Operation
from deplie.financements.queries import operation as operations
from deplie.financements.queries.dossier import accordable, avec_lectures, grille_de, rendue_de, visibles_par
from deplie.financements.rules.cycle import A_DECIDER
from deplie.financements.rules.selection import note_de_candidature
from deplie.instances.models import Seance
from deplie.instances.queries.objets import Dossier
from deplie.instances.rules import COMITE_TECHNIQUE, COPIL, JURY, SELECTION

NATURES: Final = frozenset({SELECTION, COPIL, COMITE_TECHNIQUE, JURY})


def attendues(acteur: Acteur, seances: Sequence[Seance]) -> dict[int, list[int]]:
    """The numbers of the applications that wait for each séance: those ready by its day, of its scheme."""
    lues = visibles_par(acteur).filter(statut__in=sorted(A_DECIDER)).order_by("appel__ferme_le", "code", "pk")
    champs = list(lues.values_list("pk", "dispositif", "statut_le"))
    return {seance.pk: [pk for pk, ou, depuis in champs if _attend(seance, ou, depuis)] for seance in seances}


def _attend(seance: Seance, dispositif: int | None, depuis: date) -> bool:
    """Whether an application that has been ready since a day waits for a séance."""
    ou = seance.instance.dispositif_id
    return depuis <= seance.le and (ou is None or dispositif in (None, ou))


def compter(acteur: Acteur, seances: Sequence[Seance]) -> dict[int, int]:
    """How many applications wait for each séance."""
    return {pk: len(dossiers) for pk, dossiers in attendues(acteur, seances).items()}


def dossiers(acteur: Acteur, seance: Seance) -> list[Dossier]:
    """The applications that wait for a séance, best marked first within each call."""
    pks = attendues(acteur, [seance])[seance.pk]
    lues = avec_lectures(visibles_par(acteur).filter(pk__in=pks)).prefetch_related("evenements", "lignes", "ressources")
    grilles = {}
    prets = []
    for operation in lues.order_by("appel__ferme_le", "code", "pk"):
        appel = operation.appel
        grille = grilles.setdefault(appel.pk, grille_de(appel))
        note = note_de_candidature(grille, [rendue_de(une) for une in operation.lectures.all()], appel.lecteurs_min)
        prets.append((appel.ferme_le, appel.pk, -(note or 0), operation, note))
    prets.sort(key=lambda pret: (pret[0], pret[1], pret[2], pret[3].code))
    return [_dossier(operation, note) for *_, operation, note in prets]


def _dossier(operation: Operation, note: object) -> Dossier:
    avis = [pas.motif for pas in operation.evenements.all() if pas.acte == "rendre_avis"]
    contenu = {
        "operation": operation,
        "note": note,
        "avis": avis[-1] if avis else "",
        "accordable": accordable(operation),
    }
    return Dossier(operation.pk, f"{operation.code}, {operation.structure}", contenu)


def decidees_par(acteur: Acteur, seance: Seance) -> list[EvenementOperation] | None:
    """The operations that a séance decided on, of those that the actor may read; None when there is none. One query."""
    pas = EvenementOperation.objects.filter(seance=seance, operation__in=operations.visibles_par(acteur))
    return list(pas.select_related("operation__appel").order_by("operation__code", "pk")) or None
