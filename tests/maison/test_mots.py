"""Words: names that say something, a glossary that is the vocabulary of the code, reasons beside dependencies."""

from __future__ import annotations

import ast
import re
import tomllib
from pathlib import Path

import pytest
from django.apps import apps

from outils import depot
from tests.maison.sources import RACINE, arbre, court, ecrits, fichiers

VAGUES = {"utils", "util", "helper", "helpers", "manager", "managers", "process", "data", "info", "infos", "misc"}
# Names that Django, allauth or the standard library impose.
IMPOSES = {"ComptesManager", "process_exception", "get_context_data", "clean_data"}
LISIBLES = {".py", ".html", ".md", ".txt", ".css", ".js", ".toml", ".json", ".svg", ".typ"}
# Where packages come from is the business of whoever installs; said in two pieces, for this file is read too.
DEPOTS = [r"py" + r"pi\.org", r"pythonhosted\.org", r"npm" + r"js\.(org|com)", r"deb\.debian" + r"\.org"]


def mots(nom: str) -> set[str]:
    """The words of a snake_case or CamelCase name."""
    return {mot.lower() for mot in re.findall(r"[A-Z]?[a-z0-9]+|[A-Z]+(?![a-z])", nom)}


def test_words_of_a_name():
    assert mots("lire_data") == {"lire", "data"}
    assert mots("DataManager") == {"data", "manager"}
    assert mots("informer") == {"informer"}


def noms_vagues(fichier: Path) -> set[str]:
    """Vague names that a file bears or gives."""
    vagues = {partie for partie in fichier.relative_to(RACINE).with_suffix("").parts if mots(partie) & VAGUES}
    for noeud in ast.walk(arbre(fichier)):
        if isinstance(noeud, ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef) and mots(noeud.name) & VAGUES:
            vagues.add(noeud.name)
        elif isinstance(noeud, ast.Name) and isinstance(noeud.ctx, ast.Store) and noeud.id.lower() in VAGUES:
            vagues.add(noeud.id)
    return vagues - IMPOSES


def test_no_vague_name():
    trouves = {court(f): noms_vagues(f) for f in ecrits("deplie", "config", "outils")}
    assert {fichier: noms for fichier, noms in trouves.items() if noms} == {}


def test_the_glossary_has_every_table():
    """Versions of rows and staged lines are named there by their family."""
    glossaire = (RACINE / "docs" / "glossaire.md").read_text(encoding="utf-8")
    noms = {m.__name__ for m in apps.get_models() if m.__module__.startswith("deplie.")}
    familles = {nom for nom in noms if nom.startswith(("Historical", "Ligne"))}
    assert {nom for nom in noms - familles if f"`{nom}`" not in glossaire} == set()


def test_every_dependency_says_why_it_is_there():
    texte = (RACINE / "pyproject.toml").read_text(encoding="utf-8")
    projet = tomllib.loads(texte)
    groupes = [projet["project"]["dependencies"], *projet["dependency-groups"].values()]
    for dependance in (d for groupe in groupes for d in groupe):
        ligne = next(ligne for ligne in texte.splitlines() if f'"{dependance}"' in ligne)
        assert re.search(r"#\s*\S.{8,}", ligne), f"{dependance} : une raison en fin de ligne"


def test_lock_files_pin_by_hash_and_name_no_host():
    assert depot.adresses_des_verrous() == []
    assert depot.sans_hash() == []


@pytest.mark.parametrize(
    "ligne", ["--index-url x", "paquet @ https://exemple.invalid/x.whl", '"resolved": "x"', "--find-links /opt"]
)
def test_a_host_in_a_lock_file_is_seen(ligne):
    assert depot.ADRESSE.search(ligne)


def test_locks_hold_every_dependency():
    projet = tomllib.loads((RACINE / "pyproject.toml").read_text(encoding="utf-8"))
    for verrou, groupes in {"run": [], "dev": ["dev"], "bench": ["dev", "bench"]}.items():
        poses = (RACINE / "requirements" / f"{verrou}.txt").read_text(encoding="utf-8")
        voulus = projet["project"]["dependencies"] + [d for g in groupes for d in projet["dependency-groups"][g]]
        noms = [re.split(r"[^A-Za-z0-9_.-]", voulu)[0].lower() for voulu in voulus]
        assert [nom for nom in noms if not re.search(rf"^{re.escape(nom)}==", poses, re.M)] == []


def test_no_committed_file_names_a_package_host():
    suivis = [*fichiers("deplie", "config", "tests", "outils", "docs", "requirements", ".ci", "benchmarks", motif="*")]
    suivis += [f for f in RACINE.iterdir() if f.is_file()]
    textes = [
        f for f in suivis if f.suffix not in (".woff2", ".png", ".xlsx", ".gz", ".parquet", ".zip", ".xls", ".ods")
    ]
    trouves = [court(f) for f in textes for d in DEPOTS if re.search(d, f.read_text(encoding="utf-8", errors="ignore"))]
    assert trouves == []


MARQUES = re.compile(r"^(?:<{7} |>{7} |={7}$)", re.M)


def test_no_file_bears_the_mark_of_a_merge():
    lus = [f for f in fichiers("deplie", "tests", "docs", "outils", "config", motif="*") if f.suffix in LISIBLES]
    assert [court(f) for f in lus if MARQUES.search(f.read_text(encoding="utf-8"))] == []
