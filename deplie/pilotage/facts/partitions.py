"""Where facts are kept: one Parquet file per territory and fact, and the generation of the base that it holds.

Every write bumps a counter of ``socle.generations`` in its transaction. A fact's generation is the sum of the counters
behind it (``DEPENDANCES``): it only grows, and differs as soon as one of them moved. A file never
changes: a newer one takes another name, and the row ``Partition`` says which is current. So a reader always holds one
whole generation, two processes that rebuild at once lose nothing, and a process killed leaves the former file in place.

The name of a file ends with the print of the settings it was cut by (bands, groups): when those change the file is out
of date, whatever the counters say. What the files do not hold needs no rebuild: motives of a protocole, targets, names
of référents and organisations, working time are read when an answer is made.
"""

from __future__ import annotations

import fcntl
import logging
import time
import uuid
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Final

from django.conf import settings
from django.db import OperationalError
from django.utils import timezone

from deplie.mesure.parquet import ecrire, oublier_les_restes
from deplie.parcours.facts import Decoupage
from deplie.pilotage.facts.tous import DEPENDANCES, FAITS, LECTURES, TABLES
from deplie.pilotage.models import Partition
from deplie.socle import generations
from deplie.territoires.models import Territoire
from deplie.territoires.queries.reglages import reglages

traces = logging.getLogger(__name__)
# Rebuilt before answering below this number of rows; above, the page answers with the former file and says so.
PETITE: Final = 20_000
# A file that a reader may still have in hand is kept this long, in seconds, after a newer one took its place.
DELAI_DE_GRACE: Final = 600
ESSAIS: Final = 3


@dataclass(frozen=True)
class FaitLu:
    """A fact as an answer reads it. ``a_jour`` is false when the base has moved since."""

    fait: str
    chemin: Path
    generation: int
    lignes: int
    faite_le: datetime
    a_jour: bool


def decoupage_de(territoire: Territoire, valeurs: dict[str, object] | None = None) -> Decoupage:
    """The settings that cut the facts of a territory."""
    lus = valeurs if valeurs is not None else reglages(territoire)
    return Decoupage(
        tuple(lus["tranches_age"]),
        tuple(lus["tranches_duree_chomage"]),
        lus["groupes_categorie"],
        lus["jours_prescription"],
    )


def perimes(territoire: Territoire) -> dict[str, int]:
    """``{fact: rows it holds}`` for the facts whose file is missing or behind the base."""
    partitions, a_jour = _etat(territoire)
    return {
        fait: partitions[fait].lignes if fait in partitions else _combien(territoire, fait)
        for fait in FAITS
        if not a_jour[fait]
    }


def lire(territoire: Territoire, faits: tuple[str, ...] = tuple(FAITS), *, attendre: bool = False) -> dict[str, FaitLu]:
    """The facts to answer with, rebuilt first where they are behind and small, or missing, or when asked to wait.

    A large fact that is behind is given as it is (``a_jour`` false) unless ``attendre``: its page says « données au … »
    and the work in the background brings it up to date. When the base moves while facts are rebuilt, those behind are
    rebuilt again, a few times at most, so that they tell of one moment.
    """
    for _ in range(ESSAIS):
        partitions, a_jour = _etat(territoire)
        a_refaire = [
            fait
            for fait in faits
            if not a_jour[fait] and (attendre or fait not in partitions or partitions[fait].lignes < PETITE)
        ]
        if not a_refaire:
            break
        for fait in a_refaire:
            partitions[fait], a_jour[fait] = rafraichir(territoire, fait), True
    return {fait: _lu(partitions[fait], territoire, a_jour[fait]) for fait in faits}


def rafraichir(territoire: Territoire, fait: str) -> Partition:
    """Rebuild a fact from the base, unless another process just did; its row. Safe to call at any moment.

    The generation is read before the rows: rows that change meanwhile make the file newer than it says, and it will be
    rebuilt, never the other way round.
    """
    with _seul(territoire, fait):
        decoupage = decoupage_de(territoire)
        voulue = _generations(territoire)[fait]
        courante = _partitions(territoire).get(fait)
        if courante is not None and _a_jour(courante, voulue, decoupage.empreinte):
            return courante
        return _rebatir(territoire, fait, voulue, decoupage)


def _rebatir(territoire: Territoire, fait: str, generation: int, decoupage: Decoupage) -> Partition:
    nom = f"{fait}-{generation}-{uuid.uuid4().hex[:12]}-{decoupage.empreinte}.parquet"
    debut = timezone.now()
    lignes = ecrire(FAITS[fait], LECTURES[fait](territoire, decoupage), _dossier(territoire) / nom)
    valeurs = {"generation": generation, "lignes": lignes, "fichier": nom, "faite_le": debut}
    try:
        partition, _ = Partition.objects.update_or_create(territoire=territoire, fait=fait, defaults=valeurs)
    except OperationalError:
        # The base is held by a long write: this answer has its file; the next one will build its own.
        traces.warning("partition_non_inscrite", extra={"fait": fait})
        return Partition(territoire=territoire, fait=fait, **valeurs)
    _menage(territoire, fait, garder=nom)
    return partition


def _generations(territoire: Territoire) -> dict[str, int]:
    compteurs = generations.lire(territoire.code)
    return {fait: sum(compteurs[nom] for nom in dependances) for fait, dependances in DEPENDANCES.items()}


def _etat(territoire: Territoire) -> tuple[dict[str, Partition], dict[str, bool]]:
    """The current files, and whether each fact's is up to date."""
    voulues, empreinte = _generations(territoire), decoupage_de(territoire).empreinte
    partitions = _partitions(territoire)
    return partitions, {
        fait: fait in partitions and _a_jour(partitions[fait], voulues[fait], empreinte) for fait in FAITS
    }


def _partitions(territoire: Territoire) -> dict[str, Partition]:
    """The rows whose file is really there: the folder may have been emptied, or the base restored."""
    trouvees = Partition.objects.filter(territoire=territoire)
    return {p.fait: p for p in trouvees if p.fait in FAITS and (_dossier(territoire) / p.fichier).exists()}


def _a_jour(partition: Partition, generation: int, empreinte: str) -> bool:
    return partition.generation == generation and partition.fichier.endswith(f"-{empreinte}.parquet")


def _lu(partition: Partition, territoire: Territoire, a_jour: bool) -> FaitLu:
    chemin = _dossier(territoire) / partition.fichier
    return FaitLu(partition.fait, chemin, partition.generation, partition.lignes, partition.faite_le, a_jour)


def _combien(territoire: Territoire, fait: str) -> int:
    modele, chemin = TABLES[fait]
    return modele.objects.filter(**{chemin: territoire}).count()


def _dossier(territoire: Territoire) -> Path:
    return settings.DONNEES / "faits" / territoire.code


@contextmanager
def _seul(territoire: Territoire, fait: str) -> Iterator[None]:
    """One rebuild of a fact at a time, among threads and processes; the lock falls with the process that held it."""
    dossier = _dossier(territoire)
    dossier.mkdir(parents=True, exist_ok=True)
    with open(dossier / f".{fait}.verrou", "w") as verrou:
        fcntl.flock(verrou, fcntl.LOCK_EX)
        yield


def _menage(territoire: Territoire, fait: str, garder: str) -> None:
    """Remove former files, once nobody can be reading them any more, and what killed processes left."""
    dossier, limite = _dossier(territoire), time.time() - DELAI_DE_GRACE
    oublier_les_restes(dossier, limite)
    for ancien in dossier.glob(f"{fait}-*.parquet"):
        try:
            # Touched when replaced: the delay runs from then, not from when it was made.
            if ancien.name != garder and _remplace_avant(ancien, limite):
                ancien.unlink()
        except FileNotFoundError:
            continue


def _remplace_avant(ancien: Path, limite: float) -> bool:
    """True when the file was replaced before ``limite``; marks it as replaced at the first call."""
    marque = ancien.with_suffix(".remplace")
    if not marque.exists():
        marque.touch()
        return False
    if marque.stat().st_mtime < limite:
        marque.unlink()
        return True
    return False
