"""Parse the call, prepare the base, run the command, and say every failure in one sentence."""

from __future__ import annotations

import argparse
import importlib
import os
import pkgutil
import sys
from collections.abc import Sequence
from types import ModuleType
from typing import NoReturn

import deplie.site.cli as cli

FAIT, AVEC_REJETS, REFUS = 0, 1, 2

# What argparse says, in French.
_PHRASES = {
    "the following arguments are required: ": "il manque : ",
    "unrecognized arguments: ": "arguments inconnus : ",
    "expected one argument": "une valeur est attendue",
    "expected at least one argument": "au moins une valeur est attendue",
    "invalid choice: ": "choix inconnu : ",
    " (choose from ": " (attendu : ",
    "argument ": "",
    "not allowed with ": "incompatible avec ",
    "one of the arguments ": "l'un de ces arguments est attendu : ",
    " is required": "",
    "ambiguous option: ": "option ambiguë : ",
    " could match ": " peut être ",
}


class AppelFaux(Exception):
    """The call itself is wrong: the message says how, and what is expected."""


class Analyseur(argparse.ArgumentParser):
    """An argument parser that refuses in one French sentence and never exits by itself on a mistake."""

    def error(self, message: str) -> NoReturn:
        for anglais, francais in _PHRASES.items():
            message = message.replace(anglais, francais)
        raise AppelFaux(f"Appel incorrect : {message}. Aide : {self.prog} --help")


def commandes() -> dict[str, ModuleType]:
    """Every command by its name, read from the files of the package."""
    noms = sorted(m.name for m in pkgutil.iter_modules(cli.__path__) if not m.name.startswith("_"))
    return {nom: importlib.import_module(f"{cli.__name__}.{nom}") for nom in noms}


def _analyseur() -> Analyseur:
    analyseur = Analyseur(prog="deplie", description="Le système d'information de la politique d'insertion.")
    sous = analyseur.add_subparsers(dest="commande", metavar="COMMANDE", required=True, parser_class=Analyseur)
    for nom, module in commandes().items():
        fils = sous.add_parser(nom, help=module.AIDE, description=module.AIDE)
        module.declarer(fils)
        fils.set_defaults(module=module)
    return analyseur


def main(argv: Sequence[str] | None = None) -> int:
    """Run one command. 0: done; 1: done with rejected lines; 2: wrong call or refusal, nothing written."""
    try:
        options = _analyseur().parse_args(argv)
    except AppelFaux as refus:
        return _refuser(str(refus))
    except SystemExit as sortie:  # --help
        return int(sortie.code or 0)
    return _executer(options)


def _executer(options: argparse.Namespace) -> int:
    try:
        _installer(options.module)
        return int(options.module.executer(options))
    except KeyboardInterrupt:
        return _refuser("Interrompu.")
    except BrokenPipeError:
        # Whoever read the output has gone (``| head``): nothing to add, and nothing to flush at exit.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return FAIT
    except Exception as erreur:
        if os.environ.get("DEPLIE_DEBUG"):
            raise
        return _refuser(_phrase(erreur))


def _installer(module: ModuleType) -> None:
    import django
    from django.apps import apps

    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")
    if not apps.ready:
        django.setup()
    if not getattr(module, "SANS_BASE", False):
        from deplie.socle.base import preparer_base

        preparer_base()


def _phrase(erreur: Exception) -> str:
    """One sentence for a failure; what is not foreseen is named by its type and place, never by what it held."""
    from deplie.site.cli._pannes import phrase

    return phrase(erreur)


def _refuser(phrase: str) -> int:
    print(" ".join(phrase.split()), file=sys.stderr)
    return REFUS
