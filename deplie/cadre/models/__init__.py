"""The dated frame of a territory: commitments of its schemes, European money, charges and agreements."""

from deplie.cadre.models.competence import AccordTerritorial, Competence, PartieAccord
from deplie.cadre.models.protocole import Avenant, Objectif, Partie, PropositionObjectif, Protocole
from deplie.cadre.models.subvention import (
    AvenantSubvention,
    Enveloppe,
    OrganismeIntermediaire,
    PartEnveloppe,
    RattachementOI,
    SubventionGlobale,
)

__all__ = [
    "AccordTerritorial",
    "Avenant",
    "AvenantSubvention",
    "Competence",
    "Enveloppe",
    "Objectif",
    "OrganismeIntermediaire",
    "PartEnveloppe",
    "Partie",
    "PartieAccord",
    "PropositionObjectif",
    "Protocole",
    "RattachementOI",
    "SubventionGlobale",
]
