"""What is imported is declared, and what is heavy is imported where it serves."""

from __future__ import annotations

import os
import re
import subprocess
import sys
import tomllib
from collections.abc import Mapping
from functools import cache
from importlib.metadata import packages_distributions
from pathlib import Path

from tests.maison.sources import RACINE, court, ecrits, importe

LOURDS = {"duckdb", "xlsxwriter", "python_calamine", "pandas", "numpy", "pyarrow", "playwright", "segno"}
# Those of the measures are not installed where the suite runs: the package that brings the module is said here.
ABSENTS = {"import_export": ["django-import-export"]}
ICI = {"deplie", "config", "outils", "tests", "benchmarks"}


def normal(nom: str) -> str:
    return re.sub(r"[-_.]+", "-", re.split(r"[\[<>=!~; ]", nom)[0]).lower()


def declarees(*groupes: str) -> set[str]:
    projet = tomllib.loads((RACINE / "pyproject.toml").read_text(encoding="utf-8"))
    listes = [projet["project"]["dependencies"], *(projet["dependency-groups"][groupe] for groupe in groupes)]
    return {normal(dependance) for liste in listes for dependance in liste}


@cache
def fournisseurs() -> Mapping[str, list[str]]:
    return packages_distributions()


def etrangers(fichier: Path, permises: set[str]) -> set[str]:
    """Packages that a file imports and that no group declares."""
    racines = {nom.split(".")[0] for nom in importe(fichier)} - ICI - set(sys.stdlib_module_names)
    connus = {**{racine: [racine] for racine in racines}, **ABSENTS, **fournisseurs()}
    return {racine for racine in racines if not {normal(d) for d in connus[racine]} & permises}


def non_declares(fichiers: list[Path], *groupes: str) -> dict[str, set[str]]:
    trouves = {court(f): etrangers(f, declarees(*groupes)) for f in fichiers}
    return {fichier: noms for fichier, noms in trouves.items() if noms}


def test_the_product_imports_what_it_declares():
    assert non_declares(ecrits("deplie", "config")) == {}


def test_tests_and_tools_import_what_is_declared():
    assert non_declares(ecrits("tests", "outils", "benchmarks"), "dev", "bench") == {}


def test_starting_loads_nothing_heavy(settings):
    """Every command and every server pays for what is imported at start-up."""
    programme = "import sys, django; django.setup(); from django.urls import get_resolver; get_resolver().url_patterns"
    programme += f"; print(sorted({sorted(LOURDS)!r} & sys.modules.keys()))".replace("[", "{", 1).replace("]", "}", 1)
    environnement = {**os.environ, "DJANGO_SETTINGS_MODULE": "config.settings"}
    resultat = subprocess.run([sys.executable, "-c", programme], env=environnement, capture_output=True, text=True)
    assert resultat.stdout.strip() == "[]", resultat.stdout + resultat.stderr


def test_help_answers_without_django():
    programme = "import sys; from deplie.site.cli import main; main(['--help']); print('django' in sys.modules)"
    resultat = subprocess.run([sys.executable, "-c", programme], capture_output=True, text=True, cwd=RACINE)
    assert resultat.stdout.strip().endswith("False"), resultat.stdout + resultat.stderr
