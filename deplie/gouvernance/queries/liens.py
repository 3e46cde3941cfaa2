"""What an action may rest on: calls, operations and decisions of the territory that its author may see."""

from __future__ import annotations

from django.db.models import QuerySet

from deplie.acteurs.queries import Acteur
from deplie.financements.models import Appel, Operation
from deplie.financements.queries import operation as operations
from deplie.financements.queries.appel import visibles_par as appels_visibles
from deplie.gouvernance.rules import DECISIONS_LIABLES
from deplie.instances.models import Decision
from deplie.instances.queries.objets import genre
from deplie.socle.tableaux import sans_accent


def appels_de(acteur: Acteur) -> QuerySet[Appel]:
    return appels_visibles(acteur).order_by("-ouvre_le", "pk")


def operations_de(acteur: Acteur) -> QuerySet[Operation]:
    return operations.visibles_par(acteur).order_by("code", "pk")


def decisions_de(acteur: Acteur) -> QuerySet[Decision]:
    """The decisions of the territory that concern nobody, the last ones first."""
    lues = Decision.objects.filter(seance__instance__territoire=acteur.territoire, genre__in=sorted(DECISIONS_LIABLES))
    return lues.select_related("seance__instance").order_by("-seance__le", "seance", "rang")


def reference(vers: Appel | Operation | Decision) -> str:
    """What tells a linked object on paper: a code, or the séance and the rank of a decision."""
    if isinstance(vers, Decision):
        return f"{vers.seance}, n° {vers.rang}"
    return vers.code or getattr(vers, "intitule", "")


def par_reference(acteur: Acteur) -> dict[tuple[str, str], Appel | Operation | Decision]:
    """What an action may be linked to, by its sort and its reference (case and accents aside): three queries."""
    trouves: dict[tuple[str, str], Appel | Operation | Decision] = {}
    for sorte, objets in (("APPEL", appels_de), ("OPERATION", operations_de), ("DECISION", decisions_de)):
        for objet in objets(acteur):
            trouves.setdefault((sorte, sans_accent(reference(objet))), objet)
    return trouves


def noms_des_decisions(acteur: Acteur, decisions: QuerySet[Decision]) -> dict[int, str]:
    """What each decision was about, of what the actor may read: one query for each kind."""
    par_genre: dict[str, list[Decision]] = {}
    for decision in decisions:
        par_genre.setdefault(decision.genre, []).append(decision)
    noms = {}
    for code, prises in par_genre.items():
        sorte = genre(code)
        lus = sorte.nommer(acteur, [d.objet_id for d in prises]) if acteur.peut(sorte.droit_voir) else {}
        noms |= {
            d.pk: f"{d.seance}, n° {d.rang} : {sorte.resultats.get(d.resultat, d.resultat).lower()}, {lus[d.objet_id]}"
            for d in prises
            if d.objet_id in lus
        }
    return noms
