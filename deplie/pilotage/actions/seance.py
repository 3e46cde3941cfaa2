"""What a committee decides of the figures of a period."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any

from django.db import transaction

from deplie.acteurs.queries import Acteur
from deplie.instances.models import Seance
from deplie.pilotage.actions.publication import avancer
from deplie.pilotage.queries.publication import visibles_par
from deplie.socle.erreurs import RefusMetier


@transaction.atomic
def decider_publication_en_seance(
    *, objet: int, resultat: str, valeurs: Mapping[str, Any], le: date, par: Acteur, seance: Seance
) -> bool:
    """Approve figures, send them back to the team, or let them wait for the next séance. Never a derogation."""
    publication = visibles_par(par).filter(pk=objet).first()
    if publication is None:
        raise RefusMetier("Ces chiffres ne sont pas de votre territoire.")
    raison = str(valeurs.get("raison", "")).strip()
    if resultat != "valider" and not raison:
        raise RefusMetier("Indiquez pourquoi le comité ne valide pas ces chiffres.")
    if resultat != "ajourner":
        acte = "valider" if resultat == "valider" else "reprendre"
        avancer(publication=publication, acte=acte, par=par, le=le, motif=raison, seance=seance)
    return False
