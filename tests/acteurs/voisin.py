"""What a neighbour runs, under one number: calls, operations, money."""

from __future__ import annotations

from typing import Any

from tests.factories_financements import (
    AvenantConventionFactory,
    BilanExecutionFactory,
    ControleFactory,
    ConventionFactory,
    DepenseFactory,
    EngagementFactory,
    LectureFactory,
    LigneControleFactory,
    ModeleDocumentFactory,
    OperationRetenueFactory,
    PieceDossierFactory,
    PieceRequiseFactory,
    ReprogrammationFactory,
    ReversementFactory,
    VersementFactory,
    VersionPlanFactory,
)
from tests.factories_fse import (
    CorrespondanceFSEFactory,
    EntiteSoutenueFactory,
    ErreurServiceFactory,
    ParticipationFSEFactory,
)
from tests.factories_pieces import FichierFactory


def financements_du_voisin(voisin: Any, agent: Any, personne: Any, numero: int) -> None:
    """An operation of the neighbour's and its call, an instalment, a bilan, a file, a reading."""
    europeenne = {"programmation": "FSE_PLUS_2021_2027"}
    operation = OperationRetenueFactory(pk=numero, territoire=voisin, appel__pk=numero, **europeenne)
    VersementFactory(pk=numero, operation=operation)
    ReversementFactory(pk=numero, operation=operation)
    VersionPlanFactory(pk=numero, operation=operation)
    ReprogrammationFactory(pk=numero, operation=operation)
    ModeleDocumentFactory(pk=numero, territoire=voisin)
    bilan = BilanExecutionFactory(pk=numero, operation=operation)
    convention = ConventionFactory(operation=operation, fichier=FichierFactory())
    AvenantConventionFactory(pk=numero, convention=convention, fichier=FichierFactory())
    depense = DepenseFactory(pk=numero, bilan=bilan)
    EngagementFactory(pk=numero, operation=operation, fichier=FichierFactory())
    LigneControleFactory(pk=numero, depense=depense, controle=ControleFactory(pk=numero, bilan=bilan))
    requise = PieceRequiseFactory(appel=operation.appel, moment="BILAN")
    PieceDossierFactory(pk=numero, operation=operation, requise=requise)
    PieceDossierFactory(operation=operation, depense=depense, fichier__pk=numero)
    LectureFactory(pk=numero, operation=operation, lecteur=agent)
    ParticipationFSEFactory(pk=numero, operation=operation, personne=personne)
    EntiteSoutenueFactory(pk=numero, operation=operation, fichier=FichierFactory(territoire=voisin.code))
    CorrespondanceFSEFactory(pk=numero, territoire=voisin)
    ErreurServiceFactory(pk=numero, retour__pk=numero, retour__territoire=voisin)
