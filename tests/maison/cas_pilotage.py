"""How each constraint of published figures is broken, for test_contraintes.py."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import Any

from deplie.pilotage.rules.publication import DEFINITIF, VALIDE_COPIL
from tests.factories import TerritoireFactory
from tests.factories_pilotage import (
    ChapitrePackFactory,
    CleGeleeFactory,
    DiffusionFactory,
    FaitGeleFactory,
    PublicationFactory,
    TexteChapitreFactory,
)
from tests.maison.cas_financements import deux_fois


def deux_en_vigueur() -> None:
    lieu = TerritoireFactory()
    PublicationFactory(territoire=lieu, statut=DEFINITIF)
    PublicationFactory(territoire=lieu, statut=VALIDE_COPIL)


CAS_PILOTAGE: dict[str, Callable[[], Any]] = {
    "publication_unique": lambda: deux_fois(PublicationFactory, "territoire", version=1),
    "publication_en_vigueur": deux_en_vigueur,
    "publication_dates": lambda: PublicationFactory(fin=date(2019, 1, 1)),
    "diffusion_en_cours": lambda: deux_fois(DiffusionFactory, "publication"),
    "diffusion_retrait": lambda: DiffusionFactory(retiree_le=date(2021, 4, 1)),
    "fait_gele_unique": lambda: deux_fois(FaitGeleFactory, "publication"),
    "chapitre_unique": lambda: deux_fois(ChapitrePackFactory, "territoire", cle="publics"),
    "texte_chapitre_unique": lambda: deux_fois(TexteChapitreFactory, "publication", cle="publics"),
    "cle_gelee_unique": lambda: deux_fois(CleGeleeFactory, "publication", cle=1),
}
