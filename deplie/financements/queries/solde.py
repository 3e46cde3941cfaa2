"""What is due of an operation once its bilans are accepted."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from django.utils import timezone

from deplie.acteurs.queries import Acteur
from deplie.financements.models import Operation
from deplie.financements.queries.bilan import autres_recues, bilans_de
from deplie.financements.queries.convention import paiements, situation
from deplie.financements.rules.cycle import CSF_VALIDE
from deplie.financements.rules.versements import RIEN, Solde, solder
from deplie.socle.argent import somme


@dataclass(frozen=True)
class Etat:
    """Where an operation stands: what its accepted bilans keep, what is due, whether the final one is accepted."""

    retenu: Decimal
    solde: Solde
    final: bool

    @property
    def a_regler(self) -> bool:
        """Whether something must still move."""
        return self.solde.sens != RIEN


def etat_de(operation: Operation, jour: date) -> Etat | None:
    """What is due of an operation on a day; None before a convention and an accepted bilan."""
    ici = situation(operation, jour)
    valides = [(bilan, compte) for bilan, compte in bilans_de(operation) if bilan.valide_le]
    if ici is None or not valides:
        return None
    retenu = somme(compte.retenu for _, compte in valides)
    termes = ici.termes
    du = solder(retenu, termes.taux, termes.aide, paiements(ici.versements), autres_recues(operation))
    return Etat(retenu, du, any(bilan.final for bilan, _ in valides))


def panneau(acteur: Acteur, operation: Operation) -> dict[str, object] | None:
    """What the page of an operation says of its balance, for who reads expenses."""
    etat = etat_de(operation, timezone.localdate())
    if etat is None:
        return None
    return {"etat": etat, "suite": acteur.peut("operation.gerer") and operation.statut == CSF_VALIDE}
