"""The financing plan of an operation as its page shows it: costs by post and year, funders, rate, posts of work."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal

from deplie.financements.models import Operation, PosteTravail
from deplie.financements.rules.forfait import FORFAITS, POSTES
from deplie.financements.rules.nomenclature import RESSOURCES
from deplie.financements.rules.plan import (
    Apport,
    Cout,
    LigneCout,
    Taux,
    chiffrer,
    ecarts_annuels,
    par_financeur,
    refus_de_financement,
    refus_de_plan,
    taux_de,
)
from deplie.financements.rules.temps import etp_total
from deplie.socle.argent import somme


@dataclass(frozen=True)
class PlanLu:
    """A plan ready to be shown. Amounts in euros; ``doutes``: what its lines contradict, one sentence each.

    ``postes``: (post, amount of each year, total); ``financeurs``: (funder, amount).
    """

    annees: list[int]
    postes: list[tuple[str, list[Decimal | None], Decimal]]
    totaux: list[Decimal]
    cout: Decimal
    forfait: str
    financeurs: list[tuple[str, Decimal]]
    ressources: Decimal
    taux: Taux
    ecarts: list[tuple[int, Decimal]]
    travail: list[PosteTravail]
    etp: list[tuple[int, Decimal]]
    doutes: list[str]


def plan_de_l_operation(operation: Operation) -> PlanLu | None:
    """The plan of an operation, flat rate included; None where nothing is written of it. Three queries.

    A flat rate that its lines do not allow is told, and not counted.
    """
    lignes = [LigneCout(ligne.nature, ligne.annee, ligne.montant) for ligne in operation.lignes.all()]
    apports = [Apport(r.genre, r.annee, r.montant) for r in operation.ressources.all()]
    travail = list(operation.postes.select_related("structure"))
    if not (lignes or apports or travail):
        return None
    options = (operation.option_simplifiee,) if operation.option_simplifiee else ()
    doutes = refus_de_plan(lignes, options, operation.programmation)
    cout = Cout(tuple(lignes)) if doutes else chiffrer(lignes, options, operation.programmation)
    annees, croise = list(cout.par_annee()), cout.croise()
    doutes += refus_de_financement(cout.total, apports) if apports else []
    return PlanLu(
        annees=annees,
        postes=[
            (POSTES[poste].capitalize(), [croise.get((poste, annee)) for annee in annees], total)
            for poste, total in cout.par_poste().items()
        ],
        totaux=list(cout.par_annee().values()),
        cout=cout.total,
        forfait=FORFAITS[cout.option].libelle if cout.option else "",
        financeurs=[(RESSOURCES[code], montant) for code, montant in par_financeur(apports).items()],
        ressources=somme(apport.montant for apport in apports),
        taux=taux_de(apports, cout.total),
        ecarts=list(ecarts_annuels(cout, apports).items()) if apports else [],
        travail=travail,
        etp=_etp(travail),
        doutes=doutes,
    )


def _etp(travail: list[PosteTravail]) -> list[tuple[int, Decimal]]:
    """Full-time posts of each year."""
    annees = sorted({poste.annee for poste in travail})
    return [(annee, etp_total(poste.etp for poste in travail if poste.annee == annee)) for annee in annees]
