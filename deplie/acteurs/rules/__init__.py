"""Roles and rights; names of bodies."""

from deplie.acteurs.rules.organisations import (
    PRESCRIPTEUR_PROTEGE,
    cle_organisation,
    est_protege,
    mots_propres,
    ressemblance,
)
from deplie.acteurs.rules.roles import (
    DOMAINE_DEMONSTRATION,
    DROITS,
    ROLES,
    ROLES_RESERVES,
    Perimetre,
    Role,
    droits_de,
    en_vigueur,
    est_de_demonstration,
    perimetres_de,
    peut_attribuer,
)

__all__ = [
    "DOMAINE_DEMONSTRATION",
    "DROITS",
    "PRESCRIPTEUR_PROTEGE",
    "ROLES",
    "ROLES_RESERVES",
    "Perimetre",
    "Role",
    "cle_organisation",
    "droits_de",
    "en_vigueur",
    "est_de_demonstration",
    "est_protege",
    "mots_propres",
    "perimetres_de",
    "peut_attribuer",
    "ressemblance",
]
