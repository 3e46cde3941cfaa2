"""``deplie importer``: read files into a territory, or say what they would do."""

from __future__ import annotations

import argparse
import os
from collections.abc import Sequence
from pathlib import Path
from typing import Any

AIDE = "Importer des fichiers : participants, étapes, objectifs, chiffres déclarés."
# Lines of the report printed; the whole is in --rapport.
LIGNES_DITES = 20
POLITESSE = 5


def declarer(analyseur: argparse.ArgumentParser) -> None:
    analyseur.add_argument("code", metavar="CODE", help="code du territoire")
    analyseur.add_argument("chemins", metavar="CHEMIN", nargs="+", help="fichier, classeur, dossier ou archive .zip")
    analyseur.add_argument("--table", default="", metavar="NOM", help="ce que contiennent les fichiers (participants…)")
    analyseur.add_argument("--simulation", action="store_true", help="dire ce qui se passerait, sans rien écrire")
    analyseur.add_argument("--correspondance", metavar="FICHIER.json", help="en-têtes propres à vos fichiers")
    analyseur.add_argument("--rapport", metavar="FICHIER.json", help="écrire le compte rendu complet")


def executer(options: argparse.Namespace) -> int:
    from deplie.site.cli._auteur import LIGNE_DE_COMMANDE
    from deplie.site.cli._progression import Progression
    from deplie.socle.imports.bilan import rapport
    from deplie.socle.imports.execution import appliquer, ouvrir, preparer
    from deplie.socle.imports.purge import oublier, purger
    from deplie.socle.imports.registre import lieu_de

    _ceder_le_passage()
    code = options.code.strip().upper()
    lieu_de(code)
    _verifier_rapport(options.rapport)
    correspondance = _correspondance(options.correspondance)
    purger()
    lot = ouvrir(
        territoire=code,
        par=LIGNE_DE_COMMANDE,
        fichiers=[Path(chemin).name for chemin in options.chemins],
        table=options.table.strip().lower(),
        correspondance=correspondance,
    )
    with Progression() as suivi:
        preparer(lot, options.chemins, suivi=suivi)
        if not options.simulation:
            appliquer(lot, par=LIGNE_DE_COMMANDE, suivi=suivi)
    compte_rendu = rapport(lot, simulation=options.simulation)
    if options.simulation:
        oublier(lot)
    _ecrire_rapport(options.rapport, compte_rendu)
    print(_resume(compte_rendu))
    return 1 if any(table["rejetees"] for table in compte_rendu["tables"].values()) else 0


def _ceder_le_passage() -> None:
    """On a machine that also serves pages, whoever waits for one goes first."""
    if hasattr(os, "nice"):
        os.nice(max(0, POLITESSE - os.nice(0)))


def _correspondance(fichier: str | None) -> dict[str, Any]:
    import json

    from deplie.socle.erreurs import RefusMetier

    if not fichier:
        return {}
    try:
        lue = json.loads(Path(fichier).read_text(encoding="utf-8-sig"))
    except (ValueError, UnicodeDecodeError):
        lue = None
    if not isinstance(lue, dict):
        raise RefusMetier(f"Le fichier de correspondance {fichier} doit être un objet JSON : en-tête, nom de colonne.")
    return lue


def _verifier_rapport(fichier: str | None) -> None:
    """Refuse before the run what would fail after it."""
    from deplie.socle.erreurs import RefusMetier

    if fichier and (not Path(fichier).parent.is_dir() or Path(fichier).is_dir()):
        raise RefusMetier(f"Le rapport ne peut être écrit dans {fichier} : indiquez un fichier d'un dossier existant.")


def _ecrire_rapport(fichier: str | None, compte_rendu: dict[str, Any]) -> None:
    import json

    if fichier:
        texte = json.dumps(compte_rendu, ensure_ascii=False, indent=1)
        Path(fichier).write_text(texte + "\n", encoding="utf-8")


def _resume(compte_rendu: dict[str, Any]) -> str:
    lignes = ["Simulation : rien n'a été écrit." if compte_rendu["simulation"] else "Import appliqué."]
    for table, compte in compte_rendu["tables"].items():
        lignes.append(
            f"{table} : {_nombre(compte['lues'])} lues, {_nombre(compte['creees'])} créées, "
            f"{_nombre(compte['modifiees'])} modifiées, {_nombre(compte['inchangees'])} inchangées, "
            f"{_nombre(compte['rejetees'])} rejetées"
        )
    lignes += _messages("Rejets", compte_rendu["rejets"])
    lignes += _messages("Avertissements", compte_rendu["avertissements"])
    return "\n".join(lignes)


def _messages(titre: str, messages: Sequence[dict[str, Any]]) -> list[str]:
    if not messages:
        return []
    dits = [f"  {m['table']}, ligne {m['ligne']}{_ou(m)} : {m['message']}" for m in messages[:LIGNES_DITES]]
    reste = len(messages) - len(dits)
    suite = [f"  … et {_nombre(reste)} autres, dans le compte rendu (--rapport)."] if reste else []
    return [f"{titre} ({_nombre(len(messages))}) :", *dits, *suite]


def _ou(message: dict[str, Any]) -> str:
    valeur = f" « {message['valeur']} »" if message["valeur"] else ""
    return f", {message['colonne']}{valeur}" if message["colonne"] else ""


def _nombre(nombre: int) -> str:
    return f"{nombre:,}".replace(",", "\u202f")
