"""Equipment, certificates, juries: recorded, corrected."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Final

from django.db import transaction

from deplie.acteurs.queries import Acteur
from deplie.parcours.actions._controle import PHRASES, ecrire
from deplie.parcours.models import Jalon, Participation
from deplie.parcours.rules.jalon import refus_de_resultat
from deplie.socle.contraintes import traduire
from deplie.socle.editions import Edition, enregistrer, modifier
from deplie.socle.erreurs import RefusMetier
from deplie.socle.journal import consigner
from deplie.territoires.rules import MOTIF_ANNULATION

CHAMPS: Final = ("genre", "intitule", "organisme", "debut", "fin", "heures", "resultat", "preuve_du")


@transaction.atomic
def noter_jalon(*, participation: Participation, valeurs: Mapping[str, Any], par: Acteur) -> Jalon:
    """Record a jalon. ``valeurs`` gives values of ``CHAMPS``; a kind and a first day are needed.

    Raises RefusMetier for an unknown kind or result, days outside the participation.
    """
    jalon = Jalon(participation=participation, **_propres(valeurs))
    _verifier(jalon)
    with traduire(PHRASES):
        enregistrer(jalon, par=par)
    detail = {"genre": jalon.genre, "debut": ecrire(jalon.debut), "resultat": jalon.resultat}
    consigner("noter un jalon", par=par, objet=jalon, detail=detail)
    return jalon


@transaction.atomic
def modifier_jalon(
    *, jalon: Jalon, valeurs: Mapping[str, Any], par: Acteur, edition: Edition | None = None
) -> list[str]:
    """Correct a jalon; the names of the fields that changed. Raises as ``noter_jalon``, and EditionConcurrente."""
    with traduire(PHRASES):
        changes = modifier(jalon, _propres(valeurs), par=par, edition=edition, verifier=_verifier)
    if changes:
        consigner("modifier un jalon", par=par, objet=jalon, detail={"champs": sorted(changes)})
    return changes


def _propres(valeurs: Mapping[str, Any]) -> dict[str, Any]:
    return {champ: " ".join(v.split()) if isinstance(v, str) else v for champ, v in valeurs.items() if champ in CHAMPS}


def _verifier(jalon: Jalon) -> None:
    participation = jalon.participation
    if participation.motif_sortie == MOTIF_ANNULATION:
        raise RefusMetier("Cette participation est annulée : rien ne s'y ajoute.")
    if phrase := refus_de_resultat(jalon.genre, jalon.resultat):
        raise RefusMetier(phrase)
    if jalon.debut < participation.date_entree:
        raise RefusMetier(
            f"Le {jalon.debut:%d/%m/%Y} précède l'entrée ({participation.date_entree:%d/%m/%Y}). "
            "Une date dans le parcours est attendue."
        )
    if participation.date_sortie and jalon.debut > participation.date_sortie:
        raise RefusMetier(f"Le {jalon.debut:%d/%m/%Y} suit la sortie ({participation.date_sortie:%d/%m/%Y}).")
    if jalon.fin and jalon.fin < jalon.debut:
        raise RefusMetier(PHRASES["jalon_dates"])
