"""The financing plan of an operation of the demonstration: what it costs by post and year, who pays, who works.

Every total is the sum of its lines: the holder brings what is left.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
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


def chiffrer(operation: Operation, demande: Decimal) -> None:
    """The aid is three fifths of the cost, or a little less; another funder and the holder bring the rest."""
    appel = operation.appel
    assert appel is not None
    assert operation.debut is not None
    assert operation.fin is not None
    annees = range(operation.debut.year, operation.fin.year + 1)
    operation.option_simplifiee = FORFAITS.get(operation.programmation, "")
    operation.save(update_fields=["option_simplifiee"])
    directs = Decimal(int(demande * 5 / 3 / SURCOUT[operation.option_simplifiee]) + 3)
    parts = PARTS[operation.option_simplifiee]
    montants = repartir(directs, [Decimal(part) for part in parts.values()])
    lignes = [
        LignePlan(operation=operation, nature=nature, libelle=LIBELLES[nature], annee=annee, montant=montant)
        for nature, total in zip(parts, montants, strict=True)
        for annee, montant in zip(annees, repartir(total, [Decimal(1)] * len(annees)), strict=True)
    ]
    LignePlan.objects.bulk_create(lignes)
    couts = [LigneCout(une.nature, une.annee, une.montant) for une in lignes]
    options = (operation.option_simplifiee,) if operation.option_simplifiee else ()
    total = cout_de(couts, options, operation.programmation).total
    reste = total - demande
    autre = Decimal(int(reste / 2)) if operation.programmation else Decimal(0)
    _ressources(operation, annees, [(appel.financeur, appel.organisation, "Aide demandée", demande),
                                    ("DEPARTEMENT", None, "Participation du Département", autre),
                                    ("AUTOFINANCEMENT", None, "", reste - autre)])  # fmt: skip


def _ressources(operation: Operation, annees: Sequence[int], apports: Sequence[tuple[str, Any, str, Decimal]]) -> None:
    Ressource.objects.bulk_create(
        Ressource(operation=operation, genre=genre, organisation=qui, libelle=libelle, annee=annee, montant=part)
        for genre, qui, libelle, montant in apports
        if montant
        for annee, part in zip(annees, repartir(montant, [Decimal(1)] * len(annees)), strict=True)
    )


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
