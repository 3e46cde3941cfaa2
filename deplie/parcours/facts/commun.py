"""What the facts of this room share: how they are cut, what a participation was at entry, one SELECT each."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator
from dataclasses import asdict, dataclass
from datetime import date
from typing import Any, Final

from django.db.models import Count, OuterRef, QuerySet, Subquery
from django.db.models.functions import Coalesce

from deplie.mesure.colonnes import Colonne, Type, Valeur
from deplie.parcours.models import Critere
from deplie.parcours.rules.duree import age, tranche

# The day of exit of who is still there, of the end of who is still in an étape: later than any period.
SANS_FIN: Final = date.max.toordinal()
PAR_PAQUETS: Final = 5_000
ENTIER, NUMERO, TEXTE = Type.ENTIER, Type.IDENTIFIANT, Type.TEXTE

A_L_ENTREE: Final = (
    Colonne("sexe", TEXTE, "le sexe"),
    Colonne("tranche_age", TEXTE, "la tranche d'âge à l'entrée"),
    Colonne("qpv", TEXTE, "la résidence en quartier prioritaire à l'entrée"),
    Colonne("niveau", TEXTE, "le niveau de formation à l'entrée"),
    Colonne("commune", TEXTE, "la commune de résidence à l'entrée"),
    Colonne("duree_chomage", TEXTE, "la durée de chômage à l'entrée"),
    Colonne("referent", NUMERO, "le référent"),
    Colonne("prescripteur", NUMERO, "le prescripteur"),
    Colonne("criteres", ENTIER, "le nombre de critères d'éligibilité"),
)


@dataclass(frozen=True)
class Decoupage:
    """The settings that facts depend on: where bands begin, which categories stand together."""

    ages: tuple[int, ...]
    chomage: tuple[int, ...]
    groupes: dict[str, Any]
    # Days after which a prescription that waits has waited too long.
    attente: int = 30

    @property
    def empreinte(self) -> str:
        """A short print: two files of one territory with the same print were cut alike."""
        return hashlib.sha256(json.dumps(asdict(self), sort_keys=True).encode()).hexdigest()[:16]


ENTREE_DE = (
    "referent_id",
    "prescripteur_id",
    "date_entree",
    "qpv",
    "niveau_formation",
    "code_commune",
    "duree_chomage_mois",
)


def criteres_de(participation: str) -> Any:
    """How many criteria the participation has, sensitive ones included."""
    comptes = Critere.objects.filter(participation=OuterRef(participation)).order_by().values("participation")
    return Coalesce(Subquery(comptes.annotate(nombre=Count("pk")).values("nombre")), 0)


def lire(requete: QuerySet[Any], champs: tuple[str, ...]) -> Iterator[tuple[Any, ...]]:
    return requete.order_by().values_list(*champs).iterator(chunk_size=PAR_PAQUETS)


def a_l_entree(
    decoupage: Decoupage, sexe: str, naissance: date | None, criteres: int, entree_de: list[Any]
) -> tuple[Valeur, ...]:
    """Values of ``A_L_ENTREE``, from the person and the fields ``ENTREE_DE`` of the participation."""
    referent, prescripteur, entree, qpv, niveau, commune, chomage = entree_de
    ans = age(naissance, entree) if naissance else None
    return (
        sexe or None,
        tranche(ans, decoupage.ages),
        qpv or None,
        niveau or None,
        commune or None,
        tranche(chomage, decoupage.chomage),
        referent,
        prescripteur,
        criteres,
    )
