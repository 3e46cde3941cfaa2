"""Tables of calls, operations and money, by subject."""

from deplie.financements.models.appel import (
    Appel,
    CritereNotation,
    PieceRequise,
    QuestionEligibilite,
    SousEnveloppe,
)
from deplie.financements.models.bilan import BilanExecution, Depense, RessourceConstatee
from deplie.financements.models.controle import Controle, Correction, LigneControle
from deplie.financements.models.convention import AvenantConvention, Convention
from deplie.financements.models.depot import (
    Lecture,
    LienPorteur,
    NoteLecture,
    PieceDossier,
    ReponseEligibilite,
    SaisiePorteur,
)
from deplie.financements.models.echeance import FluxEcheances, RappelEcheance
from deplie.financements.models.engagement import Engagement
from deplie.financements.models.modele import ModeleDocument
from deplie.financements.models.operation import EvenementOperation, Operation
from deplie.financements.models.plan import LignePlan, PosteTravail, Ressource
from deplie.financements.models.reprogrammation import Reprogrammation
from deplie.financements.models.reversement import Reversement
from deplie.financements.models.versement import Versement
from deplie.financements.models.version import VersionPlan

__all__ = [
    "Appel",
    "AvenantConvention",
    "BilanExecution",
    "Controle",
    "Convention",
    "Correction",
    "CritereNotation",
    "Depense",
    "Engagement",
    "EvenementOperation",
    "FluxEcheances",
    "Lecture",
    "LienPorteur",
    "LigneControle",
    "LignePlan",
    "ModeleDocument",
    "NoteLecture",
    "Operation",
    "PieceDossier",
    "PieceRequise",
    "PosteTravail",
    "QuestionEligibilite",
    "RappelEcheance",
    "ReponseEligibilite",
    "Reprogrammation",
    "Ressource",
    "RessourceConstatee",
    "Reversement",
    "SaisiePorteur",
    "SousEnveloppe",
    "Versement",
    "VersionPlan",
]
