"""What is ordered for operations and not yet declared, and where each post of a plan stands."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from django.db.models import Q

from deplie.acteurs.queries import Acteur
from deplie.financements.models import BilanExecution, Depense, Engagement, LignePlan, Operation
from deplie.financements.queries.bilan import bilans_de, ecarte_de, termes_presents
from deplie.financements.queries.operation import visibles_par
from deplie.financements.rules.bilan import Compte
from deplie.financements.rules.cycle import CLOS, CONVENTIONNES
from deplie.financements.rules.depenses import cle_du_numero
from deplie.financements.rules.engagements import (
    ETATS,
    SIGNES,
    Commande,
    Contexte,
    Engage,
    Execution,
    LigneVisee,
    Portee,
    Prevue,
    executer,
    ligne_certaine,
)
from deplie.financements.rules.forfait import FORFAITS
from deplie.financements.rules.plan import Cout, LigneCout, chiffrer, refus_de_plan
from deplie.instances.queries.seance import ou_404
from deplie.socle.argent import ZERO, somme


def engagement_ou_404(acteur: Acteur, pk: int) -> Engagement:
    """A commitment of an operation that the actor may read."""
    lus = Engagement.objects.filter(pk=pk, operation__in=visibles_par(acteur))
    return ou_404(lus.select_related("operation__territoire", "operation__porteur", "fichier", "ligne").first())


@dataclass(frozen=True)
class EngagementLu:
    """A commitment with what its expenses declare of it."""

    engagement: Engagement
    compte: Engage

    @property
    def etat(self) -> str:
        """Its state, in words."""
        return ETATS[self.compte.etat]

    @property
    def signalements(self) -> list[str]:
        """What it is flagged for, in the words of a list."""
        return [SIGNES[code][1] for code in self.engagement.signalements if code in SIGNES]


def compte_de(engagement: Engagement, liquide: Decimal) -> Engage:
    """A commitment as the rules read it."""
    return Engage(engagement.nature, engagement.montant, liquide, engagement.annule_le is not None, engagement.ligne_id)


def engages(operations: Iterable[Operation]) -> list[EngagementLu]:
    """Every commitment of some operations, by operation and number, with what is declared of it. Two queries."""
    lus = list(Engagement.objects.filter(operation__in=operations).select_related("fichier", "ligne"))
    declares: dict[int, list[Decimal]] = {}
    nommes = Depense.objects.filter(engagement__in=[un.pk for un in lus]).values_list("engagement_id", "montant")
    for pk, montant in nommes.order_by("pk"):
        declares.setdefault(pk, []).append(montant)
    return [EngagementLu(un, compte_de(un, somme(declares.get(un.pk, ())))) for un in lus]


def nommables(bilan: BilanExecution, nomme: int | None = None):
    """The commitments that an expense of a bilan may name: those that were not cancelled, and the one it names."""
    ici = Engagement.objects.filter(operation=bilan.operation_id)
    return ici.filter(Q(annule_le=None) | Q(pk=nomme))


def prevus_de(operation: Operation) -> dict[str, Decimal]:
    """What the plan holds by post, flat rate included where it stands."""
    lues = LignePlan.objects.filter(operation=operation)
    lignes = [LigneCout(ligne.nature, ligne.annee, ligne.montant) for ligne in lues]
    options = (operation.option_simplifiee,) if operation.option_simplifiee else ()
    refuse = refus_de_plan(lignes, options, operation.programmation)
    return (Cout(tuple(lignes)) if refuse else chiffrer(lignes, options, operation.programmation)).par_poste()


def lignes_prevues(operation: Operation) -> list[Prevue]:
    """The lines of the plan, in its order."""
    lues = LignePlan.objects.filter(operation=operation)
    return [Prevue(ligne.pk, ligne.nature, ligne.libelle, ligne.annee, ligne.montant) for ligne in lues]


def portees_de(operation: Operation, plan: list[Prevue], sauf: int | None = None) -> list[Portee]:
    """What expenses bring to a line of the plan: that of the commitment that they name, else their own, else the one
    that nobody doubts (``rules.engagements.ligne_certaine``). ``sauf``: a commitment whose expenses are left out."""
    lues = Depense.objects.filter(bilan__operation=operation).select_related("engagement", "controle", "bilan")
    trouvees = []
    for depense in lues.order_by("pk"):
        if sauf is not None and depense.engagement_id == sauf:
            continue
        ligne = depense.engagement.ligne_id if depense.engagement else depense.ligne_id
        if ligne is None:
            certaine = ligne_certaine(plan, depense.nature, (depense.facturee_le or depense.acquittee_le).year)
            ligne = certaine.numero if certaine else None
        if ligne is not None:
            acceptee = depense.bilan.valide_le is not None
            trouvees.append(Portee(ligne, depense.nature, depense.montant, ecarte_de(depense), acceptee))
    return trouvees


def _visee(engagement: Engagement, autres: Iterable[EngagementLu]) -> LigneVisee | None:
    """The line of a commitment, with what it already holds, the commitment itself left out."""
    ligne = engagement.ligne
    if ligne is None:
        return None
    commandes = [lu.compte.a_declarer for lu in autres if lu.compte.ligne == ligne.pk]
    operation = engagement.operation
    gardes = [
        une.declare - une.ecarte if une.acceptee else une.declare
        for une in portees_de(operation, lignes_prevues(operation), sauf=engagement.pk)
        if une.ligne == ligne.pk
    ]
    return LigneVisee(f"{ligne.libelle}, {ligne.annee}", ligne.montant, somme([*commandes, *gardes]))


def contexte_de(engagement: Engagement, jour: date) -> Contexte | None:
    """What a commitment is compared with, itself left out; None before a convention is signed."""
    operation = engagement.operation
    termes = termes_presents(operation, jour)
    if termes is None:
        return None
    autres = [lu for lu in engages([operation]) if lu.engagement.pk != engagement.pk]
    # What is declared of the commitment itself is in its own amount: it is not counted beside it.
    siennes = Depense.objects.filter(engagement=engagement.pk) if engagement.pk else Depense.objects.none()
    pris: dict[str, Decimal] = {}
    for bilan, compte in bilans_de(operation):
        for poste in compte.postes:
            garde = poste.retenu if bilan.valide_le else poste.declare
            pris[poste.nature] = pris.get(poste.nature, ZERO) + garde
    for lu in autres:
        pris[lu.compte.nature] = pris.get(lu.compte.nature, ZERO) + lu.compte.a_declarer
    for depense in siennes:
        pris[depense.nature] = pris.get(depense.nature, ZERO) - depense.montant
    forfait = FORFAITS.get(operation.option_simplifiee)
    return Contexte(
        jour=jour,
        debut=termes.debut,
        fin=termes.fin,
        prevus=prevus_de(operation),
        pris=pris,
        au_forfait=forfait.remplacees if forfait else frozenset(),
        numeros={
            cle
            for lu in autres
            if not lu.compte.annule and (cle := cle_du_numero(lu.engagement.fournisseur, lu.engagement.reference))
        },
        ligne=_visee(engagement, autres),
    )


def commande_de(engagement: Engagement) -> Commande:
    """A commitment as it is looked at when it is typed."""
    return Commande(
        engagement.nature,
        engagement.montant,
        engagement.engage_le,
        engagement.attendu_le,
        engagement.fournisseur,
        engagement.reference,
    )


@dataclass(frozen=True)
class Panneau:
    """Where an operation stands by post, its commitments, and whether the reader may add one."""

    execution: Execution
    engagements: list[EngagementLu]
    ecrire: bool


def execution_de(
    operation: Operation, lus: list[EngagementLu], comptes: Iterable[tuple[Compte, bool]] | None = None
) -> Execution:
    """Where an operation stands, post by post and line by line of its plan."""
    if comptes is None:
        comptes = [(compte, bilan.valide_le is not None) for bilan, compte in bilans_de(operation)]
    engagees, plan = [lu.compte for lu in lus], lignes_prevues(operation)
    return executer(prevus_de(operation), engagees, comptes, plan, portees_de(operation, plan))


def panneau(acteur: Acteur, operation: Operation) -> Panneau | None:
    """What the page of an operation shows of its execution; nothing before it is signed."""
    if operation.statut not in CONVENTIONNES:
        return None
    lus = engages([operation])
    ecrire = acteur.peut("depense.declarer") and operation.statut not in CLOS
    return Panneau(execution_de(operation, lus), lus, ecrire)
