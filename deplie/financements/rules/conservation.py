"""Until when the papers of an operation are kept.

Sources: FSE+ 2021-2027: five years from 31 December of the year of the last payment by the managing authority
(règlement (UE) 2021/1060, article 82): paid on 12/03/2026, kept to 31/12/2031; state aid: ten years (S45,
interreg-baltic.eu), to the end of the tenth. FSE 2014-2020: three years, or two from one million euros on, from 31
December after the accounts that hold its expenses were submitted (S46; the million is K). A freeze (audit, litigation)
suspends every end.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Final

from deplie.financements.rules.forfait import FSE_2014_2020

ANNEES: Final = 5
ANNEES_AIDE_ETAT: Final = 10
ANNEES_2014, ANNEES_2014_GRANDE = 3, 2
GRANDE_OPERATION: Final = Decimal(1_000_000)


@dataclass(frozen=True)
class Conservation:
    """The last day of retention (None: no end can be told yet) and the sentence that says why."""

    jusqu_au: date | None
    phrase: str


@dataclass(frozen=True)
class Dossier:
    """What the rule reads of an operation.

    ``accordee_le``: the day the aid was granted; ``comptes_le``: the day the accounts of 2014-2020 were submitted;
    ``gel``: why retention is frozen, empty when it is not; ``cout``: total cost in euros.
    """

    programmation: str
    dernier_versement: date | None = None
    aide_etat: bool = False
    accordee_le: date | None = None
    comptes_le: date | None = None
    cout: Decimal | None = None
    gel: str = ""


def conservation(dossier: Dossier) -> Conservation:
    """Until when an operation is kept; the longest rule holds when several apply."""
    if dossier.gel:
        return Conservation(None, f"Conservation gelée : {dossier.gel}.")
    regles = [_2014(dossier) if dossier.programmation == FSE_2014_2020 else _2021(dossier)]
    if dossier.aide_etat:
        regles.append(_aide_etat(dossier))
    inconnue = next((regle for regle in regles if regle.jusqu_au is None), None)
    return inconnue or max(regles, key=lambda regle: regle.jusqu_au or date.min)


def _2021(dossier: Dossier) -> Conservation:
    """Also the rule of what has no European programmation: the longest that the house knows for a grant."""
    if dossier.dernier_versement is None:
        return Conservation(None, "Rien n'est encore versé : la durée de conservation n'a pas commencé.")
    fin = date(dossier.dernier_versement.year + ANNEES, 12, 31)
    return Conservation(
        fin,
        f"Dernier versement le {dossier.dernier_versement:%d/%m/%Y} : à conserver jusqu'au {fin:%d/%m/%Y} "
        f"({ANNEES} ans à partir du 31 décembre de l'année).",
    )


def _2014(dossier: Dossier) -> Conservation:
    if dossier.comptes_le is None:
        return Conservation(None, "La date de présentation des comptes n'est pas connue : le dossier est gardé.")
    annees = ANNEES_2014_GRANDE if dossier.cout is not None and dossier.cout >= GRANDE_OPERATION else ANNEES_2014
    fin = date(dossier.comptes_le.year + annees, 12, 31)
    return Conservation(
        fin,
        f"Comptes présentés le {dossier.comptes_le:%d/%m/%Y} : à conserver jusqu'au {fin:%d/%m/%Y} "
        f"({annees} ans à partir du 31 décembre qui suit).",
    )


def _aide_etat(dossier: Dossier) -> Conservation:
    if dossier.accordee_le is None:
        return Conservation(None, "La date d'octroi de l'aide d'État n'est pas connue : le dossier est gardé.")
    fin = date(dossier.accordee_le.year + ANNEES_AIDE_ETAT, 12, 31)
    return Conservation(
        fin,
        f"Aide d'État accordée le {dossier.accordee_le:%d/%m/%Y} : à conserver jusqu'au {fin:%d/%m/%Y} "
        f"({ANNEES_AIDE_ETAT} ans).",
    )
