"""CSV files: separator found by what it makes of the header, rows streamed, quotes that do not close refused."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterator, Sequence
from typing import Final, TextIO

from deplie.socle.lecture.encodage import encodage_de
from deplie.socle.lecture.entetes import Correspondance, Entete, entetes_possibles
from deplie.socle.lecture.feuilles import Feuille, Ligne, est_blanche
from deplie.socle.lecture.sources import Source
from deplie.socle.lecture.types import Constat, FichierRefuse
from deplie.socle.phrases import insecables
from deplie.socle.tableaux.champs import DescriptionTable

SEPARATEURS: Final = (";", ",", "\t")
_ANNONCE: Final = re.compile(r'\ufeff?"?sep=(.)"?\s*')
CONSTATS_MAX: Final = 100


class LignesCsv:
    """The rows of a CSV stream, numbered as a spreadsheet does: a cell with line breaks is one row.

    Raises FichierRefuse for a quote that never closes, or that closes in the middle of another cell.
    """

    def __init__(self, texte: TextIO, separateur: str, source: str, constats: list[Constat]) -> None:
        self._texte, self._separateur, self._source, self._constats = texte, separateur, source, constats
        self._derniere = ""
        self._tirees = 0

    def _physiques(self) -> Iterator[str]:
        for ligne in self._texte:
            self._derniere = ligne
            self._tirees += 1
            yield ligne

    def __iter__(self) -> Iterator[Ligne]:
        lecteur = csv.reader(self._physiques(), delimiter=self._separateur, strict=True)
        numero = 0
        while True:
            avant = self._tirees
            numero += 1
            try:
                cellules = next(lecteur)
            except StopIteration:
                return
            except csv.Error as erreur:
                cellules = self._reprendre(numero, avant, str(erreur))
            if cellules and (cellules[0].strip() or not est_blanche(cellules)):
                yield numero, cellules

    def _reprendre(self, numero: int, avant: int, erreur: str) -> list[str]:
        """Read again a single line whose quotes are badly placed but paired; refuse what runs over several lines."""
        seule = self._tirees - avant == 1 and "expected after" in erreur
        if not seule or self._derniere.count('"') % 2:
            raise FichierRefuse(
                f"{self._source} : un guillemet ouvert à la ligne {numero} n'est pas refermé. "
                "Refermez-le, ou retirez-le, puis recommencez."
            )
        if len(self._constats) < CONSTATS_MAX:
            phrase = "Guillemets mal placés : dans un texte entre guillemets, un guillemet s'écrit deux fois."
            self._constats.append(Constat(numero, "", self._derniere.strip()[:80], insecables(phrase)))
        return next(csv.reader([self._derniere], delimiter=self._separateur))


def feuille_csv(
    source: Source, descriptions: Sequence[DescriptionTable], correspondance: Correspondance
) -> tuple[Feuille, list[Entete]]:
    """The sheet of a text file, and the headers it may have, best first."""
    with source.flux() as flux:
        encodage = encodage_de(flux, source.nom)
    annonce = _annonce(source, encodage)
    essais, refus = [], []
    for separateur in (annonce,) if annonce else SEPARATEURS:
        feuille = _feuille(source, encodage, separateur, bool(annonce))
        try:
            essais.append((feuille, entetes_possibles(feuille, descriptions, correspondance)))
        except FichierRefuse as faute:
            refus.append(faute)
    # A quote that does not close on the first line, whatever the separator.
    if refus and not any(entetes for _, entetes in essais):
        raise refus[0]
    return max(essais, key=lambda essai: essai[1][0].rang if essai[1] else (False, 0))


def _annonce(source: Source, encodage: str) -> str:
    """The separator that the first line announces (« sep=; », which spreadsheets do not show), "" if it does not."""
    with source.flux() as flux, io.TextIOWrapper(flux, encodage, newline="") as texte:
        premiere = texte.readline(20)
    annonce = _ANNONCE.fullmatch(premiere)
    return annonce[1] if annonce else ""


def _feuille(source: Source, encodage: str, separateur: str, annoncee: bool) -> Feuille:
    constats: list[Constat] = []

    def lignes() -> Iterator[Ligne]:
        # Each pass says the same of the same rows.
        constats.clear()
        with source.flux() as flux, io.TextIOWrapper(flux, encodage, newline="") as texte:
            if annoncee:
                texte.readline()
            yield from LignesCsv(texte, separateur, source.nom, constats)

    return Feuille(source.racine, source.nom, lignes, constats=constats)
