"""``deplie territoire creer``: create a territory and declare its schemes."""

from __future__ import annotations

import argparse

AIDE = "Créer un territoire, déclarer ses dispositifs."


def declarer(analyseur: argparse.ArgumentParser) -> None:
    verbes = analyseur.add_subparsers(dest="verbe", metavar="creer", required=True, parser_class=type(analyseur))
    creer = verbes.add_parser("creer", help="Créer ou compléter un territoire ; répétable sans effet.")
    creer.add_argument("code", metavar="CODE", help="deux à vingt lettres ou chiffres (TCO)")
    creer.add_argument("nom", metavar="NOM", help="nom du territoire")
    creer.add_argument(
        "--dispositif", action="append", default=[], metavar="CODE", help="dispositif à ajouter au PLIE ; répétable"
    )
    creer.add_argument("--complet-depuis", metavar="DATE", help="premier jour depuis lequel les données sont complètes")
    creer.add_argument("--siren", default="", help="SIREN de l'organisme")


def executer(options: argparse.Namespace) -> int:
    from deplie.site.cli._auteur import LIGNE_DE_COMMANDE
    from deplie.site.cli._dates import lire_date
    from deplie.territoires.actions import creer_territoire

    depuis = lire_date(options.complet_depuis, "--complet-depuis") if options.complet_depuis else None
    territoire = creer_territoire(
        code=options.code,
        nom=options.nom,
        dispositifs=options.dispositif,
        complet_depuis=depuis,
        siren=options.siren,
        par=LIGNE_DE_COMMANDE,
    )
    codes = ", ".join(territoire.dispositifs.values_list("code", flat=True))
    print(f"{territoire.code} : {territoire.nom} ({codes})")
    return 0
