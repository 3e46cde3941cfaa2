"""Jobs followed up: kinds of contract, and which month of work a day belongs to.

Source: six months in work after hiring (``domain/domain.md`` §1.2, step 8).
"""

from __future__ import annotations

from collections.abc import Collection
from datetime import date, timedelta
from typing import Final

from deplie.parcours.rules.duree import ajouter_mois
from deplie.parcours.rules.sortie import MOIS_DE_SUIVI

CONTRATS: Final[dict[str, str]] = {
    "CDI": "CDI",
    "CDD6": "CDD de six mois ou plus",
    "CDD_COURT": "CDD de moins de six mois",
    "INTERIM": "intérim",
    "SAISON": "contrat saisonnier",
    "ALTERNANCE": "apprentissage ou professionnalisation",
    "AIDE": "contrat aidé",
    "FP": "fonction publique",
    "CREATION": "création ou reprise d'activité",
    "AUTRE": "autre contrat",
}


def mois_acquis(debut: date, jour: date) -> int:
    """Whole months in work on a day, six at most: begun on 15 January, the first is over on 14 February."""
    return next((m for m in range(MOIS_DE_SUIVI, 0, -1) if fin_du_mois(debut, m) <= jour), 0)


def mois_a_constater(constates: Collection[int]) -> int:
    """The month that comes after those already said: a later one tells the earlier. The last, once it is said."""
    return min(max(constates, default=0) + 1, MOIS_DE_SUIVI)


def mois_dit(rang: int) -> str:
    """« 1er mois », « 2e mois »."""
    return f"{rang}{'er' if rang == 1 else 'e'} mois"


def fin_du_mois(debut: date, rang: int) -> date:
    """The last day of the ``rang``-th month of a job: begun on 31 January, the first ends with February."""
    meme_jour = ajouter_mois(debut, rang)
    return meme_jour if meme_jour.day < debut.day else meme_jour - timedelta(days=1)
