"""What a committee decides of the figures of a period."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any, Final

from django.db import transaction

from deplie.acteurs.queries import Acteur
from deplie.instances.models import Decision, Seance
from deplie.pilotage.actions.publication import avancer
from deplie.pilotage.models import Publication
from deplie.pilotage.queries.publication import visibles_par
from deplie.pilotage.rules.publication import STATUTS, VALIDE_COPIL
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


# What leads from what a séance recorded to what it decided: the acts, in order.
_CHEMINS: Final[dict[tuple[str, str], tuple[str, ...]]] = {
    ("valider", "ajourner"): ("devalider",),
    ("valider", "renvoyer"): ("devalider", "reprendre"),
    ("ajourner", "valider"): ("valider",),
    ("ajourner", "renvoyer"): ("reprendre",),
    ("renvoyer", "ajourner"): ("controler",),
    ("renvoyer", "valider"): ("controler", "valider"),
}


@transaction.atomic
def rectifier_publication_en_seance(
    *, objet: int, avant: str, apres: str, valeurs: Mapping[str, Any], le: date, par: Acteur
) -> bool:
    """Correct what a séance recorded of figures, while nothing rests on it. Never a derogation.

    Raises RefusMetier when they were made final or public, took the place of others, are being corrected, or were
    frozen again.
    """
    publication = visibles_par(par).filter(pk=objet).first()
    if publication is None:
        raise RefusMetier("Ces chiffres ont été figés de nouveau depuis : une autre séance en décidera.")
    raison = str(valeurs.get("raison", "")).strip()
    if apres != "valider" and not raison:
        raise RefusMetier("Indiquez pourquoi le comité ne valide pas ces chiffres.")
    if avant == "valider" and (phrase := _retient(publication)):
        raise RefusMetier(phrase)
    decision = Decision.objects.filter(genre="publication", objet_id=objet).order_by("seance__le", "pk").last()
    for acte in _CHEMINS.get((avant, apres), ()):
        valide = acte == "valider"
        avancer(
            publication=publication,
            acte=acte,
            par=par,
            le=le if valide else None,
            motif=raison or "Décision de séance rectifiée.",
            seance=decision.seance if decision else None,
        )
    return False


def _retient(publication: Publication) -> str:
    """Why approved figures may not be sent back; empty when they may."""
    if publication.statut != VALIDE_COPIL:
        return f"Ces chiffres sont « {STATUTS[publication.statut]} » : ils se rectifient par une autre publication."
    if publication.diffusions.exists():
        return "Ces chiffres ont été rendus publics : ils se rectifient par une autre publication."
    if publication.precedente_id is not None:
        return "Ces chiffres en ont remplacé d'autres, validés avant eux : ils se rectifient par une autre publication."
    if Publication.objects.filter(precedente=publication).exists():
        return "Une rectification de ces chiffres est commencée : c'est elle qui les remplacera."
    return ""
