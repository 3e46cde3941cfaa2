"""The étapes of participations already chosen, as an actor may see them."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from datetime import date

from deplie.acteurs.queries import Acteur
from deplie.parcours.models import Etape
from deplie.parcours.queries.perimetre import ENTIERS
from deplie.parcours.rules.etape import se_compte


def etapes_des(acteur: Acteur, participations: Iterable[int]) -> dict[int, list[Etape]]:
    """``{participation: [étapes, the latest first]}`` of participations that the actor sees, in one query.

    Who sees people only through their own étapes sees those alone.
    """
    etapes = Etape.objects.filter(participation__in=list(participations)).select_related("operateur")
    if not acteur.perimetres & ENTIERS:
        etapes = etapes.filter(operateur=acteur.organisation)
    rangees: dict[int, list[Etape]] = defaultdict(list)
    for etape in etapes.order_by("-date_debut", "-pk"):
        rangees[etape.participation_id].append(etape)
    return rangees


def derniere(etapes: list[Etape], jour: date) -> Etape | None:
    """The étape of the moment: the latest begun that counts, those still open first."""
    commencees = [e for e in etapes if e.date_debut <= jour and se_compte(e.categorie, e.statut)]
    ouvertes = [e for e in commencees if e.date_fin is None or e.date_fin >= jour]
    return next(iter(ouvertes or commencees), None)
