"""What the page of an operation shows of its execution, by its own slots."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal

from django.utils import timezone

from deplie.acteurs.queries import Acteur
from deplie.financements.models import BilanExecution, Operation
from deplie.financements.queries import bilan as lus
from deplie.financements.rules.bilan import Compte
from deplie.financements.rules.cycle import CONVENTIONNES, EN_EXECUTION
from deplie.financements.rules.echeances import Periode
from deplie.socle.argent import somme


@dataclass(frozen=True)
class Bilans:
    """Bilans with what they make; ``proposee``: the next one expected, for who may begin it."""

    lignes: list[tuple[BilanExecution, Compte]]
    proposee: Periode | None

    @property
    def declare(self) -> Decimal:
        return somme(compte.declare for _, compte in self.lignes)

    @property
    def retenu(self) -> Decimal:
        """What is kept of the bilans that are accepted."""
        return somme(compte.retenu for bilan, compte in self.lignes if bilan.valide_le)


def bilans(acteur: Acteur, operation: Operation) -> Bilans | None:
    """The bilans of an operation; nothing before it is signed."""
    if operation.statut not in CONVENTIONNES:
        return None
    proposee = None
    if operation.statut == EN_EXECUTION and acteur.peut("depense.declarer"):
        termes = lus.termes_presents(operation, timezone.localdate())
        proposee = lus.periode_proposee(operation, termes) if termes else None
    return Bilans(lus.bilans_de(operation), proposee)
