"""The convention of an operation, what it became, what was paid, until when its papers are kept."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from deplie.acteurs.queries import Acteur
from deplie.financements.models import AvenantConvention, Convention, Operation, Reversement, Versement
from deplie.financements.queries.operation import operation_ou_404, visibles_par
from deplie.financements.rules.conservation import Conservation, Dossier, conservation
from deplie.financements.rules.convention import Changement, Termes, termes_au
from deplie.financements.rules.versements import Paiement
from deplie.instances.queries.seance import ou_404
from deplie.socle.argent import somme


@dataclass(frozen=True)
class Situation:
    """A convention on a day. Amounts in euros; ``paye`` is whole, ``reste``: the aid that is not paid, or came back."""

    convention: Convention
    avenants: list[AvenantConvention]
    termes: Termes
    versements: list[Versement]
    reversements: list[Reversement]
    prevu: Decimal
    paye: Decimal
    conservation: Conservation

    @property
    def rendu(self) -> Decimal:
        """What came back."""
        return somme(un.montant for un in self.reversements if un.regle_le)

    @property
    def net(self) -> Decimal:
        """What was paid and did not come back."""
        return self.paye - self.rendu

    @property
    def a_rendre(self) -> Decimal:
        """What is ordered back and has not come."""
        return somme(un.montant for un in self.reversements if not un.regle_le)

    @property
    def a_terme(self) -> Termes:
        """The terms once every avenant has taken effect."""
        return termes_au(signes(self.convention), map(changement, self.avenants), date.max)

    @property
    def reste(self) -> Decimal:
        return self.termes.aide - self.paye + self.rendu


def convention_de(operation: Operation) -> Convention | None:
    """The convention of an operation, when it is signed."""
    return Convention.objects.filter(operation=operation).first()


def signes(convention: Convention) -> Termes:
    """The terms as they were signed."""
    return Termes(convention.debut, convention.fin, convention.cout_total, convention.montant)


def changement(avenant: AvenantConvention) -> Changement:
    """An avenant as the rules read it."""
    return Changement(avenant.numero, avenant.effet_le, avenant.fin, avenant.cout_total, avenant.montant)


def termes_de(convention: Convention, jour: date) -> Termes:
    """The terms in force on a day."""
    return termes_au(signes(convention), map(changement, convention.avenants.all()), jour)


def paiements(versements: list[Versement]) -> list[Paiement]:
    """What was paid, as the rules read it."""
    return [Paiement(v.genre, v.montant_paye) for v in versements if v.montant_paye is not None]


def situation(operation: Operation, jour: date) -> Situation | None:
    """Where the convention of an operation stands on a day; None before it is signed. Four queries."""
    convention = convention_de(operation)
    if convention is None:
        return None
    avenants = list(convention.avenants.all())
    versements = list(operation.versements.all())
    termes = termes_au(signes(convention), map(changement, avenants), jour)
    return Situation(
        convention,
        avenants,
        termes,
        versements,
        list(operation.reversements.all()),
        somme(versement.montant_prevu for versement in versements),
        somme(versement.montant_paye for versement in versements),
        conservation_de(operation, convention, versements),
    )


def conservation_de(operation: Operation, convention: Convention, versements: list[Versement]) -> Conservation:
    """Until when the papers of an operation are kept."""
    return conservation(_dossier(operation, convention, versements))


def _dossier(operation: Operation, convention: Convention, versements: list[Versement]) -> Dossier:
    payes = [versement.paye_le for versement in versements if versement.paye_le]
    return Dossier(
        programmation=operation.programmation,
        dernier_versement=max(payes, default=None),
        aide_etat=bool(operation.appel and operation.appel.aide_etat),
        accordee_le=convention.signee_le,
        cout=convention.cout_total,
        gel=operation.gel,
    )


def avenant_ou_404(acteur: Acteur, pk: int) -> AvenantConvention:
    """An avenant to the convention of an operation that the actor may read."""
    lus = AvenantConvention.objects.filter(pk=pk, convention__operation__in=visibles_par(acteur))
    return ou_404(lus.select_related("convention__operation", "fichier").first())


def versement_ou_404(acteur: Acteur, pk: int) -> Versement:
    """An instalment of an operation that the actor may read."""
    trouve = Versement.objects.filter(pk=pk, operation__in=visibles_par(acteur)).select_related("operation").first()
    return ou_404(trouve)


def reversement_ou_404(acteur: Acteur, pk: int) -> Reversement:
    """An order to pay back, of an operation that the actor may read."""
    trouve = Reversement.objects.filter(pk=pk, operation__in=visibles_par(acteur)).select_related("operation").first()
    return ou_404(trouve)


def rendu_de(operation: Operation) -> Decimal:
    """What came back of an operation."""
    return somme(operation.reversements.regles().values_list("montant", flat=True))


__all__ = [
    "Situation",
    "conservation_de",
    "convention_de",
    "operation_ou_404",
    "paiements",
    "rendu_de",
    "reversement_ou_404",
    "signes",
    "situation",
    "termes_de",
    "versement_ou_404",
]
