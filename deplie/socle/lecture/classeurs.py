"""Workbooks (.xlsx, .xls, .ods): opened by a process of its own, their rows read back as they are needed."""

from __future__ import annotations

import json
import os
import pickle
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import asdict
from pathlib import Path
from typing import Any, Final

import deplie
from deplie.socle.lecture.feuilles import Feuille, Ligne
from deplie.socle.lecture.sources import Source, Temporaire
from deplie.socle.lecture.types import Constat, FichierRefuse, Limites

FUSIONS_MONTREES: Final = 5
_PERMIS: Final = frozenset({"date", "datetime", "time", "timedelta"})


class _Lecteur(pickle.Unpickler):
    """Reads what our own process wrote a moment ago: plain values and days, nothing else."""

    def find_class(self, module_name: str, global_name: str) -> Any:
        if module_name == "datetime" and global_name in _PERMIS:
            return super().find_class(module_name, global_name)
        raise pickle.UnpicklingError(f"{module_name}.{global_name}")


def feuilles_de(source: Source, limites: Limites) -> tuple[list[Feuille], list[str]]:
    """The visible sheets that hold something, and the names of the hidden ones. Raises FichierRefuse."""
    lignes = Temporaire()
    reponse = _demander(source, lignes, limites)
    if "refus" in reponse:
        raise FichierRefuse(f"{source.nom} : {reponse['refus']}")
    lues = [f for f in reponse["feuilles"] if f.get("paquets")]
    masquees = [f["nom"] for f in reponse["feuilles"] if f.get("masquee")]
    return [_feuille(source, f, lignes, reponse["depuis_1904"]) for f in lues], masquees


def _demander(source: Source, lignes: Temporaire, limites: Limites) -> dict[str, Any]:
    chemin, descripteurs = source.reference()
    commande = [sys.executable, "-P", "-m", "deplie.socle.lecture.isole", chemin, str(lignes.fileno())]
    racine = str(Path(deplie.__file__).resolve().parent.parent)
    try:
        fini = subprocess.run(  # noqa: S603
            [*commande, json.dumps(asdict(limites))],
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            pass_fds=(*descripteurs, lignes.fileno()),
            env={**os.environ, "PYTHONPATH": racine, "RUST_BACKTRACE": "0"},
            timeout=limites.secondes_classeur,
            check=False,
        )
    except subprocess.TimeoutExpired:
        raise FichierRefuse(f"{source.nom} : le classeur est trop long à ouvrir. Enregistrez-le en CSV.") from None
    if fini.returncode:
        raise FichierRefuse(
            f"{source.nom} : le classeur est abîmé, ou demande trop de mémoire (une cellule est peut-être remplie très "
            "loin sous le tableau ou à sa droite). Supprimez ces cellules, ou enregistrez-le en CSV."
        )
    reponse: dict[str, Any] = json.loads(fini.stdout)
    return reponse


def _feuille(source: Source, recue: dict[str, Any], lignes: Temporaire, depuis_1904: bool) -> Feuille:
    def relire() -> Iterator[Ligne]:
        with lignes.flux(recue["debut"]) as flux:
            for _ in range(recue["paquets"]):
                # A new reader for each packet: one that lives on would remember every cell.
                yield from _Lecteur(flux).load()

    constats = []
    if fusions := recue["fusions"]:
        suite = "…" if len(fusions) > FUSIONS_MONTREES else ""
        phrase = (
            f"Des cellules sont fusionnées sur plusieurs lignes ({', '.join(fusions[:FUSIONS_MONTREES])}{suite}) : "
            "leur valeur est lue sur chacune."
        )
        constats.append(Constat(int(fusions[0].split("-")[0]), "", "", phrase))
    nom = f"{source.nom}, feuille « {recue['nom']} »"
    return Feuille(recue["nom"], nom, relire, classeur=True, depuis_1904=depuis_1904, constats=constats)
