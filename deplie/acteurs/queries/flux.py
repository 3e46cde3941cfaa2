"""Whose calendar a secret address opens."""

from __future__ import annotations

import hashlib
from typing import Any

from django.db.models import QuerySet

from deplie.acteurs.models import FluxAgenda
from deplie.acteurs.queries.acteur import Acteur, acteur_de


def empreinte_de(jeton: str) -> str:
    """What is kept of a secret drawn at random. Addresses given before ``socle.jetons`` keep theirs."""
    return hashlib.sha256(jeton.encode()).hexdigest()


def acteur_du_flux(jeton: str) -> Acteur | None:
    """Whoever drew that secret, with the roles they hold today; None once closed, or with no right left."""
    return acteur_de_l_adresse(FluxAgenda.objects.filter(empreinte=empreinte_de(jeton)), "entretien.voir")


def acteur_de_l_adresse(trouves: QuerySet[Any], droit: str) -> Acteur | None:
    """Whoever a secret address speaks for, if they still hold the right of its page."""
    flux = trouves.select_related("agent__compte", "agent__territoire").first()
    if flux is None or flux.agent.compte is None or not flux.agent.compte.is_active:
        return None
    acteur = acteur_de(flux.agent.compte, flux.agent.territoire.code)
    return acteur if acteur and acteur.agent == flux.agent and acteur.peut(droit) else None


def flux_de(acteur: Acteur) -> FluxAgenda | None:
    """The author's own, if it is open."""
    return FluxAgenda.objects.filter(agent=acteur.agent).first() if acteur.agent else None
