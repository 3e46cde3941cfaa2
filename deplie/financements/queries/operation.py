"""Operations that somebody may read."""

from __future__ import annotations

from django.http import Http404

from deplie.acteurs.queries import Acteur
from deplie.financements.models import Operation


def visibles_par(acteur: Acteur):
    """Operations of the territory, drafts left out; a structure reads those that it carries."""
    toutes = Operation.objects.filter(territoire=acteur.territoire).deposees()
    if acteur.peut("operation.voir"):
        pass
    elif acteur.peut("operation.porter") and acteur.organisation_id:
        toutes = toutes.filter(porteur=acteur.organisation_id)
    else:
        toutes = toutes.none()
    return toutes.select_related("appel", "porteur", "dispositif")


def operation_ou_404(acteur: Acteur, pk: int) -> Operation:
    """An operation that the actor may read."""
    trouvee = visibles_par(acteur).filter(pk=pk).first()
    if trouvee is None:
        raise Http404
    return trouvee
