"""What changes about actors; others import from here."""

from deplie.acteurs.actions.compte import (
    accepter_invitation,
    creer_premier_administrateur,
    nommer_administrateur,
    se_nommer,
)
from deplie.acteurs.actions.demonstration import creer_distribution_demo
from deplie.acteurs.actions.equipe import (
    completer_agent,
    donner_role,
    finir_remplacement,
    inviter,
    noter_temps,
    ouvrir_compte,
    remplacer,
    renvoyer_invitation,
    retirer_role,
    retirer_temps,
)
from deplie.acteurs.actions.flux import fermer_flux, ouvrir_flux
from deplie.acteurs.actions.organisation import completer_organisation, creer_organisation
from deplie.acteurs.actions.reglages import regler_territoire
from deplie.acteurs.actions.reunion import reunir_structures, separer_structures

__all__ = [
    "accepter_invitation",
    "completer_agent",
    "completer_organisation",
    "creer_distribution_demo",
    "creer_organisation",
    "creer_premier_administrateur",
    "donner_role",
    "fermer_flux",
    "finir_remplacement",
    "inviter",
    "nommer_administrateur",
    "noter_temps",
    "ouvrir_compte",
    "ouvrir_flux",
    "regler_territoire",
    "remplacer",
    "renvoyer_invitation",
    "retirer_role",
    "retirer_temps",
    "reunir_structures",
    "se_nommer",
    "separer_structures",
]
