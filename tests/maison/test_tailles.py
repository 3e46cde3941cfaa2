"""Sizes of the house: what spoils a house of this kind is always one file that nobody split in time."""

from __future__ import annotations

import pytest

from tests.maison.sources import court, ecrits, fichiers, fonctions, gabarits, longueur, rayon

FONCTION, FICHIER, VUE, GABARIT, ESSAI, SCRIPT = 60, 600, 25, 120, 40, 1500
TOUT = ecrits("deplie", "config", "outils", "benchmarks", "tests")


@pytest.mark.parametrize("fichier", TOUT, ids=court)
def test_files_and_functions(fichier):
    assert fichier.read_text(encoding="utf-8").count("\n") <= FICHIER
    assert {f.name: longueur(f) for f in fonctions(fichier) if longueur(f) > FONCTION} == {}


@pytest.mark.parametrize("fichier", rayon("views"), ids=court)
def test_views(fichier):
    vues = [f for f in fonctions(fichier) if f.args.args and f.args.args[0].arg == "request"]
    assert {f.name: longueur(f) for f in vues if longueur(f) > VUE} == {}


@pytest.mark.parametrize("fichier", ecrits("tests"), ids=court)
def test_tests(fichier):
    essais = [f for f in fonctions(fichier) if f.name.startswith("test_")]
    assert {f.name: longueur(f) for f in essais if longueur(f) > ESSAI} == {}


@pytest.mark.parametrize("fichier", gabarits(), ids=court)
def test_templates(fichier):
    assert fichier.read_text(encoding="utf-8").count("\n") <= GABARIT


def test_our_own_script_stays_small():
    """Our own, all files together; libraries that we ship unchanged stand in a folder « tiers »."""
    scripts = [f for f in fichiers("deplie", motif="*.js") if "tiers" not in f.parts]
    assert sum(f.read_text(encoding="utf-8").count("\n") for f in scripts) <= SCRIPT
