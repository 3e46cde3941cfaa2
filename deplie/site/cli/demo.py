"""``deplie demo``: the five demonstration territories, invented people and published figures."""

from __future__ import annotations

import argparse
from collections.abc import Mapping
from typing import Any

AIDE = "Créer les territoires de démonstration ; répétable sans effet."


def declarer(analyseur: argparse.ArgumentParser) -> None:
    analyseur.add_argument("--recharger", action="store_true", help="importer de nouveau les territoires déjà en place")
    analyseur.add_argument(
        "--fichiers", metavar="DOSSIER", help="écrire seulement les fichiers à importer, un dossier par territoire"
    )


def executer(options: argparse.Namespace) -> int:
    if options.fichiers:
        return _ecrire(options.fichiers)
    from deplie.site.cli._auteur import LIGNE_DE_COMMANDE
    from deplie.site.cli._progression import Progression
    from deplie.site.demonstration.chargement import installer

    rejets = 0
    with Progression() as suivi:
        for installation in installer(par=LIGNE_DE_COMMANDE, recharger=options.recharger, suivi=suivi):
            print(f"{installation.code} : {installation.nom} ({_resume(installation.rapport)})", flush=True)
            rejets += len(installation.rapport["rejets"]) if installation.rapport else 0
    return 1 if rejets else 0


def _ecrire(dossier: str) -> int:
    from pathlib import Path

    from deplie.site.demonstration.declaration import CODES
    from deplie.site.demonstration.tables import ecrire, tables

    for code in CODES:
        chemins = ecrire(tables(code), Path(dossier) / code.lower())
        print(f"{code} : {', '.join(str(chemin) for chemin in chemins)}")
    return 0


def _resume(rapport: Mapping[str, Any] | None) -> str:
    if rapport is None:
        return "déjà en place"
    comptes = [f"{nom} : {compte['creees'] + compte['modifiees']}" for nom, compte in rapport["tables"].items()]
    suite = f", rejets : {len(rapport['rejets'])}" if rapport["rejets"] else ""
    return ", ".join(comptes) + suite
