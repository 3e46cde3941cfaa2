"""What every measure uses: percentiles, a command run as a whole process, a base of our own to run it on."""

from __future__ import annotations

import math
import os
import statistics
import subprocess
import sys
import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

RACINE = Path(__file__).resolve().parent.parent
TERRITOIRE = "BANC"


@dataclass(frozen=True)
class Course:
    """A process that has ended: seconds of wall clock and of processor, resident memory at its highest (MiB)."""

    code: int
    reel: float
    processeur: float
    memoire: float


def centile(valeurs: Sequence[float], rang: float) -> float:
    """The smallest value that at least ``rang`` per cent of the values do not exceed (nearest rank).

    Raises ValueError when there is no value, or when ``rang`` is not in ]0, 100].
    """
    if not valeurs or not 0 < rang <= 100:
        raise ValueError("a percentile is asked of some values, between 0 and 100")
    return sorted(valeurs)[math.ceil(rang / 100 * len(valeurs)) - 1]


def resumer(durees: Sequence[float], seuil: float) -> dict[str, float]:
    """Median, 95th percentile and longest, in milliseconds, of durations in seconds; how many passed ``seuil`` (s)."""
    return {
        "nombre": len(durees),
        "mediane": 1000 * statistics.median(durees),
        "centile95": 1000 * centile(durees, 95),
        "maximum": 1000 * max(durees),
        "au_dela": sum(duree > seuil for duree in durees),
    }


def chronometrer(quoi: Callable[[], Any]) -> float:
    """Seconds that a call takes."""
    depart = time.perf_counter()
    quoi()
    return time.perf_counter() - depart


def environnement(dossier: Path, **autres: str) -> dict[str, str]:
    """The environment of a command on the base of ``dossier``; ``DATABASE_URL`` passes through."""
    refuses = ("DEPLIE_", "PYTHON", "DJANGO_")
    garde = {nom: valeur for nom, valeur in os.environ.items() if not nom.startswith(refuses)}
    return garde | {"DEPLIE_DONNEES": str(dossier), "DJANGO_SETTINGS_MODULE": "config.settings", **autres}


def deplie(*arguments: str) -> list[str]:
    """The ``deplie`` command of this checkout."""
    return [sys.executable, "-c", "import sys; from deplie.site.cli import main; sys.exit(main())", *arguments]


def courir(commande: Sequence[str], env: Mapping[str, str], sortie: Path | None = None) -> Course:
    """Run a command to its end, its output to ``sortie`` (default: nowhere), and read what it cost of the kernel."""
    with (sortie or Path(os.devnull)).open("wb") as flux:
        depart = time.perf_counter()
        enfant = subprocess.Popen(commande, cwd=RACINE, env=dict(env), stdout=flux, stderr=subprocess.STDOUT)
        _, etat, usage = os.wait4(enfant.pid, 0)
        reel = time.perf_counter() - depart
    enfant.returncode = os.waitstatus_to_exitcode(etat)
    # Linux counts in KiB, macOS in bytes.
    memoire = usage.ru_maxrss / (2**20 if sys.platform == "darwin" else 2**10)
    return Course(enfant.returncode, reel, usage.ru_utime + usage.ru_stime, memoire)


def exiger(course: Course, quoi: str, trace: Path) -> Course:
    """A run that failed is no measure: its last words, and stop."""
    if course.code != 0:
        raise SystemExit(f"{quoi} : {trace.read_text(encoding='utf-8', errors='replace')[-2000:]}")
    return course


def installer(dossier: Path) -> None:
    """Django on the base of ``dossier`` (``DATABASE_URL`` first), its schema in place, with the bench's territory."""
    os.environ["DEPLIE_DONNEES"] = str(dossier)
    os.environ["DJANGO_SETTINGS_MODULE"] = "config.settings"
    dossier.mkdir(parents=True, exist_ok=True)
    from deplie.site.cli import main

    depuis = ["--complet-depuis", "2014-01-01"]
    if main(["territoire", "creer", TERRITOIRE, "Banc d'essai", *depuis]):
        raise SystemExit("the territory of the bench was not created")
