"""The checkout as the house tests read it: files and syntax trees, whatever the version control says."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from functools import cache
from pathlib import Path

RACINE = Path(__file__).resolve().parent.parent.parent
PAQUET = RACINE / "deplie"
# Free-form rooms: machinery. The others hold shelves.
MACHINERIE = {"socle", "mesure", "site"}
PIECES = sorted(p.name for p in PAQUET.iterdir() if (p / "__init__.py").exists())
DOMAINE = [piece for piece in PIECES if piece not in MACHINERIE]


def fichiers(*racines: str, motif: str = "*.py") -> list[Path]:
    """Files of these folders of the checkout, caches apart."""
    trouves = (f for racine in racines for f in (RACINE / racine).rglob(motif))
    return sorted(f for f in trouves if f.is_file() and not {"__pycache__", "node_modules"} & set(f.parts))


def ecrits(*racines: str) -> list[Path]:
    """Python files written by hand: migrations are not."""
    return [f for f in fichiers(*racines) if "migrations" not in f.parts]


def rayon(nom: str) -> list[Path]:
    """Every file of a shelf, module or package, in every room."""
    return [f for f in ecrits("deplie") if nom in (f.stem, *f.relative_to(PAQUET).parts[1:-1])]


@cache
def arbre(fichier: Path) -> ast.Module:
    return ast.parse(fichier.read_text(encoding="utf-8"), filename=str(fichier))


def fonctions(fichier: Path) -> Iterator[ast.FunctionDef | ast.AsyncFunctionDef]:
    for noeud in ast.walk(arbre(fichier)):
        if isinstance(noeud, ast.FunctionDef | ast.AsyncFunctionDef):
            yield noeud


def longueur(noeud: ast.FunctionDef | ast.AsyncFunctionDef) -> int:
    """Lines of a function, decorators apart."""
    return (noeud.end_lineno or noeud.lineno) - noeud.lineno + 1


def importe(fichier: Path) -> set[str]:
    """Dotted names of the modules a file imports, wherever in the file."""
    noms: set[str] = set()
    for noeud in ast.walk(arbre(fichier)):
        if isinstance(noeud, ast.Import):
            noms |= {alias.name for alias in noeud.names}
        elif isinstance(noeud, ast.ImportFrom) and noeud.module:
            noms |= {noeud.module} | {f"{noeud.module}.{alias.name}" for alias in noeud.names}
    return noms


def court(fichier: Path) -> str:
    return str(fichier.relative_to(RACINE))


def gabarits() -> list[Path]:
    return [
        f for f in fichiers("deplie", motif="*") if "templates" in f.parts and f.suffix in (".html", ".txt", ".svg")
    ]
