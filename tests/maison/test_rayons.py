"""The house stands as docs/architecture.md says: rooms, shelves, and what each may know."""

from __future__ import annotations

import ast
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.maison import sources
from tests.maison.sources import DOMAINE, PAQUET, PIECES, arbre, court, ecrits, fonctions, importe, rayon

RAYONS = {"rules", "models", "queries", "facts", "actions", "forms", "views", "urls", "imports", "exports", "apps"}
DOSSIERS = {"templates", "static", "migrations", "__pycache__"}
# Committed files that a room reads, without a line of Python.
PROPRES = {"pilotage": {"catalogue"}, "territoires": {"donnees"}}

# A module that starts with « _ » helps the decisions of its shelf and holds none.
ACTIONS = [f for f in rayon("actions") if not f.stem.startswith("_")]

SANS_TRANSACTION = {
    "corriger_lot": "each corrected line is a transaction of its own: a refusal keeps what was typed before it",
}


@pytest.mark.parametrize("piece", DOMAINE)
def test_a_room_holds_shelves_and_nothing_else(piece):
    presents = {chemin.stem for chemin in (PAQUET / piece).iterdir()} - {"__init__"}
    assert presents <= RAYONS | DOSSIERS | PROPRES.get(piece, set())


def test_committed_files_of_a_room_hold_no_python():
    assert [court(f) for piece in DOMAINE for f in ecrits(f"deplie/{piece}/donnees")] == []


def test_every_room_is_placed_in_the_order():
    contrat = (sources.RACINE / ".importlinter").read_text(encoding="utf-8")
    places = contrat.split("layers =")[1].replace("|", " ").split()
    assert sorted(places) == PIECES
    assert "exhaustive = true" in contrat


def imports_interdits(fichiers: list[Path], interdit: Callable[[str], bool]) -> dict[str, list[str]]:
    """What these files import and may not."""
    trouves = {court(f): sorted(nom for nom in importe(f) if interdit(nom)) for f in fichiers}
    return {fichier: noms for fichier, noms in trouves.items() if noms}


def test_rules_and_measure_know_neither_django_nor_a_table():
    muets = rayon("rules") + ecrits("deplie/mesure")
    assert imports_interdits(muets, lambda nom: nom.split(".")[0] == "django" or ".models" in nom) == {}


def test_views_get_their_objects_through_queries():
    acces = [
        f"{court(f)}:{noeud.lineno}"
        for f in rayon("views")
        for noeud in ast.walk(arbre(f))
        if isinstance(noeud, ast.Attribute) and noeud.attr == "objects"
    ]
    assert acces == []


@pytest.mark.parametrize("fichier", ACTIONS, ids=court)
def test_an_action_says_who_and_names_everything(fichier):
    for noeud in arbre(fichier).body:
        if not isinstance(noeud, ast.FunctionDef) or noeud.name.startswith("_"):
            continue
        arguments = noeud.args
        assert not arguments.args + arguments.posonlyargs, f"{noeud.name} : arguments par nom seulement"
        obligatoires = {a.arg for a, d in zip(arguments.kwonlyargs, arguments.kw_defaults, strict=True) if d is None}
        assert "par" in obligatoires, f"{noeud.name} : « par » est obligatoire"


@pytest.mark.parametrize("fichier", ACTIONS, ids=court)
def test_an_action_is_atomic(fichier):
    for noeud in arbre(fichier).body:
        if isinstance(noeud, ast.FunctionDef) and not noeud.name.startswith("_") and noeud.name not in SANS_TRANSACTION:
            assert "atomic" in ast.unparse(noeud), f"{noeud.name} : une transaction (transaction.atomic)"


def test_no_signal_inside_the_product():
    signaux = ("django.dispatch", "django.db.models.signals", "django.core.signals")
    assert imports_interdits(ecrits("deplie"), lambda nom: nom.startswith(signaux)) == {}


def test_no_business_hides_in_save():
    interdites = ("save", "delete", "bulk_create", "full_clean")
    cachees = [f"{court(f)} : {d.name}" for f in rayon("models") for d in fonctions(f) if d.name in interdites]
    assert cachees == []


def test_migrations_import_no_application_code():
    migrations = [f for f in sources.fichiers("deplie") if "migrations" in f.parts]
    assert imports_interdits(migrations, lambda nom: nom.split(".")[0] in ("deplie", "config")) == {}


def test_the_product_does_not_know_its_tests():
    ailleurs = ("tests", "outils", "benchmarks")
    assert imports_interdits(ecrits("deplie", "config"), lambda nom: nom.split(".")[0] in ailleurs) == {}
