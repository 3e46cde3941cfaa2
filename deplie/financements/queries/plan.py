"""The financing plan of an operation as its page shows it: costs by post and year, funders, rate, posts of work."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from decimal import Decimal

from django.db.models import Q

from deplie.acteurs.models import Agent, Organisation
from deplie.financements.models import Operation, PosteTravail
from deplie.financements.queries.version import financeur_de_l_aide, plan_ecrit
from deplie.financements.rules.cycle import RETENUS
from deplie.financements.rules.forfait import FORFAITS, POSTES, PROGRAMMATIONS
from deplie.financements.rules.nomenclature import NATURES, RESSOURCES
from deplie.financements.rules.plan import (
    Cout,
    Taux,
    chiffrer,
    ecarts_annuels,
    par_financeur,
    refus_de_financement,
    refus_de_plan,
    taux_de,
)
from deplie.financements.rules.plan_ecrit import PlanEcrit, PosteEcrit, ecarts_des_postes
from deplie.financements.rules.temps import PosteCompte, etp_total, refus_de_cumul
from deplie.socle.argent import formater as euros
from deplie.socle.argent import somme


@dataclass(frozen=True)
class PosteLu:
    """A post ready to be shown: who, where, when, and what it gives and costs."""

    fonction: str
    personne: str
    structure: str
    annee: int
    compte: PosteCompte
    aux_heures: bool


@dataclass(frozen=True)
class PlanLu:
    """A plan ready to be shown. Amounts in euros; ``doutes``: what its lines contradict, one sentence each.

    ``postes``: (post, amount of each year, total); ``financeurs``: (funder, amount); ``detail``: each line as typed.
    """

    annees: list[int]
    postes: list[tuple[str, list[Decimal | None], Decimal]]
    totaux: list[Decimal]
    cout: Decimal
    saisi: Decimal
    assiette: Decimal
    forfait: str
    programmation: str
    financeurs: list[tuple[str, Decimal]]
    ressources: Decimal
    aide: Decimal
    taux: Taux
    financeur: str
    ecarts: list[tuple[int, Decimal]]
    travail: list[PosteLu]
    etp: list[tuple[int, Decimal]]
    heures: Decimal
    cout_du_travail: Decimal
    detail: list[tuple[str, str, int, Decimal]]
    detail_ressources: list[tuple[str, str, int, Decimal, bool]]
    doutes: list[str]


def plan_de_l_operation(operation: Operation) -> PlanLu | None:
    """The plan of an operation, flat rate included; None where nothing is written of it. A fixed number of queries."""
    ecrit = plan_ecrit(operation)
    return None if ecrit.vide else lire(ecrit, operation, doutes=_cumuls(operation, ecrit))


def chiffrer_ecrit(ecrit: PlanEcrit) -> Cout:
    """What a plan costs; a flat rate that its lines do not allow is not counted."""
    refus = refus_de_plan(ecrit.couts, ecrit.options, ecrit.programmation)
    return Cout(tuple(ecrit.couts)) if refus else chiffrer(ecrit.couts, ecrit.options, ecrit.programmation)


def lire(ecrit: PlanEcrit, operation: Operation, *, doutes: Collection[str] = ()) -> PlanLu:
    """A plan as it is shown, that of today or of a version. Two queries at most: the names of its posts."""
    cout, apports, financeur = chiffrer_ecrit(ecrit), ecrit.apports, financeur_de_l_aide(operation)
    annees, croise = list(cout.par_annee()), cout.croise()
    travail = _travail(ecrit)
    return PlanLu(
        annees=annees,
        postes=[
            (POSTES[poste].capitalize(), [croise.get((poste, annee)) for annee in annees], total)
            for poste, total in cout.par_poste().items()
        ],
        totaux=list(cout.par_annee().values()),
        cout=cout.total,
        saisi=somme(ligne.montant for ligne in ecrit.lignes),
        assiette=cout.assiette,
        forfait=FORFAITS[cout.option].libelle if cout.option else "",
        programmation=PROGRAMMATIONS.get(ecrit.programmation, ""),
        financeurs=[(RESSOURCES[code], montant) for code, montant in par_financeur(apports).items()],
        ressources=somme(apport.montant for apport in apports),
        aide=ecrit.aide,
        taux=taux_de(apports, cout.total, financeur),
        financeur=RESSOURCES[financeur],
        ecarts=list(ecarts_annuels(cout, apports).items()) if apports else [],
        travail=travail,
        etp=_etp(travail),
        heures=sum((poste.compte.heures for poste in travail), Decimal(0)),
        cout_du_travail=somme(poste.compte.cout for poste in travail),
        detail=[(NATURES[x.nature].capitalize(), x.libelle, x.annee, x.montant) for x in ecrit.lignes],
        detail_ressources=[(RESSOURCES[x.genre], x.libelle, x.annee, x.montant, x.acquise) for x in ecrit.ressources],
        doutes=[*_doutes(ecrit, cout), *doutes],
    )


def _doutes(ecrit: PlanEcrit, cout: Cout) -> list[str]:
    doutes = refus_de_plan(ecrit.couts, ecrit.options, ecrit.programmation)
    doutes += refus_de_financement(cout.total, ecrit.apports) if ecrit.apports else []
    return doutes + [
        f"{annee} : le plan compte {euros(prevu)} de dépenses de personnel, ses postes de travail {euros(compte)}."
        for annee, prevu, compte in ecarts_des_postes(ecrit)
        if not (ecrit.option and "PERSONNEL" in FORFAITS[ecrit.option].remplacees)
    ]


def _travail(ecrit: PlanEcrit) -> list[PosteLu]:
    agents = {un.agent for un in ecrit.postes if un.agent}
    structures = {un.structure for un in ecrit.postes if un.structure}
    personnes = {agent.pk: str(agent) for agent in Agent.objects.filter(pk__in=agents)} if agents else {}
    lieux = dict(Organisation.objects.filter(pk__in=structures).values_list("pk", "nom")) if structures else {}
    return [
        PosteLu(
            un.fonction,
            personnes.get(un.agent or 0, ""),
            lieux.get(un.structure or 0, ""),
            un.annee,
            un.compte,
            un.heures is not None,
        )
        for un in sorted(ecrit.postes, key=lambda un: (un.annee, un.fonction))
    ]


def _etp(travail: list[PosteLu]) -> list[tuple[int, Decimal]]:
    """Full-time posts of each year."""
    annees = sorted({poste.annee for poste in travail})
    return [(annee, etp_total(p.compte.etp for p in travail if p.annee == annee)) for annee in annees]


def _cumuls(operation: Operation, ecrit: PlanEcrit) -> list[str]:
    """People given to more than a full time in a year by the plans of the territory, said once each."""
    agents = {un.agent for un in ecrit.postes if un.agent}
    if not agents:
        return []
    vivants = Q(operation__statut__in=RETENUS) | Q(operation=operation)
    tous = PosteTravail.objects.filter(vivants, agent__in=agents, operation__territoire=operation.territoire_id)
    parts: dict[tuple[int, str], list[Decimal]] = {}
    for poste in tous.select_related("agent").order_by("annee", "pk"):
        compte = PosteEcrit(poste.fonction, poste.annee, poste.etp, poste.heures, poste.cout).compte
        parts.setdefault((poste.annee, str(poste.agent)), []).append(compte.etp)
    ici = {un.annee for un in ecrit.postes}
    return [
        f"{nom}, {annee} : {phrase}"
        for (annee, nom), etps in parts.items()
        if annee in ici and (phrase := refus_de_cumul(etps))
    ]
