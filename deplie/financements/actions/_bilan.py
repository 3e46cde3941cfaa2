"""What every act on a bilan begins and ends with: holding it while it may be written, saying what changed."""

from __future__ import annotations

from deplie.acteurs.queries import Acteur
from deplie.financements.models import BilanExecution, Operation
from deplie.socle import generations
from deplie.socle.erreurs import RefusMetier
from deplie.socle.journal import consigner


def verrouiller(bilan: BilanExecution) -> BilanExecution:
    """A bilan that is still being written, its operation held until the end of the transaction."""
    Operation.objects.select_for_update(of=("self",)).get(pk=bilan.operation_id)
    present = BilanExecution.objects.select_related("operation__territoire", "operation__appel").get(pk=bilan.pk)
    if present.depose_le:
        raise RefusMetier("Ce bilan est déposé : ses lignes ne changent plus, sauf s'il est rendu au porteur.")
    return present


def noter(bilan: BilanExecution, verbe: str, par: Acteur, **detail: int) -> None:
    """Say that what is declared of an operation changed, and by which act."""
    generations.noter(bilan.operation.territoire.code, "depense")
    consigner(verbe, par=par, objet=bilan, detail={"operation": bilan.operation_id, **detail})
