"""``make bench``: every measure in one go, each in its own process, then ``docs/performance.md``.

``python -m benchmarks --participations 20000 --lignes 5000 --personnes 5000 --sortie /tmp/essai.md`` for a quick trial;
``--sections`` for some of them; ``--depuis build/mesures.json`` writes the page again from the last numbers.
"""

from __future__ import annotations

import argparse
import contextlib
import json
import os
import platform
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from datetime import date
from importlib.metadata import version
from pathlib import Path
from typing import Any

from benchmarks import rapport
from benchmarks.chrono import RACINE
from benchmarks.raisons import RAISONS

PAQUETS = ("Django", "duckdb", "pandas", "django-import-export")
NUMEROS = RACINE / "build" / "mesures.json"


def mesurer(module: str, *arguments: object, base: str = "") -> dict[str, Any]:
    """Run a section in its own process; what its last line says, or why it failed."""
    env = {nom: v for nom, v in os.environ.items() if not nom.startswith("DEPLIE_") and nom != "DATABASE_URL"}
    if base:
        env["DATABASE_URL"] = base
    print(f"— {module} {' '.join(map(str, arguments))}", file=sys.stderr, flush=True)
    depart = time.perf_counter()
    commande = [sys.executable, "-m", f"benchmarks.{module}", *map(str, arguments)]
    course = subprocess.run(commande, cwd=RACINE, env=env, capture_output=True, text=True)
    print(f"  {time.perf_counter() - depart:.0f} s", file=sys.stderr, flush=True)
    if course.returncode == 0:
        lu: dict[str, Any] = json.loads(course.stdout.splitlines()[-1])
        return lu
    print(course.stderr[-3000:], file=sys.stderr, flush=True)
    return {"panne": (course.stderr.strip().splitlines() or [f"code {course.returncode}"])[-1][:300]}


def sur_les_bases(dossier: Path, options: argparse.Namespace) -> Iterator[tuple[str, dict[str, Any]]]:
    """Sections 3, 4 and 6 on each database: filled once, pages, somebody's, then pages during an import."""
    from outils.postgres import serveur

    for base in ("sqlite", "postgresql"):
        ouvrir = serveur() if base == "postgresql" else contextlib.nullcontext("")
        with ouvrir as adresse:
            ici = dossier / base
            yield f"base_{base}", mesurer("peupler", ici, options.personnes, base=adresse)
            if "3" in options.sections:
                yield f"pages_{base}", mesurer("pages", ici, base=adresse)
            if "6" in options.sections:
                yield f"fiche_{base}", mesurer("fiche", ici, base=adresse)
            if "4" in options.sections:
                yield f"pendant_{base}", mesurer("pendant_import", ici, options.personnes, options.port, base=adresse)


def tout(dossier: Path, options: argparse.Namespace) -> dict[str, Any]:
    """Every section asked for, in order."""
    lus: dict[str, Any] = {}
    if "1" in options.sections:
        lus["chiffres"] = mesurer("chiffres", dossier / "chiffres", options.participations)
    if "2" in options.sections:
        lus["imports"] = mesurer("imports", dossier / "imports", options.lignes)
    if {"3", "4", "6"} & set(options.sections):
        lus |= sur_les_bases(dossier, options)
    if "5" in options.sections:
        lus["demarrage"] = mesurer("demarrage", dossier / "demarrage", options.port)
    return lus


def conditions() -> dict[str, Any]:
    """The machine and the versions."""
    import sqlite3

    octets = os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES")
    commit = subprocess.run(["git", "rev-parse", "--short", "HEAD"], cwd=RACINE, capture_output=True, text=True)
    return {
        "date": f"{date.today():%Y-%m-%d}",
        "commit": commit.stdout.strip() or "unknown",
        "machine": f"{_processeur()}, {os.cpu_count()} cores, {octets / 2**30:.0f} GiB, {platform.system()} "
        f"{platform.release()}",
        "charge": os.getloadavg()[0],
        "versions": {
            "Python": platform.python_version(),
            **{nom: version(nom) for nom in PAQUETS},
            "SQLite": sqlite3.sqlite_version,
            "PostgreSQL": _postgresql(),
        },
    }


def _processeur() -> str:
    with contextlib.suppress(OSError):
        for ligne in Path("/proc/cpuinfo").read_text(encoding="utf-8").splitlines():
            if ligne.startswith("model name"):
                return ligne.partition(":")[2].strip()
    return platform.processor() or platform.machine()


def _postgresql() -> str:
    from outils.postgres import binaires

    dit = subprocess.run([binaires() / "postgres", "--version"], capture_output=True, text=True, cwd="/")
    return dit.stdout.split()[2] if dit.stdout else "unknown"


def lire_options(arguments: list[str]) -> argparse.Namespace:
    analyseur = argparse.ArgumentParser(prog="python -m benchmarks", description=__doc__)
    analyseur.add_argument("--participations", type=int, default=1_000_000, help="section 1; three étapes each")
    analyseur.add_argument("--lignes", type=int, default=100_000, help="section 2")
    analyseur.add_argument("--personnes", type=int, default=200_000, help="sections 3, 4 and 6")
    analyseur.add_argument("--port", type=int, default=8790)
    analyseur.add_argument("--sections", default="123456")
    analyseur.add_argument("--sortie", type=Path, default=RACINE / "docs" / "performance.md")
    analyseur.add_argument("--depuis", type=Path, help="write the page from these numbers, measure nothing")
    return analyseur.parse_args(arguments)


def main(arguments: list[str]) -> int:
    options = lire_options(arguments)
    if options.depuis:
        lus = json.loads(options.depuis.read_text(encoding="utf-8"))
    else:
        depart = time.perf_counter()
        lus = {"conditions": conditions()}
        with tempfile.TemporaryDirectory(prefix="deplie-bench-") as dossier:
            lus |= tout(Path(dossier), options)
        lus["conditions"]["minutes"] = (time.perf_counter() - depart) / 60
        NUMEROS.parent.mkdir(exist_ok=True)
        NUMEROS.write_text(json.dumps(lus, ensure_ascii=False, indent=1), encoding="utf-8")
    options.sortie.write_text(rapport.page(lus, RAISONS), encoding="utf-8")
    print(f"{options.sortie}")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
