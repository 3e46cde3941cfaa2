"""Changes asked of programmed amounts: those of an operation, those that wait for a séance, what bounds them."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from datetime import date
from decimal import Decimal

from django.http import Http404
from django.utils import timezone

from deplie.acteurs.queries import Acteur
from deplie.financements.models import Operation, Reprogrammation
from deplie.financements.queries import operation as operations
from deplie.financements.queries.convention import situation
from deplie.financements.queries.programmation import partage_de, restes_de_la_subvention
from deplie.financements.rules.cycle import RETENUS
from deplie.financements.rules.reprogrammation import Bornes
from deplie.instances.models import Seance
from deplie.instances.queries.objets import Dossier
from deplie.socle.argent import ZERO, somme


def visibles_par(acteur: Acteur):
    """The changes asked of the operations that the actor may read."""
    lues = Reprogrammation.objects.filter(operation__in=operations.visibles_par(acteur))
    return lues.select_related("operation__porteur", "operation__appel", "operation__territoire", "seance__instance")


def reprogrammation_ou_404(acteur: Acteur, pk: int) -> Reprogrammation:
    """One of them."""
    trouvee = visibles_par(acteur).filter(pk=pk).first()
    if trouvee is None:
        raise Http404
    return trouvee


def bornes_de(operation: Operation) -> Bornes:
    """What another amount of an operation is compared with: what is signed, paid, and left of its purse."""
    jour = timezone.localdate()
    ici = situation(operation, jour)
    present = operation.montant_programme or ZERO
    signee = max((termes.aide for termes in (ici.termes, ici.a_terme)), default=ZERO) if ici else None
    reste, nom = _reste(operation)
    restes = restes_de_la_subvention(operation, jour)
    aides, couts, annee = partage_de(operation)
    return Bornes(
        present, signee, ici.paye if ici else ZERO, operation.montant_demande, reste, nom, restes, aides, couts, annee
    )


def _reste(operation: Operation) -> tuple[Decimal | None, str]:
    """What the purse of an operation still holds: that of its call, or the sub-envelope it draws from."""
    appel, sous = operation.appel, operation.sous_enveloppe
    if appel is None:
        return None, ""
    retenues = Operation.objects.filter(appel=appel, statut__in=sorted(RETENUS))
    reste, nom = appel.enveloppe - somme(retenues.values_list("montant_programme", flat=True)), "l'enveloppe de l'appel"
    if sous is None:
        return reste, nom
    siennes = retenues.filter(sous_enveloppe=sous)
    du_sien = sous.montant - somme(siennes.values_list("montant_programme", flat=True))
    return (du_sien, f"la sous-enveloppe « {sous} »") if du_sien < reste else (reste, nom)


def attendues(acteur: Acteur, seances: Sequence[Seance]) -> dict[int, list[int]]:
    """The changes that wait for each séance: asked by its day, of its scheme."""
    lues = visibles_par(acteur).filter(statut="DEMANDEE").order_by("operation__code", "pk")
    champs = list(lues.values_list("pk", "operation__dispositif", "demandee_le"))
    return {seance.pk: [pk for pk, ou, depuis in champs if _attend(seance, ou, depuis)] for seance in seances}


def _attend(seance: Seance, dispositif: int | None, depuis: date) -> bool:
    ou = seance.instance.dispositif_id
    return depuis <= seance.le and (ou is None or dispositif in (None, ou))


def compter(acteur: Acteur, seances: Sequence[Seance]) -> dict[int, int]:
    """How many changes wait for each séance."""
    return {pk: len(lues) for pk, lues in attendues(acteur, seances).items()}


def dossiers(acteur: Acteur, seance: Seance) -> list[Dossier]:
    """The changes that wait for a séance."""
    lues = visibles_par(acteur).filter(pk__in=attendues(acteur, [seance])[seance.pk]).order_by("operation__code", "pk")
    return [Dossier(une.pk, _nom(une), {"demande": une}) for une in lues]


def nommer(acteur: Acteur, pks: Collection[int]) -> dict[int, str]:
    """What each change is called, for who may read it."""
    return {une.pk: _nom(une) for une in visibles_par(acteur).filter(pk__in=list(pks))}


def _nom(une: Reprogrammation) -> str:
    return f"{une.operation.code}, {une.operation.structure} : montant programmé"
