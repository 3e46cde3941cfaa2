"""Simplified-cost options: a flat rate, what it is taken on, what it stands for, and when it is refused.

Sources: ``domain/domain.md`` §2.4. 2021-2027: règlement (UE) 2021/1060, articles 54 a (7 %), 54 b (15 %), 55 §1 (20 %),
56 (40 %), known and not re-read (K). 2014-2020: 20 % of direct costs less bought services, with the example that holds
it (200 000 € of which 80 000 € of services give 24 000 € and 224 000 €; S44, citoyensterritoires.fr). The 15 and 40 %
of the older period, and the allowances to participants that article 56 leaves beside the 40 %, are not here until they
are verified.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Final

from deplie.cadre.rules import programmation as cadre
from deplie.financements.rules.nomenclature import (
    EQUIPEMENT,
    FONCTIONNEMENT,
    INDIRECTES,
    NATURES,
    PARTICIPANTS,
    PERSONNEL,
    PRESTATIONS,
)

FSE_2014_2020: Final = cadre.FSE_2014_2020.code
FSE_PLUS_2021_2027: Final = cadre.FSE_PLUS_2021_2027.code
PROGRAMMATIONS: Final = {code: periode.nom for code, periode in cadre.PROGRAMMATIONS.items()}

# What the 40 % stands for: everything but the staff. Never typed, hence not a nature of line.
RESTE: Final = "RESTE"
POSTES: Final = {**NATURES, RESTE: "autres coûts, au forfait"}
DIRECTES: Final = frozenset({PERSONNEL, FONCTIONNEMENT, PRESTATIONS, PARTICIPANTS, EQUIPEMENT})


@dataclass(frozen=True)
class Forfait:
    """A flat rate, in percent of the lines of ``assiette``; it stands for the post ``produit``.

    ``permises``: the natures of lines that may be typed beside it. ``sur``: its base in French.
    """

    code: str
    libelle: str
    taux: int
    assiette: frozenset[str]
    sur: str
    produit: str
    permises: frozenset[str]
    programmation: str
    source: str

    @property
    def remplacees(self) -> frozenset[str]:
        """The natures that nobody types nor declares: the flat rate stands for them."""
        return frozenset(NATURES) - self.permises


FORFAITS: Final[dict[str, Forfait]] = {
    forfait.code: forfait
    for forfait in (
        Forfait(
            code="INDIRECT_7",
            libelle="7 % des coûts directs, pour les dépenses indirectes",
            taux=7,
            assiette=DIRECTES,
            sur="dépenses directes",
            produit=INDIRECTES,
            permises=DIRECTES,
            programmation=FSE_PLUS_2021_2027,
            source="Règlement (UE) 2021/1060, article 54 a.",
        ),
        Forfait(
            code="INDIRECT_15",
            libelle="15 % des dépenses directes de personnel, pour les dépenses indirectes",
            taux=15,
            assiette=frozenset({PERSONNEL}),
            sur="dépenses directes de personnel",
            produit=INDIRECTES,
            permises=DIRECTES,
            programmation=FSE_PLUS_2021_2027,
            source="Règlement (UE) 2021/1060, article 54 b.",
        ),
        Forfait(
            code="PERSONNEL_20",
            libelle="20 % des autres coûts directs, pour les dépenses de personnel",
            taux=20,
            assiette=DIRECTES - {PERSONNEL},
            sur="dépenses directes hors personnel",
            produit=PERSONNEL,
            permises=DIRECTES - {PERSONNEL},
            programmation=FSE_PLUS_2021_2027,
            source="Règlement (UE) 2021/1060, article 55, paragraphe 1.",
        ),
        Forfait(
            code="RESTE_40",
            libelle="40 % des dépenses directes de personnel, pour tous les autres coûts",
            taux=40,
            assiette=frozenset({PERSONNEL}),
            sur="dépenses directes de personnel",
            produit=RESTE,
            permises=frozenset({PERSONNEL}),
            programmation=FSE_PLUS_2021_2027,
            source="Règlement (UE) 2021/1060, article 56.",
        ),
        Forfait(
            code="INDIRECT_20_2014",
            libelle="20 % des coûts directs hors prestations, pour les dépenses indirectes",
            taux=20,
            assiette=DIRECTES - {PRESTATIONS},
            sur="dépenses directes hors achats de prestations",
            produit=INDIRECTES,
            permises=DIRECTES,
            programmation=FSE_2014_2020,
            source="FSE 2014-2020 : « Le forfait de 20 % reconduit » (citoyensterritoires.fr).",
        ),
    )
}


def forfaits_de(programmation: str) -> list[Forfait]:
    """The options that a programmation offers; none outside the European programmations."""
    return [forfait for forfait in FORFAITS.values() if forfait.programmation == programmation]


def refus_de_forfait(options: Sequence[str], programmation: str, montants: Iterable[tuple[str, Decimal]]) -> list[str]:
    """Why a plan may not be valued this way, one French sentence each; empty when it may, or when no option is asked.

    ``montants``: (nature, sum in euros) of the lines that were typed.
    """
    if not options:
        return []
    if len(options) > 1:
        noms = " et ".join(f"« {FORFAITS[code].libelle} »" if code in FORFAITS else f"« {code} »" for code in options)
        return [f"Deux options de coûts simplifiés sont demandées, {noms} : gardez-en une."]
    forfait = FORFAITS.get(options[0])
    if forfait is None:
        return [f"L'option de coûts simplifiés « {options[0]} » n'est pas connue."]
    if forfait.programmation != programmation:
        ici = PROGRAMMATIONS.get(programmation, "")
        return [
            f"L'option « {forfait.libelle} » est de la programmation {PROGRAMMATIONS[forfait.programmation]} : "
            + (f"l'opération est du {ici}." if ici else "l'opération n'est d'aucune programmation européenne.")
        ]
    return _refus_d_assiette(forfait, montants)


def _refus_d_assiette(forfait: Forfait, montants: Iterable[tuple[str, Decimal]]) -> list[str]:
    """The lines that may not stand beside a flat rate, and the base that is not there."""
    saisies = {nature for nature, montant in montants if montant}
    trouves = []
    if INDIRECTES in saisies:
        trouves.append(
            f"Des dépenses indirectes sont saisies à côté du forfait « {forfait.libelle} » : retirez ces lignes, le "
            "forfait ne se cumule pas avec elles."
        )
    refusees = [NATURES[code] for code in NATURES if code in saisies - forfait.permises - {INDIRECTES}]
    if refusees:
        trouves.append(
            f"Le forfait « {forfait.libelle} » remplace ces lignes : {', '.join(refusees)}. "
            "Retirez-les, ou choisissez une autre option."
        )
    if not saisies & forfait.assiette:
        trouves.append(f"Le forfait de {forfait.taux} % se calcule sur les {forfait.sur} : le plan n'en compte aucune.")
    return trouves
