"""What an operation hangs from: its call, specific objective, funder and programmation, by its code.

An étape, a record and a sum of money name an operation; these columns let every figure about them be cut along any link
of the chain. A code that no operation of the territory has stays a code, and hangs from nothing.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from deplie.financements.models import Operation
from deplie.financements.rules.forfait import PROGRAMMATIONS
from deplie.financements.rules.nomenclature import FSE
from deplie.mesure.colonnes import Colonne, Type, Valeur
from deplie.territoires.models import Territoire

# What an operation hangs from, after its own code.
LIENS: Final = (
    Colonne("appel", Type.TEXTE, "l'appel à projets"),
    Colonne("objectif_specifique", Type.TEXTE, "l'objectif spécifique"),
    Colonne("financeur", Type.TEXTE, "le financeur"),
    Colonne("programmation", Type.TEXTE, "la programmation européenne"),
)
CHAINE: Final = (Colonne("operation", Type.TEXTE, "l'opération"), *LIENS)
# The fields that they are read from, on an operation.
CHAMPS: Final = (
    "appel__code", "objectif_specifique", "appel__objectif_specifique", "appel__financeur", "programmation",
    "appel__programmation", "appel__subvention__programmation",
)  # fmt: skip
INCONNUS: Final[tuple[Valeur, ...]] = (None,) * len(LIENS)


def liens_de(champs: Sequence[str | None]) -> tuple[Valeur, ...]:
    """Values of ``LIENS``, from ``CHAMPS``: what the operation says of itself, else its call, else what pays the call.

    Without a call, the funder of a European operation is the fund.
    """
    appel, objectif, objectif_appel, financeur, programmation, programmation_appel, programmation_subvention = champs
    dite = programmation or programmation_appel or programmation_subvention
    europeenne = dite if dite in PROGRAMMATIONS else None
    return (appel, objectif or objectif_appel or None, financeur or (FSE if europeenne else None), europeenne)


def liens_des_operations(territoire: Territoire) -> dict[str, tuple[Valeur, ...]]:
    """``{code: values of LIENS}`` of every operation of a territory. One query."""
    lues = Operation.objects.filter(territoire=territoire).exclude(code="").order_by()
    return {code: liens_de(champs) for code, *champs in lues.values_list("code", *CHAMPS)}
