"""Interviews: planned, moved, cancelled, held or missed. The first one held begins the parcours."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime
from typing import Any, Final

from django.db import transaction
from django.utils import timezone

from deplie.acteurs.models import Agent
from deplie.acteurs.queries import Acteur
from deplie.parcours.actions._controle import PHRASES
from deplie.parcours.actions._passage import commencer
from deplie.parcours.actions._rappel import rappeler_entretien
from deplie.parcours.models import Entretien, Participation
from deplie.parcours.rules.entretien import (
    ABSENT,
    ABSENT_EXCUSE,
    ANNULE,
    DUREE_MAX,
    DUREE_MIN,
    MODES,
    PREVU,
    TENU,
    mots_de_sante,
    refus_d_absence,
    refus_de_passer,
    refus_de_prevoir,
    refus_de_tenir,
)
from deplie.personnes.models import Personne
from deplie.socle import generations
from deplie.socle.contraintes import traduire
from deplie.socle.editions import Edition, enregistrer, modifier
from deplie.socle.erreurs import RefusMetier
from deplie.socle.journal import consigner

# What is told of an interview, beside its day: the rest is decided.
CHAMPS: Final = ("duree", "lieu", "lieu_repertorie", "mode", "objet")


@transaction.atomic
def planifier_entretien(
    *,
    personne: Personne,
    agent: Agent,
    debut: datetime,
    par: Acteur,
    participation: Participation | None = None,
    valeurs: Mapping[str, Any] | None = None,
) -> Entretien:
    """Make an appointment. ``valeurs`` gives values of ``CHAMPS``.

    Raises RefusMetier for a past day, an unknown kind or length, or the same appointment twice.
    """
    _exiger(refus_de_prevoir(_jour(debut), timezone.localdate()))
    entretien = _nouveau(personne, agent, debut, participation, valeurs or {}, par)
    consigner("planifier un entretien", par=par, objet=entretien, detail=_detail(entretien))
    return entretien


@transaction.atomic
def ecrire_entretien(
    *,
    personne: Personne,
    agent: Agent,
    debut: datetime,
    par: Acteur,
    participation: Participation | None = None,
    note: str = "",
    valeurs: Mapping[str, Any] | None = None,
) -> Entretien:
    """Write an interview that nobody had planned. Raises as the others, and for a day to come."""
    _exiger(refus_de_tenir(_jour(debut), timezone.localdate()))
    entretien = _nouveau(personne, agent, debut, participation, valeurs or {}, par)
    tenir_entretien(entretien=entretien, debut=debut, note=note, par=par)
    return entretien


@transaction.atomic
def tenir_entretien(
    *,
    entretien: Entretien,
    debut: datetime,
    par: Acteur,
    note: str = "",
    valeurs: Mapping[str, Any] | None = None,
    edition: Edition | None = None,
) -> None:
    """Say that it was held, when, and what is kept of it; held already, its words are corrected.

    Raises RefusMetier for a day to come or once cancelled, and EditionConcurrente as every edition.
    """
    _exiger(refus_de_tenir(_jour(debut), timezone.localdate()))
    voulues = _propres(valeurs or {}) | {"debut": debut, "note": note.strip(), "statut": TENU}
    changes = _changer(entretien, voulues, par, edition)
    participation = entretien.participation
    if participation and _jour(debut) >= participation.date_entree:
        commencer(participation=participation, le=_jour(debut), par=par)
    # The words stay out of the journal; that some of them were confirmed does not.
    detail = {"champs": sorted(changes), "sante_confirmee": bool(mots_de_sante(note))}
    consigner("tenir un entretien", par=par, objet=entretien, detail=_detail(entretien) | detail)


@transaction.atomic
def noter_absence(*, entretien: Entretien, excusee: bool, par: Acteur) -> None:
    """Say that the person did not come. Raises RefusMetier before the hour (but for an excuse) or once decided."""
    _exiger(refus_d_absence(entretien.debut, timezone.now(), excusee=excusee))
    _changer(entretien, {"statut": ABSENT_EXCUSE if excusee else ABSENT}, par)
    consigner("noter une absence", par=par, objet=entretien, detail=_detail(entretien))


@transaction.atomic
def deplacer_entretien(
    *,
    entretien: Entretien,
    debut: datetime,
    par: Acteur,
    valeurs: Mapping[str, Any] | None = None,
    edition: Edition | None = None,
) -> None:
    """Give an appointment another day, place or kind. Raises RefusMetier for a past day or once decided."""
    if debut != entretien.debut:
        _exiger(refus_de_prevoir(_jour(debut), timezone.localdate()))
    _changer(entretien, _propres(valeurs or {}) | {"debut": debut, "statut": PREVU}, par, edition)
    consigner("déplacer un entretien", par=par, objet=entretien, detail=_detail(entretien))


@transaction.atomic
def annuler_entretien(*, entretien: Entretien, par: Acteur) -> None:
    """Call an appointment off: it counts nowhere. Raises RefusMetier once it is decided."""
    _changer(entretien, {"statut": ANNULE}, par)
    consigner("annuler un entretien", par=par, objet=entretien, detail=_detail(entretien))


def _nouveau(
    personne: Personne,
    agent: Agent,
    debut: datetime,
    participation: Participation | None,
    valeurs: Mapping[str, Any],
    par: Acteur,
) -> Entretien:
    if participation and participation.personne != personne:
        raise RefusMetier("Ce parcours est celui d'une autre personne.")
    generations.noter(par.territoire.code, "entretien")
    entretien = Entretien(personne=personne, agent=agent, debut=debut, participation=participation, **_propres(valeurs))
    _verifier(entretien)
    with traduire(PHRASES):
        enregistrer(entretien, par=par)
    rappeler_entretien(entretien)
    return entretien


def _changer(
    entretien: Entretien, valeurs: Mapping[str, Any], par: Acteur, edition: Edition | None = None
) -> list[str]:
    generations.noter(par.territoire.code, "entretien")
    actuel = Entretien.objects.select_for_update().get(pk=entretien.pk)
    _exiger(refus_de_passer(actuel.statut, valeurs["statut"]))
    with traduire(PHRASES):
        changes = modifier(entretien, valeurs, par=par, edition=edition, verifier=_verifier)
    rappeler_entretien(entretien)
    return changes


def _verifier(entretien: Entretien) -> None:
    if entretien.mode not in MODES:
        raise RefusMetier("Choisissez une façon de se voir de la liste.")
    if not DUREE_MIN <= entretien.duree <= DUREE_MAX:
        raise RefusMetier(PHRASES["entretien_duree"])


def _propres(valeurs: Mapping[str, Any]) -> dict[str, Any]:
    if inconnus := set(valeurs) - set(CHAMPS):
        raise ValueError(f"unknown fields: {sorted(inconnus)}")
    return {nom: valeur.strip() if isinstance(valeur, str) else valeur for nom, valeur in valeurs.items()}


def _exiger(phrase: str) -> None:
    if phrase:
        raise RefusMetier(phrase)


def _jour(debut: datetime) -> date:
    return timezone.localtime(debut).date()


def _detail(entretien: Entretien) -> dict[str, Any]:
    return {"personne": entretien.personne.pk, "statut": entretien.statut, "le": _jour(entretien.debut).isoformat()}
