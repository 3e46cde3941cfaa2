"""What a decision of a séance does to somebody: an admission, an exit. The day is that of the séance."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any

from django.db import transaction

from deplie.acteurs.queries import Acteur
from deplie.instances.models import Seance
from deplie.parcours.actions import prescription as entrees
from deplie.parcours.actions.sortie import annuler_sortie, valider_en_seance
from deplie.parcours.queries.perimetre import visibles_par
from deplie.parcours.queries.prescription import prescriptions_visibles_par
from deplie.socle.erreurs import RefusMetier


@transaction.atomic
def decider_prescription(
    *, objet: int, resultat: str, valeurs: Mapping[str, Any], le: date, par: Acteur, seance: Seance | None = None
) -> bool:
    """Admit, put off or refuse; whether it was by derogation. Raises RefusMetier as each of them."""
    prescription = prescriptions_visibles_par(par).filter(pk=objet).first()
    if prescription is None:
        raise RefusMetier("Cette prescription n'est pas de votre territoire.")
    raison = str(valeurs.get("raison", ""))
    communs: dict[str, Any] = {"prescription": prescription, "le": le, "par": par}
    if resultat == "admettre":
        entrees.admettre_prescription(derogation=raison, referent=valeurs.get("referent"), **communs)
        return bool(raison.strip())
    if resultat == "ajourner":
        entrees.ajourner(raison=raison, **communs)
    else:
        entrees.refuser(raison=raison, autre_voie=str(valeurs.get("autre_voie", "")), **communs)
    return False


@transaction.atomic
def decider_sortie(
    *, objet: int, resultat: str, valeurs: Mapping[str, Any], le: date, par: Acteur, seance: Seance | None = None
) -> bool:
    """Validate an exit, or send it back: the parcours goes on, and the séance says why. Never a derogation."""
    participation = visibles_par(par).filter(pk=objet).first()
    if participation is None:
        raise RefusMetier("Cette participation n'est pas de votre territoire.")
    if participation.date_sortie is None or participation.date_validation_sortie is not None:
        raise RefusMetier("Cette sortie n'attend plus de décision.")
    if resultat == "valider":
        valider_en_seance(participation=participation, le=le, par=par)
        return False
    if not str(valeurs.get("raison", "")).strip():
        raise RefusMetier("Indiquez pourquoi la sortie est renvoyée : le référent le lira.")
    annuler_sortie(participation=participation, par=par)
    return False
