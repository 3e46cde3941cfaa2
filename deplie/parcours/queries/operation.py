"""Étapes and people of an operation: an étape names it by its code.

The link is the code, as files bring it: an operation's code never changes once it is handed in, and a code that no
operation has stays what somebody wrote.
"""

from __future__ import annotations

from dataclasses import dataclass

from django.db.models import Count

from deplie.acteurs.queries import Acteur
from deplie.financements.models import Operation
from deplie.parcours.queries.perimetre import etapes_visibles_par
from deplie.territoires.rules import CATEGORIE_ETAPE


@dataclass(frozen=True)
class Activite:
    """What an operation's étapes are, within the perimeter of who reads."""

    etapes: int
    personnes: int
    categories: list[tuple[str, int, int]]


def etapes_de(acteur: Acteur, operation: Operation):
    """Étapes that name the operation, with their person, the latest first."""
    lues = etapes_visibles_par(acteur).filter(operation=operation.code)
    proche = ("participation__personne", "participation__dispositif", "operateur")
    return lues.select_related(*proche).order_by("-date_debut", "-pk")


def activite(acteur: Acteur, operation: Operation) -> Activite:
    """Étapes and distinct persons, by category; someone with étapes of two categories is in both, and once in all."""
    lues = etapes_visibles_par(acteur).filter(operation=operation.code)
    personne = "participation__personne"
    total = lues.aggregate(etapes=Count("pk"), personnes=Count(personne, distinct=True))
    par = lues.values_list("categorie").annotate(etapes=Count("pk"), personnes=Count(personne, distinct=True))
    categories = [
        (CATEGORIE_ETAPE.libelle(code), etapes, gens) for code, etapes, gens in par.order_by("-etapes", "categorie")
    ]
    return Activite(total["etapes"], total["personnes"], categories)
