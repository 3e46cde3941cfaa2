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
from deplie.financements.rules.nomenclature import SOLDE
from deplie.financements.rules.versements import RIEN, VERSER, Solde, acompte, solder
from deplie.socle.argent import ZERO, somme


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
    payes, autres = paiements(ici.versements), autres_recues(operation)
    du = solder(retenu, termes.taux, termes.aide, payes, autres, ici.rendu)
    return Etat(retenu, du, any(bilan.final for bilan, _ in valides))


def plafond_de(operation: Operation, genre: str, part_max: Decimal, jour: date) -> Decimal:
    """What the accepted bilans let be paid now as an instalment (under ``part_max`` percent of the aid), or as the
    balance."""
    etat, ici = etat_de(operation, jour), situation(operation, jour)
    if etat is None or ici is None:
        return ZERO
    if genre == SOLDE:
        return etat.solde.montant if etat.solde.sens == VERSER else ZERO
    termes = ici.termes
    return acompte(etat.retenu, termes.taux, termes.aide, paiements(ici.versements), part_max, ici.rendu)


def panneau(acteur: Acteur, operation: Operation) -> dict[str, object] | None:
    """What the page of an operation says of its balance, for who reads expenses."""
    etat = etat_de(operation, timezone.localdate())
    if etat is None:
        return None
    return {"etat": etat, "suite": acteur.peut("operation.gerer") and operation.statut == CSF_VALIDE}
