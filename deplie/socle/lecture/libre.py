"""A table that nobody described: its headings and its cells as texts. The caller says what each column holds."""

from __future__ import annotations

import hashlib
import io
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, datetime
from typing import Final

from deplie.socle.lecture.classeurs import feuilles_de
from deplie.socle.lecture.encodage import encodage_de
from deplie.socle.lecture.feuilles import Ligne
from deplie.socle.lecture.nature import Nature, nature_de
from deplie.socle.lecture.sources import Source, Temporaire
from deplie.socle.lecture.textes import LignesCsv
from deplie.socle.lecture.types import Cellule, FichierRefuse, Limites
from deplie.socle.tableaux.ecriture import texte_csv

SEPARATEURS: Final = (";", ",", "\t", "|")
LIGNES_MAX: Final = 20_000
_ANNONCE: Final = re.compile(r'\ufeff?"?sep=(.)"?')
_NEUTRALISE: Final = re.compile("'+[=+\\-@\t\r\n]")


@dataclass(frozen=True)
class TableLibre:
    """The headings, then the rows as ``(row of the file, cells)``, each as wide as the headings; its SHA-256."""

    entetes: list[str]
    lignes: list[tuple[int, list[str]]]
    empreinte: str


def source_de(nom: str, morceaux: Iterable[bytes]) -> Source:
    """What was sent, held in a file without a name: nothing of it outlives the request."""
    garde = Temporaire()
    for morceau in morceaux:
        garde.ecrire(morceau)
    garde.achever()
    return Source(nom, temporaire=garde)


def lire_libre(source: Source, limites: Limites | None = None) -> TableLibre:
    """The first table of a text file or a workbook. Raises FichierRefuse, with one French sentence."""
    bornes = limites or Limites(taille=20 * 2**20)
    nature = nature_de(source, bornes)
    if nature is Nature.ARCHIVE:
        raise FichierRefuse(f"{source.nom} : c'est une archive. Ouvrez-la, et déposez le tableau qu'elle contient.")
    lues = list(_classeur(source, bornes) if nature is Nature.CLASSEUR else _texte(source))
    if len(lues) < 2:
        raise FichierRefuse(f"{source.nom} : le tableau est vide. Une ligne d'en-têtes et des lignes sont attendues.")
    if len(lues) > LIGNES_MAX + 1:
        raise FichierRefuse(f"{source.nom} : le tableau dépasse {LIGNES_MAX} lignes. Coupez-le en plusieurs.")
    largeur = max(len(cellules) for _, cellules in lues)
    entetes = [e or f"Colonne {rang}" for rang, e in enumerate(_elargir(lues[0][1], largeur), 1)]
    lignes = [(numero, _elargir(cellules, largeur)) for numero, cellules in lues[1:]]
    return TableLibre(entetes, lignes, _empreinte(source))


def _elargir(cellules: list[str], largeur: int) -> list[str]:
    return cellules + [""] * (largeur - len(cellules))


def _empreinte(source: Source) -> str:
    with source.flux() as flux:
        return hashlib.sha256(flux.read()).hexdigest()


def _classeur(source: Source, limites: Limites) -> Iterator[tuple[int, list[str]]]:
    feuilles, _ = feuilles_de(source, limites)
    if not feuilles:
        raise FichierRefuse(f"{source.nom} : le classeur est vide.")
    for numero, cellules in feuilles[0].lignes():
        yield numero, _rogner([_ecrite(cellule) for cellule in cellules])


def _texte(source: Source) -> Iterator[tuple[int, list[str]]]:
    with source.flux() as flux:
        encodage = encodage_de(flux, source.nom)
    annonce = _annonce(source, encodage)
    separateur = annonce or max(SEPARATEURS, key=lambda signe: _largeur(source, encodage, signe))
    for numero, cellules in _lignes(source, encodage, separateur, bool(annonce)):
        yield numero, _rogner([_ecrite(cellule) for cellule in cellules])


def _annonce(source: Source, encodage: str) -> str:
    with source.flux() as flux, io.TextIOWrapper(flux, encodage, newline="") as texte:
        trouvee = _ANNONCE.match(texte.readline(20))
    return trouvee[1] if trouvee else ""


def _largeur(source: Source, encodage: str, separateur: str) -> int:
    """How many headings a separator makes; a quote that it leaves open makes none."""
    try:
        _, cellules = next(_lignes(source, encodage, separateur, annoncee=False))
    except (StopIteration, FichierRefuse):
        return 0
    return len(cellules)


def _lignes(source: Source, encodage: str, separateur: str, annoncee: bool) -> Iterator[Ligne]:
    with source.flux() as flux, io.TextIOWrapper(flux, encodage, newline="") as texte:
        if annoncee:
            texte.readline()
        yield from LignesCsv(texte, separateur, source.nom, [])


def _rogner(cellules: list[str]) -> list[str]:
    while cellules and not cellules[-1]:
        cellules.pop()
    return cellules


def _ecrite(cellule: Cellule) -> str:
    """A cell as a text: 14 and not 14.0, 29/02/2020; what our own files neutralised is given back."""
    if isinstance(cellule, str):
        texte = cellule.strip().lstrip("\ufeff")
        return texte[1:] if _NEUTRALISE.match(texte) else texte
    if isinstance(cellule, float) and cellule.is_integer():
        return str(int(cellule))
    if isinstance(cellule, datetime):
        return texte_csv(cellule.date() if (cellule.hour, cellule.minute) == (0, 0) else cellule)
    return "" if cellule is None else texte_csv(cellule) if isinstance(cellule, int | float | date) else str(cellule)
