"""What a committee decides of an application: chosen for an amount, waiting, adjourned, rejected with the reason."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any, Final

from django.db import transaction

from deplie.acteurs.queries import Acteur
from deplie.financements.actions.cycle import avancer
from deplie.financements.actions.instruction import prevenir_porteur
from deplie.financements.queries.depot import plan_de
from deplie.financements.queries.dossier import visibles_par
from deplie.financements.rules.plan import refus_d_aide
from deplie.instances.models import Seance
from deplie.socle import editions
from deplie.socle.erreurs import RefusMetier

RESULTATS: Final = {
    "retenir": "Retenir",
    "mettre_en_attente": "Inscrire sur liste d'attente",
    "ajourner": "Ajourner",
    "rejeter": "Rejeter",
}


@transaction.atomic
def decider_operation(
    *, objet: int, resultat: str, valeurs: Mapping[str, Any], le: date, par: Acteur, seance: Seance | None = None
) -> bool:
    """Do what the committee decided, and tell the holder; never a derogation.

    Raises RefusMetier without an amount where it is chosen, for one that passes the bounds of the call, without a
    reason where the holder is told no, or as ``avancer``.
    """
    operation = visibles_par(par).filter(pk=objet).first()
    if operation is None:
        raise RefusMetier("Ce dossier n'est pas de votre territoire.")
    motif = str(valeurs.get("raison") or "")
    if resultat == "retenir":
        _programmer(operation, valeurs.get("montant"), par)
    avancer(operation=operation, acte=resultat, par=par, le=le, motif=motif, seance=seance)
    prevenir_porteur(operation=operation, motif=motif, par=par)
    return False


def _programmer(operation: Any, montant: Any, par: Acteur) -> None:
    if montant is None:
        raise RefusMetier("Indiquez le montant accordé.")
    appel = operation.appel
    cout = plan_de(operation).cout or montant
    fautes = refus_d_aide(montant, cout, plafond=appel.plafond, taux_max=appel.taux_max)
    if operation.montant_demande is not None and montant > operation.montant_demande:
        fautes.append("Le montant accordé dépasse le montant demandé.")
    if fautes:
        raise RefusMetier(" ".join(fautes))
    editions.modifier(operation, {"montant_programme": montant}, par=par)
