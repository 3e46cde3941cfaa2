"""Tables of a parcours, by subject: before the commission, the participation, its étapes, what happens to it."""

from deplie.parcours.models.accueil import Assiduite, Proposition
from deplie.parcours.models.atelier import InscriptionAtelier
from deplie.parcours.models.courrier import ModeleCourrier
from deplie.parcours.models.diagnostic import Diagnostic, FreinSuivi, PointDiagnostic
from deplie.parcours.models.entretien import Entretien
from deplie.parcours.models.etape import Etape
from deplie.parcours.models.lien import LienOrientation, OrientationRecue
from deplie.parcours.models.participation import (
    JAMAIS,
    OUI_NON,
    OUI_NON_NSP,
    Critere,
    Depart,
    Frein,
    Participation,
    ParticipationQuerySet,
)
from deplie.parcours.models.passage import Passage
from deplie.parcours.models.piece import PieceJointe
from deplie.parcours.models.prescription import CritereProuve, FreinRepere, Prescription
from deplie.parcours.models.referent import ChangementReferent
from deplie.parcours.models.suivi import ConstatEmploi, ContratPlie, Emploi, ModeleContrat, Suspension
from deplie.parcours.models.trame import Jalon, PasMinimal, Trame

__all__ = [
    "JAMAIS",
    "OUI_NON",
    "OUI_NON_NSP",
    "Assiduite",
    "ChangementReferent",
    "ConstatEmploi",
    "ContratPlie",
    "Critere",
    "CritereProuve",
    "Depart",
    "Diagnostic",
    "Emploi",
    "Entretien",
    "Etape",
    "Frein",
    "FreinRepere",
    "FreinSuivi",
    "InscriptionAtelier",
    "Jalon",
    "LienOrientation",
    "ModeleContrat",
    "ModeleCourrier",
    "OrientationRecue",
    "Participation",
    "ParticipationQuerySet",
    "PasMinimal",
    "Passage",
    "PieceJointe",
    "PointDiagnostic",
    "Prescription",
    "Proposition",
    "Suspension",
    "Trame",
]
