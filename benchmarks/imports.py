"""The import, as a whole process on a fresh SQLite base, against django-import-export on the same file.

Run as ``python -m benchmarks.imports DOSSIER LINES``. Prints JSON.
"""

from __future__ import annotations

import json
import os
import statistics
import sys
from pathlib import Path
from typing import Any

from benchmarks import jeux
from benchmarks.chrono import TERRITOIRE, Course, courir, deplie, environnement, exiger

FOIS = 3


def notre(dossier: Path, fichier: Path) -> Course:
    """``deplie importer`` on a base that holds the territory alone."""
    env, trace = environnement(dossier), dossier.with_suffix(".txt")
    exiger(courir(deplie("territoire", "creer", TERRITOIRE, "Banc"), env, trace), "territoire creer", trace)
    return exiger(courir(deplie("importer", TERRITOIRE, str(fichier)), env, trace), "importer", trace)


def pair(dossier: Path, fichier: Path, maniere: str) -> Course:
    """The peer, ``defaut`` or ``tune``, into a new base."""
    trace = dossier / f"{maniere}.txt"
    commande = [
        sys.executable,
        "-m",
        "benchmarks.import_pairs",
        str(fichier),
        str(dossier / f"{maniere}.sqlite3"),
        maniere,
    ]
    return exiger(courir(commande, environnement(dossier), trace), f"import_pairs {maniere}", trace)


def dire(courses: list[Course], lignes: int) -> dict[str, float]:
    """Medians of a few runs of the same work."""
    reel = statistics.median(course.reel for course in courses)
    return {
        "fois": len(courses),
        "secondes": reel,
        "processeur": statistics.median(course.processeur for course in courses),
        "memoire": max(course.memoire for course in courses),
        "lignes_par_seconde": lignes / reel,
    }


def principal(dossier: Path, lignes: int) -> dict[str, Any]:
    os.environ.pop("DATABASE_URL", None)
    [fichier] = jeux.fichiers(dossier, lignes)
    resultat: dict[str, Any] = {"lignes": lignes, "octets": fichier.stat().st_size}
    resultat["deplie"] = dire([notre(dossier / f"base{rang}", fichier) for rang in range(FOIS)], lignes)
    for maniere in ("defaut", "tune"):
        resultat[maniere] = dire([pair(dossier, fichier, maniere)], lignes)
    return resultat


if __name__ == "__main__":
    print(json.dumps(principal(Path(sys.argv[1]), int(sys.argv[2]))))
