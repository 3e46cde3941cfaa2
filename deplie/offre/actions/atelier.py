"""Workshops and their sessions. Who is registered is told above: ``parcours.actions.atelier`` calls these."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import Any, Final

from django.db import transaction
from django.utils import timezone

from deplie.acteurs.models import Agent
from deplie.acteurs.queries import Acteur
from deplie.offre.actions._controle import PHRASES, exiger
from deplie.offre.models import Atelier, SeanceAtelier
from deplie.offre.rules import ANNULEE, DUREE_HABITUELLE, refus_de_presences, refus_de_seance
from deplie.socle import generations
from deplie.socle.contraintes import traduire
from deplie.socle.editions import Edition, enregistrer, modifier
from deplie.socle.erreurs import RefusMetier
from deplie.socle.journal import consigner

# What is told of a workshop, beside who leads it.
CHAMPS: Final = ("titre", "theme", "organisation", "lieu", "places", "dispositif")


@transaction.atomic
def creer_atelier(*, valeurs: Mapping[str, Any], par: Acteur, animateurs: Iterable[Agent] = ()) -> Atelier:
    """Offer a workshop. ``valeurs`` gives values of ``CHAMPS``. Raises RefusMetier for too few or many places."""
    generations.noter(par.territoire.code, "offre")
    atelier = Atelier(territoire=par.territoire, **_du_territoire(valeurs, par))
    with traduire(PHRASES):
        enregistrer(atelier, par=par)
    atelier.animateurs.set(_collegues(animateurs, par))
    consigner("créer un atelier", par=par, objet=atelier)
    return atelier


@transaction.atomic
def modifier_atelier(
    *,
    atelier: Atelier,
    valeurs: Mapping[str, Any],
    par: Acteur,
    animateurs: Iterable[Agent] | None = None,
    edition: Edition | None = None,
) -> None:
    """Correct a workshop. Raises as its creation, and EditionConcurrente as every edition."""
    generations.noter(par.territoire.code, "offre")
    with traduire(PHRASES):
        champs = modifier(atelier, _du_territoire(valeurs, par), par=par, edition=edition)
    if animateurs is not None:
        atelier.animateurs.set(_collegues(animateurs, par))
    consigner("modifier un atelier", par=par, objet=atelier, detail={"champs": sorted(champs)})


@transaction.atomic
def ajouter_seance(*, atelier: Atelier, debut: datetime, par: Acteur, duree: int = DUREE_HABITUELLE) -> SeanceAtelier:
    """Add a date to a workshop, past ones too: a workshop may be written once it is over."""
    generations.noter(par.territoire.code, "offre")
    seance = SeanceAtelier(atelier=atelier, debut=debut, duree=duree)
    with traduire(PHRASES):
        enregistrer(seance, par=par)
    consigner("ajouter une séance d'atelier", par=par, objet=seance, detail={"atelier": atelier.pk})
    return seance


@transaction.atomic
def deplacer_seance(
    *, seance: SeanceAtelier, debut: datetime, duree: int, par: Acteur, edition: Edition | None = None
) -> None:
    """Give a session another day or hour. Raises RefusMetier once it is called off."""
    _changer(seance, {"debut": debut, "duree": duree}, par, edition)
    consigner("déplacer une séance d'atelier", par=par, objet=seance)


@transaction.atomic
def annuler_seance(*, seance: SeanceAtelier, par: Acteur) -> None:
    """Call a session off. Raises RefusMetier once attendance is told."""
    if seance.presences_le:
        raise RefusMetier("Les présences de cette séance sont relevées : elle a eu lieu.")
    _changer(seance, {"statut": ANNULEE}, par)
    consigner("annuler une séance d'atelier", par=par, objet=seance)


@transaction.atomic
def dire_presences_relevees(*, seance: SeanceAtelier, par: Acteur) -> None:
    """Say that attendance is told. Raises RefusMetier before the day."""
    exiger(refus_de_presences(timezone.localtime(seance.debut).date(), timezone.localdate()))
    _changer(seance, {"presences_le": timezone.now()}, par)


def _changer(
    seance: SeanceAtelier, valeurs: Mapping[str, Any], par: Acteur, edition: Edition | None = None
) -> list[str]:
    generations.noter(par.territoire.code, "offre")
    actuelle = SeanceAtelier.objects.select_for_update().get(pk=seance.pk)
    exiger(refus_de_seance(actuelle.statut))
    with traduire(PHRASES):
        return modifier(seance, valeurs, par=par, edition=edition)


def _du_territoire(valeurs: Mapping[str, Any], par: Acteur) -> dict[str, Any]:
    """The values, once what they name is of the author's territory."""
    if inconnus := set(valeurs) - set(CHAMPS):
        raise ValueError(f"unknown fields: {sorted(inconnus)}")
    for nom in ("organisation", "lieu", "dispositif"):
        nomme = valeurs.get(nom)
        if nomme is not None and nomme.territoire.pk != par.territoire.pk:
            raise RefusMetier("Ce lieu, cette structure ou ce dispositif est d'un autre territoire.")
    return {nom: valeur.strip() if isinstance(valeur, str) else valeur for nom, valeur in valeurs.items()}


def _collegues(animateurs: Iterable[Agent], par: Acteur) -> list[Agent]:
    nommes = list(animateurs)
    if any(agent.territoire.pk != par.territoire.pk for agent in nommes):
        raise RefusMetier("L'un des animateurs est d'un autre territoire.")
    return nommes
