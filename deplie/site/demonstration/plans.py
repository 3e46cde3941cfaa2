"""The financing plan of an operation of the demonstration: what it costs by post and year, who pays, who works.

Every total is the sum of its lines: the holder brings what is left.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from decimal import Decimal
from typing import Any, Final

from deplie.acteurs.models import Organisation
from deplie.acteurs.rules import cle_organisation
from deplie.financements.models import LignePlan, Operation, PosteTravail, Ressource
from deplie.financements.rules.arrondi import repartir
from deplie.financements.rules.forfait import FSE_2014_2020, FSE_PLUS_2021_2027
from deplie.financements.rules.nomenclature import FONCTIONNEMENT, PERSONNEL, PRESTATIONS
from deplie.financements.rules.plan import LigneCout
from deplie.financements.rules.plan import chiffrer as cout_de
from deplie.socle.argent import somme

# Of the direct costs, what each post weighs in percent, by flat rate; and the rate over them, in percent.
FORFAITS: Final = {FSE_2014_2020: "INDIRECT_20_2014", FSE_PLUS_2021_2027: "INDIRECT_15"}
PARTS: Final[Mapping[str, Mapping[str, int]]] = {
    "INDIRECT_20_2014": {PERSONNEL: 72, FONCTIONNEMENT: 14, PRESTATIONS: 14},
    "INDIRECT_15": {PERSONNEL: 78, FONCTIONNEMENT: 12, PRESTATIONS: 10},
    "": {PERSONNEL: 80, FONCTIONNEMENT: 20},
}
LIBELLES: Final = {
    PERSONNEL: "Équipe du projet",
    FONCTIONNEMENT: "Locaux et matériel",
    PRESTATIONS: "Intervenants",
}
SURCOUT: Final = {"INDIRECT_20_2014": Decimal("1.172"), "INDIRECT_15": Decimal("1.117"), "": Decimal(1)}


def forfait(programmation: str) -> str:
    """The simplified cost of an operation of a programmation; empty elsewhere."""
    return FORFAITS.get(programmation, "")


def chiffrer(operations: Iterable[Operation]) -> None:
    """Write the plans of operations, each for what it asks: two statements for all."""
    lignes, ressources = list[LignePlan](), list[Ressource]()
    for operation in operations:
        siennes = _lignes(operation)
        lignes += siennes
        ressources += _ressources(operation, siennes)
    LignePlan.objects.bulk_create(lignes, batch_size=500)
    Ressource.objects.bulk_create(ressources, batch_size=500)


def _annees(operation: Operation) -> range:
    assert operation.debut is not None
    assert operation.fin is not None
    return range(operation.debut.year, operation.fin.year + 1)


def _lignes(operation: Operation) -> list[LignePlan]:
    """The aid is three fifths of the cost, or a little less."""
    demande, annees = operation.montant_demande, _annees(operation)
    assert demande is not None
    directs = Decimal(int(demande * 5 / 3 / SURCOUT[operation.option_simplifiee]) + 3)
    parts = PARTS[operation.option_simplifiee]
    montants = repartir(directs, [Decimal(part) for part in parts.values()])
    return [
        LignePlan(operation=operation, nature=nature, libelle=LIBELLES[nature], annee=annee, montant=montant)
        for nature, total in zip(parts, montants, strict=True)
        for annee, montant in zip(annees, repartir(total, [Decimal(1)] * len(annees)), strict=True)
    ]


def _ressources(operation: Operation, lignes: Sequence[LignePlan]) -> list[Ressource]:
    """Another funder and the holder bring the rest."""
    appel, demande, annees = operation.appel, operation.montant_demande, _annees(operation)
    assert appel is not None
    assert demande is not None
    couts = [LigneCout(une.nature, une.annee, une.montant) for une in lignes]
    options = (operation.option_simplifiee,) if operation.option_simplifiee else ()
    reste = cout_de(couts, options, operation.programmation).total - demande
    autre = Decimal(int(reste / 2)) if operation.programmation else Decimal(0)
    apports: tuple[tuple[str, Any, str, Decimal], ...] = (
        (appel.financeur, appel.organisation, "Aide demandée", demande),
        ("DEPARTEMENT", None, "Participation du Département", autre),
        ("AUTOFINANCEMENT", None, "", reste - autre),
    )
    return [
        Ressource(operation=operation, genre=genre, organisation=qui, libelle=libelle, annee=annee, montant=part)
        for genre, qui, libelle, montant in apports
        if montant
        for annee, part in zip(annees, repartir(montant, [Decimal(1)] * len(annees)), strict=True)
    ]


def poster(operation: Operation, fonctions: Sequence[tuple[str, str]]) -> None:
    """The posts of an operation, (function, full-time share), each year: given for a fixed part.

    Together they cost what the plan counts for staff that year, each by its share.
    """
    if not fonctions:
        return
    assert operation.debut is not None
    assert operation.fin is not None
    structure = Organisation.objects.filter(
        territoire=operation.territoire, cle=cle_organisation(operation.porteur_nom)
    ).first()
    annees = range(operation.debut.year, operation.fin.year + 1)
    parts = [Decimal(etp) for _, etp in fonctions]
    personnel: dict[int, list[Decimal]] = {}
    for annee, montant in operation.lignes.filter(nature=PERSONNEL).values_list("annee", "montant"):
        personnel.setdefault(annee, []).append(montant)
    PosteTravail.objects.bulk_create(
        PosteTravail(
            operation=operation, fonction=fonction, structure=structure, annee=annee, etp=etp,
            cout=cout,
        )
        for annee in annees
        for (fonction, _), etp, cout in zip(
            fonctions, parts, repartir(somme(personnel.get(annee, [])), parts), strict=True
        )
    )  # fmt: skip
