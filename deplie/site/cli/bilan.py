"""``deplie bilan``: the figures of a territory, a scheme and a period."""

from __future__ import annotations

import argparse
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from deplie.pilotage.queries.bilan import Bilan
    from deplie.pilotage.rules.periodes import Periode

AIDE = "Établir le bilan d'un territoire, d'un dispositif et d'une période."


def declarer(analyseur: argparse.ArgumentParser) -> None:
    analyseur.add_argument("code", metavar="CODE", help="code du territoire (TCO)")
    analyseur.add_argument("--annee", metavar="AAAA", help="année entière")
    analyseur.add_argument("--du", metavar="DATE", help="premier jour de la période")
    analyseur.add_argument("--au", metavar="DATE", help="dernier jour de la période, inclus")
    analyseur.add_argument("--dispositif", default="PLIE", metavar="CODE", help="PLIE par défaut ; ARPE… ou TOUS")
    analyseur.add_argument("--par", default="", metavar="DIM[,DIM]", help="une ou deux ventilations (sexe, commune…)")
    analyseur.add_argument("--fige", action="store_true", help="les chiffres figés de la période, non ceux du jour")
    analyseur.add_argument("--format", choices=("texte", "json", "xlsx"), default="texte")
    analyseur.add_argument("--sortie", metavar="FICHIER", help="écrire dans ce fichier plutôt qu'à l'écran")


def executer(options: argparse.Namespace) -> int:
    import sys
    from pathlib import Path

    from deplie.pilotage.exports.bilan import en_texte, en_xlsx
    from deplie.socle.erreurs import RefusMetier

    if options.format == "xlsx" and not options.sortie:
        raise RefusMetier("Un classeur s'écrit dans un fichier : indiquez --sortie FICHIER.xlsx.")
    bilan = _etablir(options)
    if options.format == "xlsx":
        Path(options.sortie).write_bytes(en_xlsx(bilan))
        return 0
    texte = _json(bilan) if options.format == "json" else en_texte(bilan)
    if options.sortie:
        Path(options.sortie).write_text(texte + "\n", encoding="utf-8")
    else:
        sys.stdout.write(texte + "\n")
    return 0


def _etablir(options: argparse.Namespace) -> Bilan:
    from deplie.acteurs.queries import Acteur
    from deplie.pilotage.queries.bilan import choisir_dimensions, etablir
    from deplie.site.cli._periode import territoire_de

    if options.fige:
        return _fige(options)
    par = choisir_dimensions(morceau.strip() for morceau in options.par.split(",") if morceau.strip())
    periode = _periode(options)
    territoire = territoire_de(options.code)
    return etablir(
        territoire,
        periode.debut,
        periode.fin,
        dispositif=options.dispositif.strip().upper(),
        par=par,
        acteur=Acteur.systeme(territoire),
        attendre=True,
    )


def _fige(options: argparse.Namespace) -> Bilan:
    """The published figures of the period, as they were frozen."""
    from deplie.pilotage.queries.publication import bilan_publie, figee_de
    from deplie.site.cli._periode import territoire_de
    from deplie.socle.erreurs import RefusMetier

    if options.par:
        raise RefusMetier("Un bilan figé garde ses propres ventilations : retirez --par, ou --fige.")
    territoire = territoire_de(options.code)
    return bilan_publie(figee_de(territoire, options.dispositif.strip().upper(), _periode(options)))


def _periode(options: argparse.Namespace) -> Periode:
    from deplie.pilotage.rules.periodes import periode
    from deplie.site.cli._dates import lire_date
    from deplie.site.cli._periode import lire_annee
    from deplie.socle.erreurs import RefusMetier

    bornes = options.du, options.au
    if options.annee and any(bornes):
        raise RefusMetier("Indiquez soit --annee, soit --du et --au, pas les deux.")
    if options.annee:
        return lire_annee(options.annee)
    if not all(bornes):
        raise RefusMetier("Indiquez la période : --annee 2020, ou --du et --au.")
    return periode(lire_date(options.du, "--du"), lire_date(options.au, "--au"))


def _json(bilan: Bilan) -> str:
    import json

    return json.dumps(bilan.en_json(), ensure_ascii=False, indent=1)
