"""What waits for who holds the calls and the operations: for the home page."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from typing import Final

from deplie.acteurs.queries import Acteur
from deplie.financements.models import Lecture
from deplie.financements.queries.dossier import a_lire
from deplie.financements.queries.operation import visibles_par
from deplie.financements.rules.cycle import (
    A_DECIDER,
    BILAN_DEPOSE,
    CSF_CONTRADICTOIRE,
    CSF_EN_COURS,
    DEPOSEE,
    EN_INSTRUCTION,
    PROGRAMMEE,
    RECEVABLE,
)

# What waits, for which right, in the words of who does it; « demandes » and « retenues » are lists of operations.
ATTENTES: Final = (
    ("dossier.instruire", "Recevabilité à dire", frozenset({DEPOSEE}), "demandes"),
    ("dossier.instruire", "À instruire", frozenset({RECEVABLE, EN_INSTRUCTION}), "demandes"),
    ("dossier.instruire", "À présenter à un comité", A_DECIDER, "demandes"),
    ("operation.gerer", "À conventionner", frozenset({PROGRAMMEE}), "retenues"),
    ("controle.tenir", "Bilan à contrôler", frozenset({BILAN_DEPOSE}), "retenues"),
    ("controle.tenir", "En cours de contrôle", frozenset({CSF_EN_COURS, CSF_CONTRADICTOIRE}), "retenues"),
)


@dataclass(frozen=True)
class Attente:
    """So many operations that wait for the same act; ``onglet``: the list where they stand."""

    libelle: str
    nombre: int
    onglet: str


@dataclass(frozen=True)
class Attentes:
    """What waits: applications to read and mark, operations by what they wait for (none left out at zero)."""

    lectures: list[Lecture]
    operations: list[Attente]


def attentes(acteur: Acteur) -> Attentes:
    """What the actor's rights let them do, in two queries."""
    nombres = Counter(visibles_par(acteur).values_list("statut", flat=True)) if _compte(acteur) else Counter()
    lues = [
        Attente(libelle, sum(nombres[etat] for etat in etats), onglet)
        for droit, libelle, etats, onglet in ATTENTES
        if acteur.peut(droit)
    ]
    return Attentes(list(a_lire(acteur)), lues)


def _compte(acteur: Acteur) -> bool:
    return any(acteur.peut(droit) for droit, *_ in ATTENTES)
