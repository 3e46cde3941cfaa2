"""What is imported is declared, and what is heavy is imported where it serves."""

from __future__ import annotations

import os
import re
import subprocess
import sys
import tomllib
from importlib.metadata import packages_distributions

import pytest

from tests.maison.sources import RACINE, court, ecrits, importe

LOURDS = {"duckdb", "xlsxwriter", "python_calamine", "pandas", "numpy", "pyarrow", "playwright", "segno"}
ICI = {"deplie", "config", "outils", "tests", "benchmarks"}


def normal(nom: str) -> str:
    return re.sub(r"[-_.]+", "-", re.split(r"[\[<>=!~; ]", nom)[0]).lower()


def declarees(*groupes: str) -> set[str]:
    projet = tomllib.loads((RACINE / "pyproject.toml").read_text(encoding="utf-8"))
    listes = [projet["project"]["dependencies"], *(projet["dependency-groups"][groupe] for groupe in groupes)]
    return {normal(dependance) for liste in listes for dependance in liste}


def etrangers(fichier, permises: set[str]) -> set[str]:
    """Packages that a file imports and that no group declares."""
    fournisseurs = packages_distributions()
    racines = {nom.split(".")[0] for nom in importe(fichier)} - ICI - set(sys.stdlib_module_names)
    return {racine for racine in racines if not {normal(d) for d in fournisseurs.get(racine, [racine])} & permises}


@pytest.mark.parametrize("fichier", ecrits("deplie", "config"), ids=court)
def test_the_product_imports_what_it_declares(fichier):
    assert etrangers(fichier, declarees()) == set()


@pytest.mark.parametrize("fichier", ecrits("tests", "outils", "benchmarks"), ids=court)
def test_tests_and_tools_import_what_is_declared(fichier):
    assert etrangers(fichier, declarees("dev", "bench")) == set()


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
