"""How each constraint of the records of participants is broken, for test_contraintes.py."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, date, datetime
from typing import Any

from tests.factories_fse import (
    CorrespondanceFSEFactory,
    EntiteSoutenueFactory,
    ErreurServiceFactory,
    ParticipationFSEFactory,
    ReponseSensibleFSEFactory,
    RetourServiceFactory,
)
from tests.maison.cas_financements import deux_fois

ENTREE, SORTIE = date(2020, 3, 4), date(2020, 9, 4)
MAINTENANT = datetime(2020, 9, 4, tzinfo=UTC)

CAS_FSE: dict[str, Callable[[], Any]] = {
    "participation_fse_unique": lambda: deux_fois(ParticipationFSEFactory, "operation", "personne"),
    "participation_fse_dates": lambda: ParticipationFSEFactory(date_entree=ENTREE, date_sortie=ENTREE),
    "participation_fse_reprise": lambda: ParticipationFSEFactory(reprise_le=date(2020, 10, 1), date_sortie=SORTIE),
    "participation_fse_constat": lambda: ParticipationFSEFactory(constat_sortie=SORTIE),
    "participation_fse_six_mois": lambda: ParticipationFSEFactory(date_sortie=SORTIE, constat_six_mois=ENTREE),
    "reponse_fse_unique": lambda: deux_fois(ReponseSensibleFSEFactory, "participation", "question"),
    "reponse_fse_posee": lambda: ReponseSensibleFSEFactory(reponse="NON_DEMANDE"),
    "reponse_fse_refus": lambda: ReponseSensibleFSEFactory(question="pays_tiers", reponse="NE_SE_PRONONCE_PAS"),
    "entite_soutenue_unique": lambda: deux_fois(EntiteSoutenueFactory, "operation", "genre", "cle"),
    "entite_soutenue_nommee": lambda: EntiteSoutenueFactory(cle=""),
    "entite_soutenue_prouvee": lambda: EntiteSoutenueFactory(preuve=""),
    "correspondance_fse_unique": lambda: deux_fois(CorrespondanceFSEFactory, "territoire", "nom"),
    "retour_fse_unique": lambda: deux_fois(RetourServiceFactory, "territoire", empreinte="a" * 64),
    "erreur_fse_issue": lambda: ErreurServiceFactory(corrigee_le=MAINTENANT, ecartee_le=MAINTENANT),
    "erreur_fse_reperee": lambda: ErreurServiceFactory(repere=""),
}
