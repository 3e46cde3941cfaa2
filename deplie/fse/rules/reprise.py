"""Entries, re-entries and the days on which a situation is observed.

Sources: one record per participant and operation, the first entry and its characteristics kept, exit and results
replaced (V13; S13, S35); another operation makes another participant (V14); immediate results between the exit and four
weeks after (V11); longer-term ones at six months (V12, tolerance as a parameter). A person of one day or less, or whom
nobody can name, is not a participant, nor are those of a collective information (V15; S12).
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date, timedelta
from typing import Final

from deplie.fse.rules.fiche import CHAMPS_SORTIE, Fiche
from deplie.parcours.rules.duree import ajouter_mois

JOURS_CONSTAT: Final = 28
MOIS_SUIVI: Final = 6
TOLERANCE_SIX_MOIS: Final = 31


@dataclass(frozen=True)
class Presence:
    """What an operation knows of somebody who came. ``jours``: days present."""

    jours: int
    identifiee: bool = True
    information_collective: bool = False


def refus_de_participant(presence: Presence) -> str:
    """Why somebody who came is not a participant; empty when they are one."""
    if presence.information_collective:
        return "Une information collective ne fait pas de participants."
    if not presence.identifiee:
        return "Une personne qu'on ne peut pas nommer n'est pas un participant."
    if presence.jours <= 1:
        return "Une personne présente un jour ou moins n'est pas un participant."
    return ""


def reprendre(passages: Iterable[Fiche]) -> Fiche:
    """The record of somebody who came several times in one operation.

    The first entry and its characteristics are kept; exit and results are those of the last passage, empty while it
    lasts: earlier results are not kept in the record (our own history keeps everything). Raises ``ValueError`` for no
    passage, or for passages of two people or two operations.
    """
    ordonnes = sorted(passages, key=lambda passage: passage.date_entree)
    if len({(passage.operation, passage.personne) for passage in ordonnes}) != 1:
        raise ValueError("passages of one person in one operation are expected")
    dernier = ordonnes[-1]
    return replace(ordonnes[0], **{champ: getattr(dernier, champ) for champ in CHAMPS_SORTIE})


def enregistrements(passages: Iterable[Fiche]) -> list[Fiche]:
    """One record per person and operation, in the order in which they are first met."""
    groupes: dict[tuple[str, str], list[Fiche]] = {}
    for passage in passages:
        groupes.setdefault((passage.operation, passage.personne), []).append(passage)
    return [reprendre(groupe) for groupe in groupes.values()]


def refus_de_reprise(fiche: Fiche, entree: date) -> str:
    """Why somebody cannot enter an operation again: still in it, or before the exit."""
    if fiche.date_sortie is None:
        return f"Cette personne est dans l'opération depuis le {fiche.date_entree:%d/%m/%Y} : elle n'en est pas sortie."
    if entree < fiche.date_sortie:
        return f"Cette personne est sortie le {fiche.date_sortie:%d/%m/%Y} : elle ne peut pas revenir avant."
    return ""


def dernier_constat(sortie: date) -> date:
    """The last day on which the situation at exit may be observed."""
    return sortie + timedelta(days=JOURS_CONSTAT)


def date_six_mois(sortie: date) -> date:
    """The day on which the situation at six months is observed: 31 August gives 28 or 29 February."""
    return ajouter_mois(sortie, MOIS_SUIVI)


def constat_valable(fiche: Fiche) -> bool:
    """Whether the situation at exit was observed within its window: without it, no immediate result counts."""
    if fiche.date_sortie is None or fiche.constat_sortie is None:
        return False
    return fiche.date_sortie <= fiche.constat_sortie <= dernier_constat(fiche.date_sortie)


def refus_de_constat(sortie: date, constat: date) -> str:
    """Why a situation observed on a day is not the one at exit (V11, refused)."""
    if sortie <= constat <= dernier_constat(sortie):
        return ""
    return (
        f"La situation à la sortie s'observe entre le {sortie:%d/%m/%Y} et le {dernier_constat(sortie):%d/%m/%Y} "
        f"({JOURS_CONSTAT} jours) : le {constat:%d/%m/%Y} est en dehors."
    )


def avertissement_six_mois(sortie: date, constat: date, tolerance: int = TOLERANCE_SIX_MOIS) -> str:
    """What to say of a situation observed far from the sixth month (V12, said and kept). ``tolerance`` in days."""
    attendue = date_six_mois(sortie)
    ecart = abs((constat - attendue).days)
    if ecart <= tolerance:
        return ""
    return (
        f"La situation à six mois est attendue le {attendue:%d/%m/%Y}, à {tolerance} jours près : celle du "
        f"{constat:%d/%m/%Y} en est à {ecart} jours."
    )
