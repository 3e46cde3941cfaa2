"""Open a workbook in a process of its own, with bounded memory and time, and hand its rows back.

Run as ``python -m deplie.socle.lecture.isole PATH DESCRIPTOR LIMITS``. A hostile workbook can make the library that
opens it abort, or ask for half a terabyte (one cell in the last corner is enough): that ends this process alone.
Rows go to the descriptor, pickled by packets; standard output says in JSON where each sheet's rows are.
"""

from __future__ import annotations

import json
import math
import os
import pickle
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import IO, Any, Final

from deplie.socle.lecture import archives, controle
from deplie.socle.lecture.ancien import erreurs_d_un_ancien
from deplie.socle.lecture.feuilles import est_blanche
from deplie.socle.lecture.sources import Source
from deplie.socle.lecture.types import Cellule, FichierRefuse, Limites

PAQUET: Final = 500
FEUILLES_MAX: Final = 200
FUSIONS_MAX: Final = 100_000


def borner(limites: Limites) -> None:
    """Bound this process."""
    try:
        import resource
    except ImportError:
        return  # a system without limits of this kind: only the time is bounded, by the parent
    for quoi, combien in (
        (resource.RLIMIT_AS, limites.memoire_classeur),
        (resource.RLIMIT_CPU, limites.secondes_classeur),
        (resource.RLIMIT_CORE, 0),
    ):
        try:
            resource.setrlimit(quoi, (combien, combien))
        except (ValueError, OSError):
            continue


def ouvrir(chemin: str, sortie: IO[bytes], limites: Limites) -> dict[str, Any]:
    """Write the rows of every visible sheet; the JSON answer. Raises FichierRefuse."""
    import python_calamine as calamine

    source = Source("classeur", Path(chemin))
    vu = controle.Controle()
    with source.flux() as flux:
        octets = flux.read(2)
        if octets != b"PK":
            vu.erreurs = erreurs_d_un_ancien(octets + flux.read())
    if octets == b"PK":
        with archives.ouvrir(source, limites) as archive:
            vu = controle.controler(archive, source.nom, limites)
    try:
        with calamine.load_workbook(chemin) as classeur:
            return {"depuis_1904": vu.depuis_1904, "feuilles": list(_feuilles(classeur, vu, sortie, limites))}
    except calamine.PasswordError:
        raise FichierRefuse("le classeur est protégé par un mot de passe. Retirez-le, puis recommencez.") from None
    except (calamine.CalamineError, OSError, ValueError):
        raise FichierRefuse("le classeur est abîmé ou incomplet. Enregistrez-le de nouveau.") from None


def _feuilles(classeur: Any, vu: controle.Controle, sortie: IO[bytes], limites: Limites) -> Iterator[dict[str, Any]]:
    import python_calamine as calamine

    for rang, meta in enumerate(classeur.sheets_metadata[:FEUILLES_MAX]):
        if meta.typ != calamine.SheetTypeEnum.WorkSheet:
            continue
        if meta.visible != calamine.SheetVisibleEnum.Visible:
            yield {"nom": meta.name, "masquee": True}
            continue
        feuille = classeur.get_sheet_by_name(meta.name)
        fusions = vu.fusions.get(str(rang)) or _fusions(feuille)
        debut = sortie.tell()
        erreurs = vu.erreurs_de(meta.name, rang)
        paquets = _ecrire(_lignes(feuille, erreurs, fusions, limites), sortie)
        yield {
            "nom": meta.name,
            "debut": debut,
            "paquets": paquets,
            "fusions": [f"{a + 1}-{b + 1}" for a, b, _ in fusions],
        }


def _fusions(feuille: Any) -> list[tuple[int, int, int]]:
    """Cells merged over several rows: ``(first row, last row, column)``, from 0, in order."""
    trouvees = feuille.merged_cell_ranges or []
    return sorted((a[0], b[0], a[1]) for a, b in trouvees[:FUSIONS_MAX] if b[0] > a[0])


class _Fusions:
    """Gives back to each row of a cell merged over several the value that the workbook keeps on the first."""

    def __init__(self, fusions: list[tuple[int, int, int]]) -> None:
        self._attente = list(reversed(fusions))
        self._actives: list[tuple[int, int, Cellule]] = []

    def completer(self, ligne: int, cellules: list[Cellule]) -> None:
        """Fill the row; one that holds nothing else stays blank."""
        self._actives = [active for active in self._actives if active[0] >= ligne]
        if self._actives and cellules.count("") < len(cellules):
            for _, colonne, valeur in self._actives:
                if colonne < len(cellules) and cellules[colonne] == "":
                    cellules[colonne] = valeur
        while self._attente and self._attente[-1][0] <= ligne:
            _, fin, colonne = self._attente.pop()
            if colonne < len(cellules) and cellules[colonne] != "":
                self._actives.append((fin, colonne, cellules[colonne]))


def _lignes(
    feuille: Any, erreurs: controle.Erreurs, fusions: list[tuple[int, int, int]], limites: Limites
) -> Iterator[tuple[int, list[Cellule]]]:
    par_ligne: dict[int, list[tuple[int, str]]] = {}
    for (ligne, colonne), texte in erreurs.items():
        par_ligne.setdefault(ligne, []).append((colonne, texte))
    fusionnees = _Fusions(fusions)
    for ligne, cellules in enumerate(feuille.iter_rows()):
        for colonne, texte in par_ligne.get(ligne, ()):
            if colonne < len(cellules):
                cellules[colonne] = texte
        fusionnees.completer(ligne, cellules)
        if cellules.count("") < len(cellules):
            yield ligne + 1, _propre(cellules[: limites.colonnes])


def _propre(cellules: list[Cellule]) -> list[Cellule]:
    """Without the empty cells of the end; truth values as text (for True is 1), numbers that are none as errors."""
    while cellules and cellules[-1] == "":
        cellules.pop()
    for i, cellule in enumerate(cellules):
        if cellule is True or cellule is False:
            cellules[i] = "VRAI" if cellule else "FAUX"
        elif isinstance(cellule, float) and not math.isfinite(cellule):
            cellules[i] = "#NOMBRE!"
    return cellules


def _ecrire(lignes: Iterator[tuple[int, list[Cellule]]], sortie: IO[bytes]) -> int:
    paquets, paquet = 0, []
    for ligne in lignes:
        if est_blanche(ligne[1]):
            continue
        paquet.append(ligne)
        if len(paquet) == PAQUET:
            pickle.dump(paquet, sortie, pickle.HIGHEST_PROTOCOL)
            paquets, paquet = paquets + 1, []
    if paquet:
        pickle.dump(paquet, sortie, pickle.HIGHEST_PROTOCOL)
        paquets += 1
    return paquets


def main(arguments: list[str]) -> int:
    """Answer on standard output: the sheets, or ``{"refus": sentence}``."""
    chemin, descripteur, limites = arguments[0], int(arguments[1]), Limites(**json.loads(arguments[2]))
    borner(limites)
    try:
        with os.fdopen(os.dup(descripteur), "wb") as sortie:
            reponse = ouvrir(chemin, sortie, limites)
    except FichierRefuse as refus:
        reponse = {"refus": refus.message.removeprefix("classeur\u00a0: ")}
    sys.stdout.write(json.dumps(reponse))
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
