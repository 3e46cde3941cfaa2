"""Référents and bodies that files name and the territory does not know: said once each, created « à compléter »."""

from __future__ import annotations

from typing import Final, NamedTuple

from deplie.acteurs.models import Agent, Organisation
from deplie.parcours.imports.lieu import Lieu, siret_de
from deplie.parcours.imports.lignes import (
    LigneDiagnostic,
    LigneEntretien,
    LigneEtape,
    LigneParticipant,
    LignePrescription,
)
from deplie.parcours.imports.participants.cellules import ECRITURE_PARTICIPATION
from deplie.socle.imports import sql
from deplie.socle.imports.course import Course, Ligne
from deplie.socle.models import LigneLot


class Source(NamedTuple):
    """Lines that name a body or an agent: their table, where they are staged, which are to be written, the column, and
    the one that holds its key.
    """

    table: str
    lignes: type[LigneLot]
    ecrites: str
    colonne: str
    cle: str


_PARTICIPANTS: Final = ("participants", LigneParticipant, f"(l.actions & {ECRITURE_PARTICIPATION}) <> 0")
REFERENTS: Final = Source(*_PARTICIPANTS, "referent", "referent")
INTERVENANTS: Final = Source("entretiens", LigneEntretien, "l.actions <> 0", "agent", "agent")
DIAGNOSTIQUEURS: Final = Source("diagnostics", LigneDiagnostic, "l.actions <> 0", "agent", "agent")
RECEVEURS: Final = Source("prescriptions", LignePrescription, "l.actions <> 0", "receveur", "receveur")
PRESCRIPTEURS: Final = Source(*_PARTICIPANTS, "prescripteur", "prescripteur_cle")
ORIENTEURS: Final = Source("prescriptions", LignePrescription, "l.actions <> 0", "prescripteur", "prescripteur_cle")
OPERATEURS: Final = Source("etapes", LigneEtape, "l.actions <> 0", "operateur", "operateur_cle")
# In the order in which a run reads them: what one has named, the next do not announce again.
_AGENTS: Final = (REFERENTS, RECEVEURS, INTERVENANTS, DIAGNOSTIQUEURS)
_STRUCTURES: Final = (PRESCRIPTEURS, ORIENTEURS, OPERATEURS)
_LONGUEUR: Final = 200


def annoncer_agents(course: Course, lieu: Lieu, source: Source = REFERENTS) -> None:
    """One warning for each agent who will be created, on the first line of the run that names them."""
    deja = _nommes(course, source, _AGENTS)
    qui = "Ce référent ou cette référente" if source is REFERENTS else "Cet agent"
    for courriel, _, numero, ligne in _premieres(course, source):
        if courriel not in deja and courriel not in lieu.referents:
            phrase = f"{qui} n'est pas connu du territoire : créé « à compléter »."
            course.avertir(source.table, Ligne(numero, ligne), source.colonne, phrase)


def annoncer_structures(course: Course, lieu: Lieu, source: Source) -> None:
    """One warning for each body that will be created, on the first line of the run that names it."""
    deja = _nommes(course, source, _STRUCTURES)
    for cle, _, numero, ligne in _premieres(course, source):
        if cle not in deja and not lieu.structures.connue(cle):
            phrase = "Cette structure n'est pas connue du territoire : créée « à compléter »."
            course.avertir(source.table, Ligne(numero, ligne), source.colonne, phrase)


def creer_agents(course: Course, lieu: Lieu, source: Source = REFERENTS) -> None:
    """Create the agents that the rows to write name and that are not there."""
    connus = set(Agent.objects.filter(territoire=lieu.territoire).values_list("courriel", flat=True))
    nouveaux = [cle for cle, *_ in _premieres(course, source) if cle not in connus]
    Agent.objects.bulk_create(
        [Agent(territoire=lieu.territoire, courriel=courriel, a_completer=True) for courriel in nouveaux],
        batch_size=1_000,
    )


def creer_structures(course: Course, lieu: Lieu, source: Source) -> None:
    """Create the bodies that the rows to write name and that are not there, under the name first read."""
    connues = set(Organisation.toutes.filter(territoire=lieu.territoire).values_list("cle", flat=True))
    Organisation.objects.bulk_create(
        [
            Organisation(
                territoire=lieu.territoire, nom=nom[:_LONGUEUR], cle=cle, siret=siret_de(nom), a_completer=True
            )
            for cle, nom, *_ in _premieres(course, source)
            if cle not in connues
        ],
        batch_size=1_000,
    )


def _nommes(course: Course, source: Source, ordre: tuple[Source, ...]) -> set[str]:
    """Those whom the tables read before have named."""
    return {cle for avant in ordre[: ordre.index(source)] for cle, *_ in _premieres(course, avant)}


def _premieres(course: Course, source: Source) -> list[tuple[str, str, int, int]]:
    """(key, name as first read, id and row of the first line that names it), for those that a row to write names.

    A merged row is no line of a file: the first line that it is made of is the one to name.
    """
    cle, lignes, du_lot = source.cle, source.lignes._meta.db_table, sql.du_lot(source.lignes, course.lot.pk)
    lues = sql.lire(
        f"SELECT p.{cle}, p.{source.colonne}, p.id, p.ligne FROM {lignes} p JOIN ("
        f"  SELECT MIN(CASE WHEN l.etat IN ('C', 'M') THEN l.id END) AS id FROM {lignes} l"
        f"  WHERE {du_lot} AND l.{cle} IS NOT NULL GROUP BY l.{cle}"
        f"  HAVING MAX(CASE WHEN {source.ecrites} THEN 1 ELSE 0 END) = 1"
        ") premieres ON premieres.id = p.id ORDER BY p.id"
    )
    return [(valeur, nom, numero, ligne) for valeur, nom, numero, ligne in lues]
