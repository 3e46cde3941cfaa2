"""``deplie pack``: the documents of a committee, from frozen figures."""

from __future__ import annotations

import argparse
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pathlib import Path

AIDE = "Écrire le dossier d'un comité : présentation, bilan, annexe et synthèse, depuis des chiffres figés."


def declarer(analyseur: argparse.ArgumentParser) -> None:
    analyseur.add_argument("code", metavar="CODE", help="code du territoire (TCO)")
    analyseur.add_argument("--annee", metavar="AAAA", required=True, help="année des chiffres figés")
    analyseur.add_argument("--sortie", metavar="DOSSIER", required=True, help="dossier où écrire, créé s'il manque")
    analyseur.add_argument("--dispositif", default="PLIE", metavar="CODE", help="PLIE par défaut ; ARPE… ou TOUS")


def executer(options: argparse.Namespace) -> int:
    import sys
    from pathlib import Path

    from deplie.pilotage.exports.pack import documents_de, ecrire, nom_de
    from deplie.pilotage.queries.pack import pack_de
    from deplie.pilotage.queries.publication import figee_de
    from deplie.site.cli._periode import lire_annee, territoire_de

    periode = lire_annee(options.annee)
    territoire = territoire_de(options.code)
    publication = figee_de(territoire, options.dispositif.strip().upper(), periode)
    dossier = _dossier(Path(options.sortie))
    pack = pack_de(publication)
    for document in documents_de(pack):
        chemin = dossier / nom_de(pack, document)
        _poser(chemin, ecrire(pack, document))
        sys.stdout.write(f"{chemin}\n")
    sys.stdout.write(f"{pack.statut}.\n")
    return 0


def _dossier(dossier: Path) -> Path:
    from deplie.socle.erreurs import RefusMetier

    if dossier.exists() and not dossier.is_dir():
        raise RefusMetier(f"« {dossier} » n'est pas un dossier : indiquez --sortie DOSSIER.")
    dossier.mkdir(parents=True, exist_ok=True)
    return dossier


def _poser(chemin: Path, octets: bytes) -> None:
    """The name holds the whole document or what it held before."""
    brouillon = chemin.with_name(f".{chemin.name}.part")
    brouillon.write_bytes(octets)
    brouillon.replace(chemin)
