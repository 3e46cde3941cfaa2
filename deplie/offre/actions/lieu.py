"""Places, and who receives there."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, time
from typing import Any

from django.db import transaction

from deplie.acteurs.models import Agent
from deplie.acteurs.queries import Acteur
from deplie.offre.actions._controle import PHRASES, exiger
from deplie.offre.models import Lieu, Permanence
from deplie.offre.rules import refus_de_creneau
from deplie.socle import generations
from deplie.socle.contraintes import traduire
from deplie.socle.editions import Edition, enregistrer, modifier
from deplie.socle.erreurs import RefusMetier
from deplie.socle.journal import consigner


@transaction.atomic
def creer_lieu(*, valeurs: Mapping[str, Any], par: Acteur) -> Lieu:
    """Open a place. Raises RefusMetier for a name already taken."""
    generations.noter(par.territoire.code, "offre")
    lieu = Lieu(territoire=par.territoire, **valeurs)
    with traduire(PHRASES):
        enregistrer(lieu, par=par)
    consigner("ouvrir un lieu", par=par, objet=lieu)
    return lieu


@transaction.atomic
def modifier_lieu(*, lieu: Lieu, valeurs: Mapping[str, Any], par: Acteur, edition: Edition | None = None) -> None:
    """Correct a place, or close it (``actif``): what happened there stays."""
    generations.noter(par.territoire.code, "offre")
    with traduire(PHRASES):
        champs = modifier(lieu, valeurs, par=par, edition=edition)
    consigner("modifier un lieu", par=par, objet=lieu, detail={"champs": sorted(champs)})


@transaction.atomic
def poser_permanence(
    *,
    lieu: Lieu,
    agent: Agent,
    heure_debut: time,
    heure_fin: time,
    par: Acteur,
    jour_semaine: int | None = None,
    le: date | None = None,
    debut: date | None = None,
    fin: date | None = None,
) -> Permanence:
    """Say that somebody receives at a place, each week or once. Raises RefusMetier for a slot that cannot be."""
    if {lieu.territoire.pk, agent.territoire.pk} != {par.territoire.pk}:
        raise RefusMetier("Ce lieu ou cet agent est d'un autre territoire.")
    exiger(refus_de_creneau(heure_debut, heure_fin))
    if (jour_semaine is None) == (le is None):
        raise RefusMetier(PHRASES["permanence_quand"])
    with traduire(PHRASES):
        permanence = Permanence.objects.create(
            lieu=lieu, agent=agent, jour_semaine=jour_semaine, le=le, heure_debut=heure_debut, heure_fin=heure_fin,
            debut=debut, fin=fin,
        )  # fmt: skip
    consigner("poser une permanence", par=par, objet=permanence, detail={"lieu": lieu.pk, "agent": agent.pk})
    return permanence


@transaction.atomic
def retirer_permanence(*, permanence: Permanence, par: Acteur) -> None:
    """Take a permanence off the calendar."""
    detail = {"lieu": permanence.lieu.pk, "agent": permanence.agent.pk}
    consigner("retirer une permanence", par=par, objet=permanence, detail=detail)
    permanence.delete()
