"""Operations that somebody may read: the list, one of them, those that an étape may name."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Final

from django.db.models import Q
from django.http import Http404

from deplie.acteurs.queries import Acteur
from deplie.financements.models import EvenementOperation, Operation
from deplie.financements.rules.cycle import ABANDONNEE, ARCHIVEE, CLOS, ETATS, IRRECEVABLE, REJETEE, RETENUS
from deplie.financements.rules.plan import LigneCout, chiffrer, refus_de_plan
from deplie.socle.argent import somme

# The lists of operations, by where they stand. Drafts are in none.
ONGLETS: Final[dict[str, tuple[str, frozenset[str]]]] = {
    "retenues": ("Retenues et en cours", RETENUS - CLOS),
    "demandes": ("Demandes", frozenset(ETATS) - RETENUS - CLOS - {"BROUILLON"}),
    "terminees": ("Soldées et archivées", (RETENUS & CLOS) | {ARCHIVEE}),
    "ecartees": ("Écartées ou abandonnées", frozenset({IRRECEVABLE, REJETEE, ABANDONNEE})),
}


def visibles_par(acteur: Acteur):
    """Operations of the territory, drafts left out; a structure reads those that it carries."""
    toutes = Operation.objects.filter(territoire=acteur.territoire).deposees()
    if not acteur.peut("operation.toutes"):
        portees = acteur.peut("operation.voir") and acteur.organisation is not None
        toutes = toutes.filter(porteur=acteur.organisation) if portees else toutes.none()
    return toutes.select_related("appel", "porteur", "dispositif")


def operation_ou_404(acteur: Acteur, pk: int) -> Operation:
    """An operation that the actor may read."""
    trouvee = visibles_par(acteur).select_related("convention", "sous_enveloppe", "objectif").filter(pk=pk).first()
    if trouvee is None:
        raise Http404
    return trouvee


@dataclass(frozen=True)
class Choix:
    """What a list of operations is cut by."""

    onglet: str = "retenues"
    annee: int | None = None
    texte: str = ""


def liste(acteur: Acteur, choix: Choix):
    """Operations of a list, by code; of a year: those that run in it; a text is in the code, the name, the holder."""
    lues = visibles_par(acteur).filter(statut__in=ONGLETS[choix.onglet][1]).select_related("convention")
    if choix.annee:
        debut, fin = date(choix.annee, 1, 1), date(choix.annee, 12, 31)
        lues = lues.filter(Q(debut=None) | Q(debut__lte=fin), Q(fin=None) | Q(fin__gte=debut))
    for mot in choix.texte.split():
        lues = lues.filter(
            Q(code__icontains=mot)
            | Q(intitule__icontains=mot)
            | Q(porteur_nom__icontains=mot)
            | Q(porteur__nom__icontains=mot)
        )
    return lues.order_by("code", "pk")


def comptes(acteur: Acteur) -> dict[str, int]:
    """How many operations each list holds, in one query."""
    par_statut: dict[str, int] = {}
    for statut in visibles_par(acteur).values_list("statut", flat=True):
        par_statut[statut] = par_statut.get(statut, 0) + 1
    return {nom: sum(par_statut.get(code, 0) for code in codes) for nom, (_, codes) in ONGLETS.items()}


def total_programme(operations) -> Decimal:
    """The sum of what is programmed, in euros. Added here: SQLite adds in floating point."""
    return somme(operations.values_list("montant_programme", flat=True))


def annees(acteur: Acteur) -> list[int]:
    """Years that operations begin in, the latest first."""
    jours = visibles_par(acteur).exclude(debut=None).dates("debut", "year", order="DESC")
    return [jour.year for jour in jours]


def par_code(acteur: Acteur, code: str) -> Operation | None:
    """The operation that a code names, if the actor may read it."""
    return visibles_par(acteur).filter(code=code).first() if code else None


def a_nommer(acteur: Acteur):
    """Operations that an étape may name: chosen, and not closed; whoever follows people names them by their code."""
    ici = Operation.objects.filter(territoire=acteur.territoire, statut__in=RETENUS - CLOS)
    return ici.select_related("porteur").order_by("code")


def cout_prevu(operation: Operation) -> Decimal | None:
    """What the plan of an operation costs, flat rate included; None where it has no plan that stands."""
    lignes = [LigneCout(ligne.nature, ligne.annee, ligne.montant) for ligne in operation.lignes.all()]
    options = (operation.option_simplifiee,) if operation.option_simplifiee else ()
    if not lignes or refus_de_plan(lignes, options, operation.programmation):
        return None
    return chiffrer(lignes, options, operation.programmation).total


def vie(operation: Operation) -> list[EvenementOperation]:
    """The steps of its life, the latest first."""
    return list(operation.evenements.select_related("seance__instance").order_by("-pk"))
