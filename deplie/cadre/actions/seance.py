"""What a committee decides of an avenant."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any

from django.db import transaction

from deplie.acteurs.queries import Acteur
from deplie.cadre.actions.protocole import decider_avenant
from deplie.cadre.queries.seance import visibles_par
from deplie.cadre.rules.statut import ADOPTE, REJETE
from deplie.instances.models import Seance
from deplie.socle.erreurs import RefusMetier


@transaction.atomic
def decider_avenant_en_seance(
    *, objet: int, resultat: str, valeurs: Mapping[str, Any], le: date, par: Acteur, seance: Seance
) -> bool:
    """Adopt an avenant, reject it, or let it wait for the next séance. Never a derogation."""
    avenant = visibles_par(par).filter(pk=objet).first()
    if avenant is None:
        raise RefusMetier("Cet avenant n'est pas de votre territoire.")
    if resultat != "adopter" and not str(valeurs.get("raison", "")).strip():
        raise RefusMetier("Indiquez pourquoi le comité n'adopte pas l'avenant.")
    if resultat != "ajourner":
        decider_avenant(avenant=avenant, statut=ADOPTE if resultat == "adopter" else REJETE, le=le, par=par)
    return False
