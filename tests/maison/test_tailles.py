"""Sizes of the house: what spoils a house of this kind is always one file that nobody split in time."""

from __future__ import annotations

import ast
from collections.abc import Callable
from pathlib import Path

from tests.maison import sources
from tests.maison.sources import court, ecrits, fichiers, fonctions, gabarits, longueur, rayon

FONCTION, FICHIER, VUE, GABARIT, ESSAI, SCRIPT = 60, 600, 25, 120, 40, 1500
Fonction = ast.FunctionDef | ast.AsyncFunctionDef
TOUT = ecrits("deplie", "config", "outils", "benchmarks", "tests")


def trop_longues(fichiers: list[Path], limite: int, choisie: Callable[[Fonction], bool]) -> dict[str, int]:
    """Functions past a limit, with their length."""
    choisies = [(court(f), d) for f in fichiers for d in fonctions(f) if choisie(d)]
    return {f"{nom} : {d.name}": longueur(d) for nom, d in choisies if longueur(d) > limite}


def trop_longs(fichiers: list[Path], limite: int) -> dict[str, int]:
    """Files past a limit, with their number of lines."""
    tailles = {court(f): f.read_text(encoding="utf-8").count("\n") for f in fichiers}
    return {nom: taille for nom, taille in tailles.items() if taille > limite}


def test_files():
    assert trop_longs(TOUT, FICHIER) == {}


def test_functions():
    assert trop_longues(TOUT, FONCTION, lambda d: True) == {}


def test_views():
    assert trop_longues(rayon("views"), VUE, lambda d: bool(d.args.args) and d.args.args[0].arg == "request") == {}


def test_tests():
    assert trop_longues(ecrits("tests"), ESSAI, lambda d: d.name.startswith("test_")) == {}


def test_templates():
    assert trop_longs(gabarits(), GABARIT) == {}


def test_a_size_passed_is_seen(tmp_path, monkeypatch):
    monkeypatch.setattr(sources, "RACINE", tmp_path)
    long = tmp_path / "long.py"
    long.write_text("def test_long():\n" + "    pass\n" * 70, encoding="utf-8")
    assert trop_longs([long], 70) == {"long.py": 71}
    assert trop_longues([long], FONCTION, lambda d: True) == {"long.py : test_long": 71}


def test_our_own_script_stays_small():
    """Our own, all files together; libraries that we ship unchanged stand in a folder « tiers »."""
    scripts = [f for f in fichiers("deplie", motif="*.js") if "tiers" not in f.parts]
    assert sum(f.read_text(encoding="utf-8").count("\n") for f in scripts) <= SCRIPT
