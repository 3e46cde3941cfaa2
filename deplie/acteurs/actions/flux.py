"""The secret address of somebody's own calendar: drawn, renewed, closed."""

from __future__ import annotations

from django.db import transaction
from django.utils import timezone

from deplie.acteurs.models import FluxAgenda
from deplie.acteurs.queries.acteur import Acteur
from deplie.acteurs.queries.flux import empreinte_de
from deplie.socle import jetons
from deplie.socle.erreurs import RefusMetier
from deplie.socle.journal import consigner


@transaction.atomic
def ouvrir_flux(*, par: Acteur) -> str:
    """Draw a secret for the author's own calendar; the former one opens nothing any more. Told once, never kept."""
    if par.agent is None:
        raise RefusMetier("Seul un membre de l'équipe a un agenda à suivre.")
    jeton = jetons.tirer()
    valeurs = {"empreinte": empreinte_de(jeton), "cree_le": timezone.now()}
    FluxAgenda.objects.update_or_create(agent=par.agent, defaults=valeurs)
    consigner("ouvrir un flux d'agenda", par=par, objet=par.agent)
    return jeton


@transaction.atomic
def fermer_flux(*, par: Acteur) -> None:
    """Close it: the address opens nothing any more."""
    FluxAgenda.objects.filter(agent=par.agent).delete()
    consigner("fermer un flux d'agenda", par=par, objet=par.agent)
