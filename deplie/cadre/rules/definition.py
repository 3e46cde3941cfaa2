"""Definitions of a positive exit: each protocole has its own (motives, denominator), and there is no other truth.

Three territories of the sources have three definitions; they are ready here, to be chosen when a protocole is recorded.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Final

from deplie.territoires.rules import MOTIFS_POSITIFS

EMPLOI_DURABLE: Final = frozenset({"P_CDI", "P_CDD6", "P_CUMUL6", "P_SAISON", "P_ALT", "P_FP", "P_CREA", "P_AI55"})


@dataclass(frozen=True)
class DefinitionSortie:
    """What a protocole counts as a positive exit, over which exits, and where it is written."""

    nom: str
    motifs: frozenset[str]
    denominateur: str
    version: str
    source: str

    def differe(self, autre: DefinitionSortie) -> bool:
        """Two figures under definitions that differ do not compare: « rupture de série »."""
        return (self.motifs, self.denominateur, self.version) != (autre.motifs, autre.denominateur, autre.version)


# Where no protocole is in force: the families of the code lists, no denominator of its own.
PAR_DEFAUT: Final = DefinitionSortie(
    nom="Familles de sorties positives (emploi, formation qualifiante)",
    motifs=MOTIFS_POSITIFS,
    denominateur="",
    version="0",
    source="Nomenclature des motifs de sortie : POSITIVE_EMPLOI et POSITIVE_FORMATION.",
)

DEFINITIONS: Final[dict[str, DefinitionSortie]] = {
    "CIDEME_2013": DefinitionSortie(
        nom="Emploi d'au moins six mois, formation qualifiante, création d'activité",
        motifs=EMPLOI_DURABLE | {"P_FORM"},
        denominateur="D_TOTAL",
        version="CIDEME 2013",
        source="CIDEME, « Appréciation de la notion de sortie du PLIE », 2013, d'après « PLIE mode d'emploi » "
        "(AVE, 2010). Le bilan 2020 du TCO s'y lit : 55 % de 319 sorties.",
    ),
    # « contrat de travail, création d'entreprise, formation »: no length of contract, no kind of training.
    "LA_ROCHELLE_2021": DefinitionSortie(
        nom="Contrat de travail, création d'entreprise, formation",
        motifs=EMPLOI_DURABLE | {"P_FORM", "T_CDD_COURT", "T_FORM_NQ"},
        denominateur="D_TOTAL",
        version="La Rochelle 2021",
        source="Communauté d'agglomération de La Rochelle, rapport d'activités 2021 : « 68 positives (contrat de "
        "travail, création d'entreprise, formation) », sans durée de contrat ni nature de formation.",
    ),
    # « l'obtention d'un CDI, d'un CDD supérieur ou égal à 6 mois ou encore d'une formation qualifiante »: no creation.
    "HAUTE_VIENNE_2019": DefinitionSortie(
        nom="CDI, CDD d'au moins six mois, formation qualifiante",
        motifs=frozenset({"P_CDI", "P_CDD6", "P_FORM"}),
        denominateur="D_TOTAL",
        version="Haute-Vienne 2019",
        source="Bilan de la troisième année du pacte territorial pour l'insertion (Haute-Vienne, 21 novembre 2019).",
    ),
}


def en_vigueur(debut: date, fin: date, avenants: Iterable[tuple[date, date | None]], jour: date) -> bool:
    """Whether a protocole is in force on a day, its avenants told as (date of effect, new last day) in their order.

    An avenant moves the end from its date of effect on; one that takes effect when the protocole ends carries it on.
    Source: Pays Midi-Quercy, protocole 2018-2020 prolonged « dans les mêmes termes » to 31 December 2021.
    """
    dernier = fin
    for effet, prolonge in avenants:
        if prolonge is not None and effet <= jour:
            dernier = prolonge
    return debut <= jour <= dernier


def definition_le(
    signee: DefinitionSortie, changements: Iterable[tuple[date, DefinitionSortie]], jour: date
) -> DefinitionSortie:
    """The definition that a protocole holds on a day: as it was signed, then as its avenants changed it, each from its
    date of effect; of two of one day, the later one of the list."""
    atteints = [(effet, rang, lue) for rang, (effet, lue) in enumerate(changements) if effet <= jour]
    return max(atteints, key=lambda un: un[:2])[2] if atteints else signee
