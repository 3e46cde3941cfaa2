"""Archives that take minutes to make: asked for on a page, made by the worker, given to who asked, then deleted.

A room declares what a kind of archive is made of (``declarer``) and asks for one (``demander``), inside its own
transaction. Each document is written whole, under the rank it has in the list: a worker that dies is taken over by
another, which makes what is missing and nothing twice. Files say nobody by their names, and stand far from what the web
server gives by itself.
"""

from __future__ import annotations

import logging
import os
import secrets
import shutil
import zipfile
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path
from typing import Any, Final, Protocol

from django.conf import settings
from django.db.models import F, QuerySet
from django.utils import timezone
from django_tasks import task

from deplie.socle.erreurs import RefusMetier
from deplie.socle.imports.course import par_paquets
from deplie.socle.models import Compte, Fabrication

traces = logging.getLogger(__name__)
# Documents made between two signs of life.
PAQUET: Final = 25
# A worker that has given no sign of life for so long is dead.
SILENCE: Final = timedelta(minutes=5)
# An archive holds letters to people: it is kept the time to be taken.
GARDE: Final = timedelta(days=7)
ESSAIS: Final = 3
PANNE: Final = (
    "L'archive n'a pas pu être faite. Demandez-la de nouveau ; si cela recommence, prévenez l'administration."
)


class Auteur(Protocol):
    """Who asks: ``acteurs.queries.Acteur``."""

    @property
    def compte(self) -> Compte | None: ...


# The documents of some objects, in their order; None for one that is left out (its author may see it no more).
Documents = Callable[[Sequence[int]], Iterator[bytes | None]]


@dataclass(frozen=True)
class Fabricant:
    """How a kind of archive is made. ``ouvrir`` reads what serves to all of it, and raises RefusMetier when its author
    may no more; ``fin`` ends the names of the documents; ``nom`` begins them. Documents of several kinds are named by
    ``nommer``, once they are made: the name of each object in the archive, by its number. ``paquet``: how many are made
    between two signs of life, fewer where each takes long."""

    ouvrir: Callable[[Fabrication], Documents]
    nom: str = ""
    fin: str = ""
    nommer: Callable[[Fabrication], Mapping[int, str]] | None = None
    paquet: int = PAQUET


_fabricants: dict[str, Fabricant] = {}


def declarer(genre: str, fabricant: Fabricant) -> None:
    """Say how a kind of archive is made; declaring it again replaces it."""
    _fabricants[genre] = fabricant


def demander(
    *, territoire: str, genre: str, par: Auteur, objets: Sequence[int], detail: dict[str, Any], texte: str = ""
) -> Fabrication:
    """Write that an archive is wanted, of these objects in this order, inside the caller's transaction."""
    fabrication = Fabrication.objects.create(
        territoire=territoire,
        genre=genre,
        par=par.compte,
        cle=secrets.token_hex(24),
        objets=list(objets),
        attendus=len(objets),
        detail=detail,
        texte=texte,
    )
    fabriquer.enqueue(fabrication.pk)
    return fabrication


def de(compte: Compte | None, territoire: str, genre: str) -> QuerySet[Fabrication]:
    """What an account asked for in a territory, the latest first: nobody else's."""
    siennes = Fabrication.objects.filter(territoire=territoire, genre=genre, par=compte)
    return (siennes if compte else siennes.none()).order_by("-cree_le", "-pk")


def archive_de(fabrication: Fabrication) -> Path:
    return _racine() / f"{fabrication.cle}.zip"


@task()
def fabriquer(pk: int) -> None:
    """Make an archive, or what is missing of it."""
    if not _prendre(pk):
        return
    fabrication = Fabrication.objects.get(pk=pk)
    try:
        _faire(fabrication)
    except RefusMetier as refus:
        _finir(fabrication, Fabrication.Etat.ECHOUEE, phrase=refus.message)
    except Exception as erreur:
        # Neither who nor what in the traces: the kind of fault is enough to look for it.
        traces.warning("fabrication_echouee", extra={"fabrication": pk, "erreur": type(erreur).__name__})
        if fabrication.essais >= ESSAIS:
            _finir(fabrication, Fabrication.Etat.ECHOUEE, phrase=PANNE)


def reprendre() -> int:
    """Take over what a dead worker left; how many. Safe to run from several processes: each is claimed once."""
    abandonnees = Fabrication.objects.filter(
        etat__in=(Fabrication.Etat.DEMANDEE, Fabrication.Etat.EN_COURS), battement__lt=timezone.now() - SILENCE
    )
    pks = list(abandonnees.order_by("pk").values_list("pk", flat=True))
    for pk in pks:
        fabriquer.call(pk)
    return len(pks)


def purger() -> int:
    """Delete the archives that had their time, and forget of whom they were; how many."""
    finies = Fabrication.objects.filter(fini_le__lt=timezone.now() - GARDE).exclude(etat=Fabrication.Etat.EFFACEE)
    anciennes = list(finies.order_by("pk"))
    for fabrication in anciennes:
        oublier(fabrication)
    return len(anciennes)


def oublier(fabrication: Fabrication) -> None:
    """Delete an archive; the row stays, without anything that tells of whom it was."""
    Fabrication.objects.filter(pk=fabrication.pk).update(etat=Fabrication.Etat.EFFACEE, objets=[], texte="")
    archive_de(fabrication).unlink(missing_ok=True)
    shutil.rmtree(_atelier(fabrication), ignore_errors=True)


def _prendre(pk: int) -> bool:
    """Claim: only one worker ever makes an archive, until it is silent for long."""
    maintenant = timezone.now()
    libre = Fabrication.objects.filter(pk=pk, etat=Fabrication.Etat.DEMANDEE)
    perdue = Fabrication.objects.filter(pk=pk, etat=Fabrication.Etat.EN_COURS, battement__lt=maintenant - SILENCE)
    prise = {"etat": Fabrication.Etat.EN_COURS, "battement": maintenant, "essais": F("essais") + 1}
    return bool(libre.update(**prise) or perdue.update(**prise))


def _faire(fabrication: Fabrication) -> None:
    fabricant = _fabricants.get(fabrication.genre)
    if fabricant is None:
        raise RefusMetier(PANNE)
    documents = fabricant.ouvrir(fabrication)
    atelier = _atelier(fabrication)
    atelier.mkdir(parents=True, exist_ok=True, mode=0o700)
    manquants = [(rang, objet) for rang, objet in enumerate(fabrication.objets, 1) if not _faits(atelier, rang)]
    for paquet in par_paquets(manquants, fabricant.paquet):
        for (rang, _), octets in zip(paquet, documents([objet for _, objet in paquet]), strict=True):
            _poser(atelier / (str(rang) if octets is not None else f"{rang}.ecarte"), octets or b"")
        faits = sum(1 for _ in atelier.iterdir())
        Fabrication.objects.filter(pk=fabrication.pk).update(faits=faits, battement=timezone.now())
    ecartes = _assembler(fabrication, fabricant, atelier)
    _finir(fabrication, Fabrication.Etat.FAITE, ecartes=ecartes, faits=fabrication.attendus)
    shutil.rmtree(atelier, ignore_errors=True)


def _faits(atelier: Path, rang: int) -> bool:
    return (atelier / str(rang)).exists() or (atelier / f"{rang}.ecarte").exists()


def _assembler(fabrication: Fabrication, fabricant: Fabricant, atelier: Path) -> int:
    """Put the documents in one archive, that appears whole; how many objects were left out."""
    brouillon, ecartes = atelier.with_suffix(".brouillon"), 0
    noms = fabricant.nommer(fabrication) if fabricant.nommer else {}
    with zipfile.ZipFile(brouillon, "w", zipfile.ZIP_STORED) as archive:
        for rang, objet in enumerate(fabrication.objets, 1):
            chemin = atelier / str(rang)
            if chemin.exists():
                archive.write(chemin, noms.get(objet) or f"{fabricant.nom}-{rang:05}.{fabricant.fin}")
            else:
                ecartes += 1
    brouillon.chmod(0o600)
    brouillon.replace(archive_de(fabrication))
    return ecartes


def _poser(chemin: Path, octets: bytes) -> None:
    """The name holds the whole document or does not exist."""
    brouillon = chemin.parent.parent / f"{chemin.parent.name}.{chemin.name}.part"
    with open(brouillon, "wb", opener=lambda nom, modes: os.open(nom, modes, 0o600)) as sortie:
        sortie.write(octets)
    brouillon.replace(chemin)


def _finir(fabrication: Fabrication, etat: str, **champs: Any) -> None:
    prise = Fabrication.objects.filter(pk=fabrication.pk, etat=Fabrication.Etat.EN_COURS)
    prise.update(etat=etat, fini_le=timezone.now(), **champs)


def _racine() -> Path:
    return Path(settings.DONNEES) / "fabrications"


def _atelier(fabrication: Fabrication) -> Path:
    return _racine() / fabrication.cle
