"""Référents and bodies that files name and the territory does not know: said once each, created « à compléter »."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from deplie.acteurs.models import Agent, Organisation
from deplie.parcours.imports.lieu import Lieu, siret_de
from deplie.socle.imports import sql
from deplie.socle.imports.course import Course, Ligne

# Rows that name a body or an agent and will be written: (table, staging table, its condition, column, column of key).
PRESCRIPTEURS: Final = ("participants", "parcours_ligneparticipant", "(actions & 12) <> 0", "prescripteur")
OPERATEURS: Final = ("etapes", "parcours_ligneetape", "actions <> 0", "operateur")
_LONGUEUR: Final = 200


def annoncer_referents(course: Course, lieu: Lieu) -> None:
    """One warning for each référent who will be created."""
    for courriel, numero, ligne in _referents(course):
        if courriel not in lieu.referents:
            phrase = "Ce référent ou cette référente n'est pas connu du territoire : créé « à compléter »."
            course.avertir("participants", Ligne(numero, ligne), "referent", phrase)


def annoncer_structures(course: Course, lieu: Lieu, *, colonne: str) -> None:
    """One warning for each body that will be created, on the first line of the run that names it."""
    table, _, _, _ = source = PRESCRIPTEURS if colonne == "prescripteur" else OPERATEURS
    deja = {cle for cle, *_ in _structures(course, PRESCRIPTEURS)} if source is OPERATEURS else set()
    for cle, _, numero, ligne in _structures(course, source):
        if cle not in deja and not lieu.structures.connue(cle):
            phrase = "Cette structure n'est pas connue du territoire : créée « à compléter »."
            course.avertir(table, Ligne(numero, ligne), colonne, phrase)


def creer_referents(course: Course, lieu: Lieu) -> None:
    """Create the agents that the lines to write name and that are not there."""
    connus = lieu.referents
    nouveaux = [courriel for courriel, *_ in _referents(course) if courriel not in connus]
    Agent.objects.bulk_create(
        [Agent(territoire=lieu.territoire, courriel=courriel, a_completer=True) for courriel in nouveaux],
        batch_size=1_000,
    )


def creer_structures(course: Course, lieu: Lieu, *, colonne: str) -> None:
    """Create the bodies that the lines to write name and that are not there, under the name first read."""
    source = PRESCRIPTEURS if colonne == "prescripteur" else OPERATEURS
    connues = set(Organisation.objects.filter(territoire=lieu.territoire).values_list("cle", flat=True))
    Organisation.objects.bulk_create(
        [
            Organisation(
                territoire=lieu.territoire, nom=nom[:_LONGUEUR], cle=cle, siret=siret_de(nom), a_completer=True
            )
            for cle, nom, *_ in _structures(course, source)
            if cle not in connues
        ],
        batch_size=1_000,
    )


def _referents(course: Course) -> list[tuple[str, int, int]]:
    """(e-mail, first line that names it): each once."""
    lues = sql.lire(
        "SELECT l.referent, l.id, l.ligne FROM parcours_ligneparticipant l JOIN ("
        "  SELECT MIN(id) AS id FROM parcours_ligneparticipant"
        "  WHERE lot_id = %s AND (actions & 12) <> 0 AND referent IS NOT NULL GROUP BY referent"
        ") premieres ON premieres.id = l.id ORDER BY l.id",
        [course.lot.pk],
    )
    return [(courriel, numero, ligne) for courriel, numero, ligne in lues]


def _structures(course: Course, source: tuple[str, str, str, str]) -> Iterator[tuple[str, str, int, int]]:
    """(key, name as read, first line that names it): each once."""
    _, lignes, condition, colonne = source
    yield from sql.lire(
        f"SELECT l.{colonne}_cle, l.{colonne}, l.id, l.ligne FROM {lignes} l JOIN ("
        f"  SELECT MIN(id) AS id FROM {lignes}"
        f"  WHERE lot_id = %s AND {condition} AND {colonne}_cle IS NOT NULL GROUP BY {colonne}_cle"
        ") premieres ON premieres.id = l.id ORDER BY l.id",
        [course.lot.pk],
    )
