"""Programming periods of the European social fund: when an expense is eligible, which indicators hold, how long pieces
are kept. Dated, each with its source.

The two periods overlap from 2021 to 2023: an operation says under which it was programmed, its dates do not.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Final


@dataclass(frozen=True)
class Programmation:
    """One period. ``debut`` and ``fin`` bound the eligibility of expenses; ``annees`` its commitments.

    ``realisations`` and ``resultats``: prefixes of its common indicators. ``conservation``: how long pieces are kept.
    """

    code: str
    nom: str
    annees: tuple[int, int]
    debut: date
    fin: date
    programme: str
    cci: str
    realisations: str
    resultats: str
    axe: str
    objectif_specifique: str
    conservation: str
    source: str

    def couvre(self, jour: date) -> bool:
        """Whether an expense paid on a day may be eligible."""
        return self.debut <= jour <= self.fin


FSE_2014_2020: Final = Programmation(
    code="FSE_2014_2020",
    nom="FSE 2014-2020",
    annees=(2014, 2020),
    debut=date(2014, 1, 1),
    fin=date(2023, 12, 31),
    programme="Programme opérationnel national du Fonds social européen 2014-2020",
    cci="",
    realisations="CO",
    resultats="CR",
    axe="Axe 3",
    objectif_specifique="",
    conservation="Trois ou deux ans à compter du 31 décembre qui suit la présentation des comptes.",
    # V: the name of the programme, and 2021 carried by it: COPIL of the Pays Midi-Quercy, 13 October 2020. V: how long
    # pieces are kept, domain.md §2.4 (S46). K: last day of eligibility, regulation (EU) 1303/2013, art. 65(2); axis.
    source="Règlement (UE) n° 1303/2013, article 65 ; comité de pilotage du Pays Midi-Quercy du 13 octobre 2020.",
)

FSE_PLUS_2021_2027: Final = Programmation(
    code="FSE_PLUS_2021_2027",
    nom="FSE+ 2021-2027",
    annees=(2021, 2027),
    debut=date(2021, 1, 1),
    fin=date(2029, 12, 31),
    programme="Programme national FSE+ « Emploi, inclusion, jeunesse, compétences »",
    cci="2021FR05SFPR001",
    realisations="EECO",
    resultats="EECR",
    axe="Priorité 1",
    objectif_specifique="h",
    conservation="Cinq ans à compter du 31 décembre de l'année du dernier paiement (article 82).",
    # V: programme and eligibility, domain.md §2.1 (S34); V: retention, §2.4 (S45). K: priority 1 and objective (h).
    source="Programme national 2021FR05SFPR001 ; règlement (UE) 2021/1060, article 82.",
)

PROGRAMMATIONS: Final[dict[str, Programmation]] = {p.code: p for p in (FSE_2014_2020, FSE_PLUS_2021_2027)}


def programmations_du(jour: date) -> list[Programmation]:
    """The periods under which an expense of that day may stand, the oldest first: two of them from 2021 to 2023."""
    return [programmation for programmation in PROGRAMMATIONS.values() if programmation.couvre(jour)]
