"""Which étapes count, and until when. Source: counting rules of the exchange contract; « l'accompagnement n'est pas une
étape » (convergences-emploi.fr, la notion de parcours)."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any

from deplie.territoires.rules import CATEGORIES_NON_COMPTEES, STATUTS_NON_COMPTES


def se_compte(categorie: str, statut: str) -> bool:
    """Étapes planned or cancelled, the follow-up itself, waiting and follow-up in work are left out."""
    return statut not in STATUTS_NON_COMPTES and categorie not in CATEGORIES_NON_COMPTEES


def fin_comptee(fin: date | None, sortie: date | None) -> date | None:
    """The last day that counts: its end, but not past the exit; None while it is open in an open participation."""
    jours = [jour for jour in (fin, sortie) if jour is not None]
    return min(jours) if jours else None


def groupe_de_chaque(groupes: Mapping[str, Mapping[str, Any]]) -> dict[str, str]:
    """``{category: its group}`` in a territory's grouping (setting ``groupes_categorie``)."""
    return {categorie: code for code, contenu in groupes.items() for categorie in contenu["categories"]}


def cle_de_rapprochement(
    *, identifiant: str, dispositif: str, categorie: str, debut: date, intitule: str, operateur: str
) -> str:
    """What two lines of the same étape share when no ``reference`` is given (keys of the exchange contract).

    ``operateur`` is the organisation's key. Identical étapes are told apart by their rank.
    """
    return "|".join((identifiant, dispositif, categorie, debut.isoformat(), intitule, operateur))


def cle_de_reference(reference: str) -> str:
    """The key of an étape that the original tool numbers: the number alone."""
    return f"reference|{reference}"
