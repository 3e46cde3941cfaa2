"""What the plans that run have due: milestones not reached, ends of open actions."""

from __future__ import annotations

from datetime import date
from typing import Final

from django.db.models import Q, QuerySet
from django.urls import reverse

from deplie.acteurs.queries import Acteur
from deplie.financements.queries.echeances import Due
from deplie.gouvernance.models import Action, JalonAction
from deplie.gouvernance.rules.cycle import OUVERTS

JALON: Final = "JALON_ACTION"
FIN: Final = "FIN_ACTION"
DROIT: Final = "pacte.avancer"
GENRES: Final[dict[str, str]] = {JALON: "jalon d'une action", FIN: "fin d'une action"}


def dues(acteur: Acteur, jour: date) -> list[Due]:
    """Of the actions whose progress the reader tells. Two queries."""
    actions = _menees(acteur, jour)
    jalons = JalonAction.objects.filter(action__in=actions, atteint_le=None).select_related("action__axe__plan")
    finies = actions.filter(fin__isnull=False).select_related("axe__plan")
    return [
        *(_due(acteur, jalon.prevu_le, JALON, jalon.pk, jalon.libelle, jalon.action) for jalon in jalons),
        *(_due(acteur, action.fin, FIN, action.pk, "Fin de l'action", action) for action in finies if action.fin),
    ]


def _menees(acteur: Acteur, jour: date) -> QuerySet[Action]:
    plan = Q(axe__plan__territoire=acteur.territoire, axe__plan__debut__lte=jour, axe__plan__fin__gte=jour)
    ouvertes = Action.objects.filter(plan, statut__in=sorted(OUVERTS))
    if acteur.peut("pacte.tenir"):
        return ouvertes
    return ouvertes.filter(pilote=acteur.organisation) if acteur.organisation else ouvertes.none()


def _due(acteur: Acteur, le: date, genre: str, pk: int, libelle: str, action: Action) -> Due:
    """A milestone is said reached on the page of its action; an end asks for a point."""
    page, acte = ("action", "Dire le jalon") if genre == JALON else ("noter_point", "Noter l'avancement")
    adresse = reverse(f"gouvernance:{page}", args=[acteur.territoire.code, action.pk])
    return Due(le, genre, f"{genre.lower()}-{pk}", libelle, f"{action.code} {action.titre}", adresse, acte, DROIT)
