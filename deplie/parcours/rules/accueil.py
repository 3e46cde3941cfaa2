"""An étape at an operator: proposed, accepted or declined; then the hours done, session by session or month by month.

Source: operations of the plans are paid on sheets signed by half-days or on monthly statements of hours
(``domain/domain.md`` §1.2, step 6). After how long a silence is said is a setting of the territory.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, timedelta
from decimal import Decimal
from typing import Final

ACCEPTEE: Final = "ACCEPTEE"
DECLINEE: Final = "DECLINEE"
RETIREE: Final = "RETIREE"
REPONSES: Final[dict[str, str]] = {ACCEPTEE: "acceptée", DECLINEE: "déclinée", RETIREE: "retirée"}
ABSENCES: Final[dict[str, str]] = {"EXCUSEE": "absence excusée", "NON_EXCUSEE": "absence"}
# Nobody does more in a day, meals included.
HEURES_PAR_JOUR: Final = Decimal(12)
A_PROPOSER: Final = frozenset({"", "PREVUE"})
RESULTATS: Final[dict[str, str]] = {"REALISEE": "menée à son terme", "INTERROMPUE": "interrompue"}


def refus_de_proposer(statut: str, operateur: bool) -> str:
    """Why an étape cannot be proposed to an operator; empty when it can."""
    if not operateur:
        return "Choisissez d'abord l'opérateur de cette étape."
    if statut not in A_PROPOSER:
        return "Cette étape a déjà commencé, ou elle est close : il n'y a plus rien à proposer."
    return ""


def refus_de_periode(
    du: date, au: date, *, debut: date, fin: date | None, jour: date, connues: Iterable[tuple[date, date]]
) -> str:
    """Why hours cannot be noted from a day to another; empty when they can. ``connues``: the periods noted already."""
    if au < du:
        return "Le dernier jour précède le premier. Corrigez l'un des deux."
    if (du.year, du.month) != (au.year, au.month):
        return "Notez un mois à la fois : les deux jours sont du même mois."
    if au > jour:
        return f"Le {au:%d/%m/%Y} est à venir : les heures se notent une fois faites."
    if du < debut:
        return f"L'étape commence le {debut:%d/%m/%Y} : rien ne se note avant."
    if fin and au > fin:
        return f"L'étape se termine le {fin:%d/%m/%Y} : rien ne se note après."
    double = next(((a, b) for a, b in connues if a <= au and du <= b), None)
    if double:
        return f"Des heures sont déjà notées du {double[0]:%d/%m/%Y} au {double[1]:%d/%m/%Y}. Enlevez-les d'abord."
    return ""


def periode_du_mois(mois: date, debut: date, fin: date | None, jour: date) -> tuple[date, date]:
    """The days of a month that an étape may have hours in. ``mois``: its first day, one of ``mois_a_noter``."""
    dernier = (mois + timedelta(days=32)).replace(day=1) - timedelta(days=1)
    return max(mois, debut), min(dernier, jour, fin or dernier)


def refus_d_heures(du: date, au: date, heures: Decimal, absence: str) -> str:
    """Why these hours cannot be; empty when they can. No hour at all is an absence, and says so."""
    plafond = HEURES_PAR_JOUR * ((au - du).days + 1)
    if heures < 0 or heures > plafond:
        return f"Pour cette période, les heures vont de 0 à {plafond}."
    if heures == 0 and not absence:
        return "Aucune heure n'est faite : dites si l'absence est excusée."
    if heures > 0 and absence:
        return "Des heures sont faites : ce n'est pas une absence. Laissez « présent »."
    return ""


def mois_a_noter(debut: date, fin: date | None, connues: Iterable[tuple[date, date]], jour: date) -> list[date]:
    """The first day of each whole month of an étape for which nothing is noted, the latest first; six at most."""
    derniere = min(fin, jour) if fin else jour
    notes = {(du.year, du.month) for du, _ in connues}
    mois = date(derniere.year, derniere.month, 1)
    trouves: list[date] = []
    while len(trouves) < 6 and mois >= date(debut.year, debut.month, 1):
        suivant = (mois + timedelta(days=32)).replace(day=1)
        if (mois.year, mois.month) not in notes and (suivant <= jour or (fin is not None and fin <= jour)):
            trouves.append(mois)
        mois = (mois - timedelta(days=1)).replace(day=1)
    return trouves
