"""``deplie indicateurs``: the catalogue, codes, labels, formulas, bases and versions."""

from __future__ import annotations

import argparse

AIDE = "Montrer le catalogue des indicateurs."
SANS_BASE = True


def declarer(analyseur: argparse.ArgumentParser) -> None:
    analyseur.add_argument("--format", choices=("texte", "json"), default="texte")


def executer(options: argparse.Namespace) -> int:
    import json
    import sys

    from deplie.pilotage.exports.catalogue import catalogue, en_texte

    if options.format == "json":
        sys.stdout.write(json.dumps(catalogue(), ensure_ascii=False, indent=1) + "\n")
    else:
        sys.stdout.write(en_texte() + "\n")
    return 0
